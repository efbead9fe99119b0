extension OfferVector {
    /// ffmpeg 9.0.2 (its WHIP muxer, Lavf 63.1.102): H.264 and Opus, `setup:passive`, no candidates.
    static let ffmpegPublisher = OfferVector(
        """
        v=0
        o=FFmpeg 4489045141692799359 2 IN IP4 127.0.0.1
        s=FFmpegPublishSession
        t=0 0
        a=group:BUNDLE 0 1
        a=extmap-allow-mixed
        a=msid-semantic: WMS
        m=audio 9 UDP/TLS/RTP/SAVPF 111
        c=IN IP4 0.0.0.0
        a=ice-ufrag:5e89d170
        a=ice-pwd:8a6bff59225300a7cf0443ad0c4c6f03
        a=fingerprint:sha-256 40:00:BA:3D:FD:A9:E2:59:26:02:5C:80:C5:92:AD:FE:2B:34:84:C5:0C:62:C4:3F:F2:EC:E1:78:39:45:E6:9A
        a=setup:passive
        a=mid:0
        a=sendonly
        a=msid:FFmpeg audio
        a=rtcp-mux
        a=rtpmap:111 opus/48000/2
        a=ssrc:2401801055 cname:FFmpeg
        a=ssrc:2401801055 msid:FFmpeg audio
        m=video 9 UDP/TLS/RTP/SAVPF 106 105
        c=IN IP4 0.0.0.0
        a=ice-ufrag:5e89d170
        a=ice-pwd:8a6bff59225300a7cf0443ad0c4c6f03
        a=fingerprint:sha-256 40:00:BA:3D:FD:A9:E2:59:26:02:5C:80:C5:92:AD:FE:2B:34:84:C5:0C:62:C4:3F:F2:EC:E1:78:39:45:E6:9A
        a=setup:passive
        a=mid:1
        a=sendonly
        a=msid:FFmpeg video
        a=rtcp-mux
        a=rtcp-rsize
        a=rtpmap:106 H264/90000
        a=fmtp:106 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001e
        a=rtcp-fb:106 nack
        a=rtpmap:105 rtx/90000
        a=fmtp:105 apt=106
        a=ssrc-group:FID 2401801056 2401801057
        a=ssrc:2401801056 cname:FFmpeg
        a=ssrc:2401801056 msid:FFmpeg video
        """)
}
