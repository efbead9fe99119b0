/// What programs sent that publish, recorded on a socket whose other end answered as a server does, and asked
/// for credentials with the nonce `8a7f1e90c2d34b56a7f1e90c2d34b56a`. Lines end in CR and LF; a line
/// `$ channel 1 length 28` stands for the first interleaved packet, those after it are left out.
enum PublishingTranscripts {
    /// ffmpeg 5.1 by UDP, with a token in the URL's query, and `us%40er:pa%3Ass` before its host:
    /// `ffmpeg -re -i ... -f rtsp 'rtsp://...'`.
    static let ffmpegPublishes = """
        OPTIONS rtsp://127.0.0.1:18502/live/bbb?token=t RTSP/1.0
        CSeq: 1
        User-Agent: Lavf59.27.100

        ANNOUNCE rtsp://127.0.0.1:18502/live/bbb?token=t RTSP/1.0
        Content-Type: application/sdp
        CSeq: 2
        User-Agent: Lavf59.27.100
        Content-Length: 499

        v=0
        o=- 0 0 IN IP4 127.0.0.1
        s=No Name
        c=IN IP4 127.0.0.1
        t=0 0
        a=tool:libavformat LIBAVFORMAT_VERSION
        m=video 0 RTP/AVP 96
        a=rtpmap:96 H264/90000
        a=fmtp:96 packetization-mode=1; sprop-parameter-sets=Z/QACpGbKFCPxOAiAAADAAIAAAMAKB4kSyw=,aOvjxEhE; \
        profile-level-id=F4000A
        a=control:streamid=0
        m=audio 0 RTP/AVP 97
        b=AS:69
        a=rtpmap:97 MPEG4-GENERIC/44100/1
        a=fmtp:97 profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3; config=120856E500
        a=control:streamid=1

        ANNOUNCE rtsp://127.0.0.1:18502/live/bbb?token=t RTSP/1.0
        Content-Type: application/sdp
        CSeq: 3
        User-Agent: Lavf59.27.100
        Authorization: Digest username="us@er", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18502/live/bbb?token=t", response="e389f39276cad9f792c353f619801576"
        Content-Length: 499

        v=0
        o=- 0 0 IN IP4 127.0.0.1
        s=No Name
        c=IN IP4 127.0.0.1
        t=0 0
        a=tool:libavformat LIBAVFORMAT_VERSION
        m=video 0 RTP/AVP 96
        a=rtpmap:96 H264/90000
        a=fmtp:96 packetization-mode=1; sprop-parameter-sets=Z/QACpGbKFCPxOAiAAADAAIAAAMAKB4kSyw=,aOvjxEhE; \
        profile-level-id=F4000A
        a=control:streamid=0
        m=audio 0 RTP/AVP 97
        b=AS:69
        a=rtpmap:97 MPEG4-GENERIC/44100/1
        a=fmtp:97 profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3; config=120856E500
        a=control:streamid=1

        SETUP rtsp://127.0.0.1:18502/live/bbb?token=t/streamid=0 RTSP/1.0
        Transport: RTP/AVP/UDP;unicast;client_port=12104-12105;mode=record
        CSeq: 4
        User-Agent: Lavf59.27.100
        Session: 12345678
        Authorization: Digest username="us@er", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18502/live/bbb?token=t/streamid=0", response="828bb59248229c3a0d0a7ecc74535dbe"

        SETUP rtsp://127.0.0.1:18502/live/bbb?token=t/streamid=1 RTSP/1.0
        Transport: RTP/AVP/UDP;unicast;client_port=12106-12107;mode=record
        CSeq: 5
        User-Agent: Lavf59.27.100
        Session: 12345678
        Authorization: Digest username="us@er", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18502/live/bbb?token=t/streamid=1", response="e646fe3e8b19b3881130a1a7c44c9398"

        RECORD rtsp://127.0.0.1:18502/live/bbb?token=t RTSP/1.0
        Range: npt=0.000-
        CSeq: 6
        User-Agent: Lavf59.27.100
        Session: 12345678
        Authorization: Digest username="us@er", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18502/live/bbb?token=t", response="351368d877ecc35bda65ceb3eefd4fe8"

        TEARDOWN rtsp://127.0.0.1:18502/live/bbb?token=t RTSP/1.0
        CSeq: 7
        User-Agent: Lavf59.27.100
        Session: 12345678
        Authorization: Digest username="us@er", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18502/live/bbb?token=t", response="b114a7d38052cacfe5e3eb42c5643038"

        """

