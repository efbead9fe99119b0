/// What programs sent that play, recorded on a socket whose other end answered as a server does, and asked
/// for credentials with the nonce `8a7f1e90c2d34b56a7f1e90c2d34b56a`. Lines end in CR and LF; a line
/// `$ channel 1 length 28` stands for the first interleaved packet, those after it are left out.
enum PlayingTranscripts {
    /// OpenCV 5.0's `cv2.VideoCapture`, with `user:pass`, and a token in the query.
    static let openCVPlays = """
        OPTIONS rtsp://127.0.0.1:18507/live/bbb?token=t RTSP/1.0
        CSeq: 1
        User-Agent: Lavf62.12.101

        DESCRIBE rtsp://127.0.0.1:18507/live/bbb?token=t RTSP/1.0
        Accept: application/sdp
        CSeq: 2
        User-Agent: Lavf62.12.101

        DESCRIBE rtsp://127.0.0.1:18507/live/bbb?token=t RTSP/1.0
        Accept: application/sdp
        CSeq: 3
        User-Agent: Lavf62.12.101
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18507/live/bbb?token=t", response="8ee51ec1fbb55dbe00638671fa172983"

        SETUP rtsp://127.0.0.1:18507/live/bbb?token=t/trackID=0 RTSP/1.0
        Transport: RTP/AVP/TCP;unicast;interleaved=0-1
        CSeq: 4
        User-Agent: Lavf62.12.101
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18507/live/bbb?token=t/trackID=0", response="c07f63a27635f5b6a8d2ba3bb7fa87da"

        SETUP rtsp://127.0.0.1:18507/live/bbb?token=t/trackID=1 RTSP/1.0
        Transport: RTP/AVP/TCP;unicast;interleaved=2-3
        CSeq: 5
        User-Agent: Lavf62.12.101
        Session: 12345678
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18507/live/bbb?token=t/trackID=1", response="c07c44c08115aeec6db4b5f37ab9e600"

        PLAY rtsp://127.0.0.1:18507/live/bbb?token=t RTSP/1.0
        Range: npt=0.000-
        CSeq: 6
        User-Agent: Lavf62.12.101
        Session: 12345678
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18507/live/bbb?token=t", response="f900d715d83f8603844501e08882daa4"

        """

    /// ffmpeg 9.0 with `user:pass`, which had 461 for UDP.
    static let ffmpegFallsBack = """
        OPTIONS rtsp://127.0.0.1:18506/live/bbb RTSP/1.0
        CSeq: 1
        User-Agent: Lavf63.1.102

        DESCRIBE rtsp://127.0.0.1:18506/live/bbb RTSP/1.0
        Accept: application/sdp
        CSeq: 2
        User-Agent: Lavf63.1.102

        DESCRIBE rtsp://127.0.0.1:18506/live/bbb RTSP/1.0
        Accept: application/sdp
        CSeq: 3
        User-Agent: Lavf63.1.102
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18506/live/bbb", response="705b21978124a10f1c2dcb9392e80ab8"

        SETUP rtsp://127.0.0.1:18506/live/bbb/trackID=0 RTSP/1.0
        Transport: RTP/AVP/UDP;unicast;client_port=19592-19593
        CSeq: 4
        User-Agent: Lavf63.1.102
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18506/live/bbb/trackID=0", response="000e59fe0808817a9679597a7d14cf79"

        SETUP rtsp://127.0.0.1:18506/live/bbb/trackID=0 RTSP/1.0
        Transport: RTP/AVP/TCP;unicast;interleaved=0-1
        CSeq: 5
        User-Agent: Lavf63.1.102
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18506/live/bbb/trackID=0", response="000e59fe0808817a9679597a7d14cf79"

        SETUP rtsp://127.0.0.1:18506/live/bbb/trackID=1 RTSP/1.0
        Transport: RTP/AVP/TCP;unicast;interleaved=2-3
        CSeq: 6
        User-Agent: Lavf63.1.102
        Session: 12345678
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18506/live/bbb/trackID=1", response="ca35d0182dfcec91a95165a0ef250736"

        PLAY rtsp://127.0.0.1:18506/live/bbb RTSP/1.0
        Range: npt=0.000-
        CSeq: 7
        User-Agent: Lavf63.1.102
        Session: 12345678
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18506/live/bbb", response="14fafff462c440cbd53f7e86a408999b"

        """

