import RTSP
import Testing

@Suite struct URLTests {
    @Test(
        arguments: [
            ("rtsp://h/live/bbb", "h", 554, "/live/bbb", nil), ("rtsps://h/live/bbb", "h", 322, "/live/bbb", nil),
            ("RTSP://h:8554/x", "h", 8554, "/x", nil), ("rtsp://h:/x", "h", 554, "/x", nil),
            ("rtsp://[2001:db8::1]/x", "2001:db8::1", 554, "/x", nil), ("rtsps://[::1]:8322/", "::1", 8322, "/", nil),
            ("rtsp://192.0.2.1", "192.0.2.1", 554, "", nil), ("rtsp://h?token=t", "h", 554, "", "token=t"),
            ("rtsp://h/x?", "h", 554, "/x", ""), ("rtsp://u:p@h/x@y", "h", 554, "/x@y", nil),
            ("rtsp://h/x?a=1&b=/2?3/trackID=1", "h", 554, "/x", "a=1&b=/2?3/trackID=1"),
        ] as [(String, String, UInt16, String, String?)])
    func urlIsTakenApart(_ text: String, _ host: String, _ port: UInt16, _ path: String, _ query: String?) throws {
        let url = try #require(RTSPURL(text))
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.path == path)
        #expect(url.query == query)
        #expect(url.isSecure == text.hasPrefix("rtsps"))
    }

    @Test(
        arguments: [
            "", "*", "rtsp", "rtsp:", "rtsp:/h/x", "rtsp://", "rtsp:///x", "rtsp://:554/x", "http://h/x", "rtspu://h/x",
            "rtsp://h:0/x", "rtsp://h:65536/x", "rtsp://h:-1/x", "rtsp://h:+1/x", "rtsp://h:1:2/x", "rtsp://[::1/x",
            "rtsp://[]/x", "rtsp://[::1]x/x", "rtsp://::1/x", "rtsp://a]b/x", "rtsp://h/a b", "rtsp://h/a\r\nb",
            "rtsp://h/\0",
            "rtsp://u@/x", "rtsp://h/\(String(repeating: "x", count: 4_088))",
        ])
    func whatIsNoURLIsRefused(_ text: String) {
        #expect(RTSPURL(text) == nil)
    }

    @Test func longestURLIsTaken() {
        #expect(RTSPURL("rtsp://h/\(String(repeating: "x", count: 4_087))") != nil)
    }

    @Test(
        arguments: [
            ("rtsp://user:pa%40ss%3a@h/x", "user", "pa@ss:"), ("rtsp://user@h/x", "user", ""),
            ("rtsp://u:p:q@h/x", "u", "p:q"), ("rtsp://u:p@q@h/x", "u", "p@q"), ("rtsp://u%ff:%4@h/x", "u%ff", "%4"),
            ("rtsp://%2B+:%e2%82%ac@h", "++", "€"),
        ])
    func credentialsStandInFrontOfTheHost(_ text: String, _ user: String, _ password: String) throws {
        let url = try #require(RTSPURL(text))
        #expect(url.credentials == RTSPCredentials(user: user, password: password))
        #expect(url.host == "h")
    }

    @Test(arguments: ["rtsp://@h/x", "rtsp://h/x", "rtsp://h/u:p@x"])
    func credentialsCanBeMissing(_ text: String) throws {
        #expect(try #require(RTSPURL(text)).credentials == nil)
    }

    @Test(
        arguments: [
            ("rtsp://u:secret@h:554/x?token=t", "rtsp://h/x?token=t", "rtsp://h/x?***"),
            ("rtsps://u@h:8322/a%20b/", "rtsps://h:8322/a%20b/", "rtsps://h:8322/a%20b/"),
            ("rtsp://[::1]:8554", "rtsp://[::1]:8554", "rtsp://[::1]:8554"),
            ("RTSPS://h:322?", "rtsps://h?", "rtsps://h?***"),
        ])
    func secretsStayOutOfSight(_ text: String, _ written: String, _ redacted: String) throws {
        let url = try #require(RTSPURL(text))
        #expect(url.text == written)
        #expect(url.redacted == redacted)
        #expect("\(url)" == redacted)
        #expect("\(RTSPCredentials(user: "u", password: "p"))" == "u:***")
    }

    @Test(
        arguments: [
            ("/live/bbb", "live/bbb"), ("", ""), ("/", ""), ("//x", "x"), ("/a%20b%2Fc", "a b/c"),
            ("/%2e%2e/x", "../x"),
            ("/100%", "100%"), ("/%c3%a4", "ä"), ("/%0d%0aX", nil), ("/a%00", nil), ("/%7f", nil), ("/%ff", nil),
        ] as [(String, String?)])
    func pathIsDecoded(_ path: String, _ decoded: String?) throws {
        #expect(try #require(RTSPURL("rtsp://h\(path)")).decodedPath == decoded)
    }
}