    /// ffmpeg 9.0 by TCP, with `user:pass`; the challenge offered `qop="auth"`.
    static let recentFFmpegPublishes = """
        OPTIONS rtsp://127.0.0.1:18503/live/bbb RTSP/1.0
        CSeq: 1
        User-Agent: Lavf63.1.102

        ANNOUNCE rtsp://127.0.0.1:18503/live/bbb RTSP/1.0
        Content-Type: application/sdp
        CSeq: 2
        User-Agent: Lavf63.1.102
        Content-Length: 504

        v=0
        o=- 0 0 IN IP4 127.0.0.1
        s=No Name
        c=IN IP4 127.0.0.1
        t=0 0
        a=tool:libavformat 63.1.102
        m=video 0 RTP/AVP 96
        a=framerate:10
        a=rtpmap:96 H264/90000
        a=fmtp:96 packetization-mode=1; sprop-parameter-sets=Z/QACpGbKFCPxOAiAAADAAIAAAMAKB4kSyw=,aOvjxEhE; \
        profile-level-id=F4000A
        a=control:streamid=0
        m=audio 0 RTP/AVP 97
        b=AS:69
        a=rtpmap:97 MPEG4-GENERIC/44100/1
        a=fmtp:97 profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3; config=120856E500
        a=control:streamid=1

        ANNOUNCE rtsp://127.0.0.1:18503/live/bbb RTSP/1.0
        Content-Type: application/sdp
        CSeq: 3
        User-Agent: Lavf63.1.102
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18503/live/bbb", response="036d7f586e1956663a0bd83b6c2b5573", qop="auth", \
        cnonce="6e54193cfa1049f5", nc=00000001
        Content-Length: 504

        v=0
        o=- 0 0 IN IP4 127.0.0.1
        s=No Name
        c=IN IP4 127.0.0.1
        t=0 0
        a=tool:libavformat 63.1.102
        m=video 0 RTP/AVP 96
        a=framerate:10
        a=rtpmap:96 H264/90000
        a=fmtp:96 packetization-mode=1; sprop-parameter-sets=Z/QACpGbKFCPxOAiAAADAAIAAAMAKB4kSyw=,aOvjxEhE; \
        profile-level-id=F4000A
        a=control:streamid=0
        m=audio 0 RTP/AVP 97
        b=AS:69
        a=rtpmap:97 MPEG4-GENERIC/44100/1
        a=fmtp:97 profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3; config=120856E500
        a=control:streamid=1

        SETUP rtsp://127.0.0.1:18503/live/bbb/streamid=0 RTSP/1.0
        Transport: RTP/AVP/TCP;unicast;interleaved=0-1;mode=record
        CSeq: 4
        User-Agent: Lavf63.1.102
        Session: 12345678
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18503/live/bbb/streamid=0", response="c0e0e23e74cd875490db548f43151bb2", qop="auth", \
        cnonce="995eafb97d1a3e43", nc=00000002

        SETUP rtsp://127.0.0.1:18503/live/bbb/streamid=1 RTSP/1.0
        Transport: RTP/AVP/TCP;unicast;interleaved=2-3;mode=record
        CSeq: 5
        User-Agent: Lavf63.1.102
        Session: 12345678
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18503/live/bbb/streamid=1", response="dc2ea4a7a6580d1d0bd735b6825716c1", qop="auth", \
        cnonce="63eb7dce4dd41b3f", nc=00000003

        RECORD rtsp://127.0.0.1:18503/live/bbb RTSP/1.0
        Range: npt=0.000-
        CSeq: 6
        User-Agent: Lavf63.1.102
        Session: 12345678
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18503/live/bbb", response="45dc1004fd6d6e67684201f5ed1e3202", qop="auth", \
        cnonce="b1a077c95bf58db2", nc=00000004

        $ channel 1 length 28

        TEARDOWN rtsp://127.0.0.1:18503/live/bbb RTSP/1.0
        CSeq: 7
        User-Agent: Lavf63.1.102
        Session: 12345678
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18503/live/bbb", response="18febe1a435ff8fbedf064b35842ceea", qop="auth", \
        cnonce="eb7049b6f3500be9", nc=00000005

        """

