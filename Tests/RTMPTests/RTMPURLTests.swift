import RTMP
import Testing

@Suite struct RTMPURLTests {
    @Test(
        arguments: [
            ("rtmp://h/live/bbb", "h", 1935, "live", "bbb"), ("rtmps://h/live/bbb", "h", 443, "live", "bbb"),
            ("RTMP://h:19350/a/b/c", "h", 19350, "a/b", "c"), ("rtmp://h:/live/x", "h", 1935, "live", "x"),
            ("rtmp://[2001:db8::1]/live/x", "2001:db8::1", 1935, "live", "x"),
            ("rtmps://[::1]:1936/live/x", "::1", 1936, "live", "x"),
            ("rtmp://192.0.2.1/live/x?a=1&b=/2?3", "192.0.2.1", 1935, "live", "x?a=1&b=/2?3"),
            ("rtmp://h/live/", "h", 1935, "live", ""), ("rtmp://h/live//x", "h", 1935, "live", "x"),
            ("rtmp://h/x", "h", 1935, "", "x"), ("rtmp://h/", "h", 1935, "", ""), ("rtmp://h", "h", 1935, "", ""),
            ("rtmp://h?token=t", "h", 1935, "", "?token=t"), ("rtmp://u:p@h/live/x@y", "h", 1935, "live", "x@y"),
        ] as [(String, String, UInt16, String, String)])
    func urlIsTakenApart(_ text: String, _ host: String, _ port: UInt16, _ app: String, _ key: String) throws {
        let url = try #require(RTMPURL(text))
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.app == app)
        #expect(url.key == key)
        #expect(url.isSecure == text.hasPrefix("rtmps"))
    }

    @Test(
        arguments: [
            "", "rtmp", "rtmp:", "rtmp:/h/x", "rtmp://", "rtmp:///live/x", "rtmp://:1935/live/x", "http://h/live/x",
            "rtmpt://h/live/x", "rtmp://h:0/x", "rtmp://h:65536/x", "rtmp://h:-1/x", "rtmp://h:+1/x", "rtmp://h:1:2/x",
            "rtmp://[::1/x", "rtmp://[]/x", "rtmp://[::1]x/x", "rtmp://::1/x", "rtmp://a]b/x", "rtmp://h/a b",
            "rtmp://h/a\r\nb", "rtmp://u@/x", "rtmp://h:99999999999999999999/x",
        ])
    func whatIsNoURLIsRefused(_ text: String) {
        #expect(RTMPURL(text) == nil)
    }

    @Test(
        arguments: [
            ("rtmp://user:pa%40ss%3a@h/x", RTMPCredentials.password(user: "user", password: "pa@ss:")),
            ("rtmp://user@h/x", .password(user: "user", password: "")),
            ("rtmp://u:p:q@h/x", .password(user: "u", password: "p:q")),
            ("rtmp://u:p@q@h/x", .password(user: "u", password: "p@q")),
            ("rtmp://u%ff:%4@h/x", .password(user: "u%ff", password: "%4")), ("rtmp://@h/x", nil), ("rtmp://h/x", nil),
        ])
    func credentialsStandInFrontOfTheHost(_ text: String, _ credentials: RTMPCredentials?) throws {
        let url = try #require(RTMPURL(text))
        #expect(url.credentials == credentials)
        #expect(url.host == "h")
    }

    @Test(
        arguments: [
            ("rtmp://u:secret@h:1935/live/key?token=t", "rtmp://h/live", "rtmp://h/live/***"),
            ("rtmps://h:1936/a/b/key", "rtmps://h:1936/a/b", "rtmps://h:1936/a/b/***"),
            ("rtmp://[::1]:1936/key", "rtmp://[::1]:1936/", "rtmp://[::1]:1936/***"),
        ])
    func secretsStayOutOfSight(_ text: String, _ tcURL: String, _ redacted: String) throws {
        let url = try #require(RTMPURL(text))
        #expect(url.tcURL == tcURL)
        #expect(url.redacted == redacted)
        #expect("\(url)" == redacted)
    }

    @Test func credentialsPrintWithoutTheirSecret() {
        #expect("\(RTMPCredentials.password(user: "u", password: "p"))" == "u:***")
        #expect("\(RTMPCredentials.token("t"))" == "***")
    }
}

@Suite struct RTMPStreamNameTests {
    @Test(
        arguments: [
            ("live", "bbb", "live/bbb"), ("a/b", "c/d", "a/b/c/d"), ("", "live/bbb", "live/bbb"),
            ("live/bbb", "", "live/bbb"), ("/live/", "/bbb/", "live/bbb"), ("live", "mp4:bbb", "live/bbb"),
            ("live", "flv:a/b.flv", "live/a/b.flv"), ("live", "mp3:x?token=t", "live/x"), ("", "", ""),
            ("live", "?token=t", "live"), ("live", "a:b", "live/a:b"), ("live", "mp4:flv:x", "live/flv:x"),
            ("live", "%2e%2e", "live/%2e%2e"),
        ])
    func applicationAndKeyMakeAPath(_ app: String, _ name: String, _ path: String) {
        #expect(RTMPStreamName(RTMPConnectRequest(app: app), name: name).path == path)
    }

    @Test(
        arguments: [
            ("x?user=u&pass=p", RTMPCredentials.password(user: "u", password: "p")),
            ("x?username=u&password=p%26q", .password(user: "u", password: "p&q")),
            ("x?user=u", .password(user: "u", password: "")), ("x?pass=p", nil), ("x?user=&pass=p", nil),
            ("x?token=t%20t+t", .token("t t+t")), ("x?token=", nil), ("x?token", nil),
            ("x?a=1&token=t=u", .token("t=u")),
            ("x?token=t&user=u&pass=p", .password(user: "u", password: "p")), ("x?token=1&token=2", .token("1")),
            ("x?&&=&=x", nil), ("x", nil),
        ])
    func credentialsComeFromTheQuery(_ name: String, _ credentials: RTMPCredentials?) {
        #expect(RTMPStreamName(RTMPConnectRequest(app: "live"), name: name).credentials == credentials)
    }

    @Test func nearestCredentialsCount() {
        var connect = RTMPConnectRequest(app: "live", query: "token=app", tcURL: "rtmp://u:p@h/live")
        #expect(RTMPStreamName(connect, name: "x?token=key").credentials == .token("key"))
        #expect(RTMPStreamName(connect, name: "x?other=1").credentials == .token("app"))
        connect.query = ""
        #expect(RTMPStreamName(connect, name: "x").credentials == .password(user: "u", password: "p"))
    }
}