@Suite struct ControlURLTests {
    /// As ffmpeg, OpenCV and GStreamer named them of a server of ours.
    @Test(
        arguments: [
            ("trackID=0", "rtsp://h/live/bbb", "rtsp://h/live/bbb/trackID=0"),
            ("trackID=0", "rtsp://h/live/bbb/", "rtsp://h/live/bbb/trackID=0"),
            ("/trackID=0", "rtsp://h/live", "rtsp://h/live/trackID=0"), ("trackID=0", "rtsp://h", "rtsp://h/trackID=0"),
            ("trackID=0", "rtsp://h/x?token=t", "rtsp://h/x?token=t/trackID=0"),
            // Dahua's Content-Base.
            (
                "trackID=0", "rtsp://h/cam/realmonitor?channel=1&subtype=0/",
                "rtsp://h/cam/realmonitor?channel=1&subtype=0/trackID=0"
            ),
            ("rtsp://other:8554/t", "rtsp://h/x", "rtsp://other:8554/t"),
            ("RTSPS://other/t", "rtsp://h/x", "RTSPS://other/t"),
            ("*", "rtsp://h/x", "rtsp://h/x"), ("", "rtsp://h/x", "rtsp://h/x"), (" * ", "rtsp://h/x/", "rtsp://h/x/"),
            ("http://other/t", "rtsp://h/x", "rtsp://h/x/http://other/t"),
        ])
    func controlIsResolved(_ control: String, _ base: String, _ url: String) {
        #expect(RTSPURL.control(control, base: base) == url)
    }

    @Test(
        arguments: [
            ("rtsp://h/live/bbb/trackID=1", "rtsp://h/live/bbb", "trackID=1"),
            ("rtsp://h/live/bbb/trackID=1", "rtsp://h/live/bbb/", "trackID=1"),
            ("rtsp://h:8554/live/bbb/", "rtsps://other/live/bbb", ""), ("rtsp://h/live/bbb", "rtsp://h/live/bbb/", ""),
            ("rtsp://h/live/bbb2/x", "rtsp://h/live/bbb", nil), ("rtsp://h/live/trackID=1", "rtsp://h/live/bbb", nil),
            ("rtsp://h/live", "rtsp://h/live/bbb", nil), ("rtsp://h/trackID=1", "rtsp://h", "trackID=1"),
            ("rtsp://h/x/a/b", "rtsp://h/x", "a/b"), ("rtsp://h/x/t?y=1", "rtsp://h/x", "t?y=1"),
            ("rtsp://h/x?y=1", "rtsp://h/x", ""),
            // ffmpeg behind the query, GStreamer before it, others without it.
            ("rtsp://h/x?t=1/streamid=0", "rtsp://h/x?t=1", "streamid=0"),
            ("rtsp://h/x/?t=1/streamid=0", "rtsp://h/x?t=1", "streamid=0"),
            ("rtsp://h/x/stream=0?t=1", "rtsp://h/x?t=1", "stream=0"),
            ("rtsp://h/x/stream=0", "rtsp://h/x?t=1", "stream=0"),
            ("rtsp://h/x?t=1", "rtsp://h/x?t=1", ""), ("rtsp://h/x?t=1/", "rtsp://h/x?t=1", ""),
            ("rtsp://h/x", "rtsp://h/x?t=1", ""), ("rtsp://h/x?t=12/a", "rtsp://h/x?t=1", nil),
            ("rtsp://h/y?t=1/a", "rtsp://h/x?t=1", nil), ("rtsp://h/x?t=2", "rtsp://h/x?t=1", nil),
        ] as [(String, String, String?)])
    func controlIsFoundBelowTheBase(_ text: String, _ base: String, _ control: String?) throws {
        #expect(try #require(RTSPURL(text)).control(below: try #require(RTSPURL(base))) == control)
    }
}