    /// GStreamer 1.22 (`rtspsrc`) with `user:pass` and a token, which had 461 for UDP, and for multicast.
    static let gstreamerFallsBack = """
        OPTIONS rtsp://127.0.0.1:18513/live/bbb?token=t RTSP/1.0
        CSeq: 1
        User-Agent: GStreamer/1.22.0
        User-Agent: RealMedia Player Version 6.0.9.1235 (linux-2.0-libc6-i386-gcc2.95)
        ClientChallenge: 9e26d33f2984236010ef6253fb1887f7
        CompanyID: KnKV4M4I/B2FjJ1TToLycw==
        GUID: 00000000-0000-0000-0000-000000000000
        RegionData: 0
        PlayerStarttime: [28/03/2003:22:50:23 00:00]
        ClientID: Linux_2.4_6.0.9.1235_play32_RN01_EN_586
        Date: Sat, 21 Nov 2026 18:17:04 GMT

        DESCRIBE rtsp://127.0.0.1:18513/live/bbb?token=t RTSP/1.0
        CSeq: 2
        User-Agent: GStreamer/1.22.0
        Accept: application/sdp
        Date: Sat, 21 Nov 2026 18:17:04 GMT

        DESCRIBE rtsp://127.0.0.1:18513/live/bbb?token=t RTSP/1.0
        CSeq: 3
        User-Agent: GStreamer/1.22.0
        Accept: application/sdp
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18513/live/bbb?token=t", response="b5978a1b303ecba75d735fe792c2ca86"
        Date: Sat, 21 Nov 2026 18:17:04 GMT

        SETUP rtsp://127.0.0.1:18513/live/trackID=0 RTSP/1.0
        CSeq: 4
        User-Agent: GStreamer/1.22.0
        Transport: RTP/AVP;unicast;client_port=55992-55993
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18513/live/trackID=0", response="ac81b771178d79dbc3d0b02b4cce0969"
        Date: Sat, 21 Nov 2026 18:17:04 GMT

        SETUP rtsp://127.0.0.1:18513/live/trackID=0 RTSP/1.0
        CSeq: 5
        User-Agent: GStreamer/1.22.0
        Transport: RTP/AVP;multicast
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18513/live/trackID=0", response="ac81b771178d79dbc3d0b02b4cce0969"
        Date: Sat, 21 Nov 2026 18:17:04 GMT

        SETUP rtsp://127.0.0.1:18513/live/trackID=0 RTSP/1.0
        CSeq: 6
        User-Agent: GStreamer/1.22.0
        Transport: RTP/AVP/TCP;unicast;interleaved=0-1
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18513/live/trackID=0", response="ac81b771178d79dbc3d0b02b4cce0969"
        Date: Sat, 21 Nov 2026 18:17:04 GMT

        SETUP rtsp://127.0.0.1:18513/live/trackID=1 RTSP/1.0
        CSeq: 7
        User-Agent: GStreamer/1.22.0
        Transport: RTP/AVP/TCP;unicast;interleaved=2-3
        Session: 12345678
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18513/live/trackID=1", response="63136c8d17c9e42e7f87e2a9dafda867"
        Date: Sat, 21 Nov 2026 18:17:04 GMT

        PLAY rtsp://127.0.0.1:18513/live/bbb?token=t RTSP/1.0
        CSeq: 8
        User-Agent: GStreamer/1.22.0
        Range: npt=0-
        Session: 12345678
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18513/live/bbb?token=t", response="e2c002d80ae8a72ba176bf6785e3cfec"
        Date: Sat, 21 Nov 2026 18:17:04 GMT

        TEARDOWN rtsp://127.0.0.1:18513/live/bbb?token=t RTSP/1.0
        CSeq: 9
        User-Agent: GStreamer/1.22.0
        Session: 12345678
        Authorization: Digest username="user", realm="turnout", nonce="8a7f1e90c2d34b56a7f1e90c2d34b56a", \
        uri="rtsp://127.0.0.1:18513/live/bbb?token=t", response="8088593a45be5a9e343d3dc13cecc524"
        Date: Sat, 21 Nov 2026 18:17:09 GMT

        """

    /// VLC 3.0 of Debian 12, which has no live555 and takes every server for one of SAT>IP. It leaves user and password
    /// in the URL.
    static let vlcPlays = """
        SETUP rtsp://user:pass@127.0.0.1:18521/live/bbb?token=t RTSP/1.0
        CSeq: 0
        Transport: RTP/AVP;unicast;client_port=9190-9191

        PLAY rtsp://127.0.0.1:18521/stream=0 RTSP/1.0
        CSeq: 1
        Session: 12345678

        TEARDOWN rtsp://127.0.0.1:18521/stream=0 RTSP/1.0
        CSeq: 2
        Session: 12345678

        """
}