    /// GStreamer 1.22 by TCP: `rtspclientsink protocols=tcp location=rtsp://user:pass@...`.
    static let gstreamerPublishes = """
        OPTIONS rtsp://127.0.0.1:18514/live/bbb RTSP/1.0
        CSeq: 1
        User-Agent: GStreamer/1.22.0
        Date: Sat, 21 Nov 2026 18:17:10 GMT

        ANNOUNCE rtsp://127.0.0.1:18514/live/bbb RTSP/1.0
        CSeq: 2
        User-Agent: GStreamer/1.22.0
        Content-Type: application/sdp
        Date: Sat, 21 Nov 2026 18:17:10 GMT
        Content-Length: 474

        v=0
        o=- 2534921735 1 IN IP4 127.0.0.1
        s=Session streamed with GStreamer
        i=rtspclientsink
        t=0 0
        a=tool:GStreamer
        m=video 0 RTP/AVP 96
        c=IN IP4 0.0.0.0
        b=AS:2097
        a=rtpmap:96 H264/90000
        a=framerate:30
        a=fmtp:96 \
        packetization-mode=1;sprop-parameter-sets=Z/QADZGbKCg/YC1BgYGQAAADABAAAAMDyPFCmWA=,aOvsRIRA;profile-level-id\
        =f4000d;level-asymmetry-allowed=1
        a=control:stream=0
        a=ts-refclk:local
        a=mediaclk:sender
        a=ssrc:3930320185 cname:user1940082307@host-f74c9a10

        ANNOUNCE rtsp://127.0.0.1:18514/live/bbb RTSP/1.0
        CSeq: 3
        User-Agent: GStreamer/1.22.0
        Content-Type: application/sdp
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18514/live/bbb", response="f896c0a082992e437775023cc4719868"
        Date: Sat, 21 Nov 2026 18:17:10 GMT
        Content-Length: 474

        v=0
        o=- 2534921735 1 IN IP4 127.0.0.1
        s=Session streamed with GStreamer
        i=rtspclientsink
        t=0 0
        a=tool:GStreamer
        m=video 0 RTP/AVP 96
        c=IN IP4 0.0.0.0
        b=AS:2097
        a=rtpmap:96 H264/90000
        a=framerate:30
        a=fmtp:96 \
        packetization-mode=1;sprop-parameter-sets=Z/QADZGbKCg/YC1BgYGQAAADABAAAAMDyPFCmWA=,aOvsRIRA;profile-level-id\
        =f4000d;level-asymmetry-allowed=1
        a=control:stream=0
        a=ts-refclk:local
        a=mediaclk:sender
        a=ssrc:3930320185 cname:user1940082307@host-f74c9a10

        SETUP rtsp://127.0.0.1:18514/live/bbb/stream=0 RTSP/1.0
        CSeq: 4
        User-Agent: GStreamer/1.22.0
        Transport: RTP/AVP/TCP;unicast;interleaved=0-1;mode=RECORD
        Session: 12345678
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18514/live/bbb/stream=0", response="add4d0eb3c5cd1a2ee19bff820430498"
        Date: Sat, 21 Nov 2026 18:17:10 GMT

        RECORD rtsp://127.0.0.1:18514/live/bbb RTSP/1.0
        CSeq: 5
        User-Agent: GStreamer/1.22.0
        Session: 12345678
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18514/live/bbb", response="8e4b9d8b924d8a1e38a64e3065260702"
        Date: Sat, 21 Nov 2026 18:17:10 GMT

        $ channel 0 length 14

        PAUSE rtsp://127.0.0.1:18514/live/bbb RTSP/1.0
        CSeq: 6
        User-Agent: GStreamer/1.22.0
        Session: 12345678
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18514/live/bbb", response="e067866500273a33b5b2141533af15c2"
        Date: Sat, 21 Nov 2026 18:17:11 GMT

        TEARDOWN rtsp://127.0.0.1:18514/live/bbb RTSP/1.0
        CSeq: 7
        User-Agent: GStreamer/1.22.0
        Session: 12345678
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18514/live/bbb", response="13ee72c40281d2d6e6149dc01f37e543"
        Date: Sat, 21 Nov 2026 18:17:11 GMT

        """
}
