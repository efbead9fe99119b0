import Net
import RTSP
import Testing

/// What is asked of the server that it cannot do, and what nobody may send.
@Suite struct ServerFaultTests {
    /// What is answered, and the connection goes on.
    @Test(
        arguments: [
            ("PLAY_NOTIFY", [:], 501), ("REDIRECT", [:], 501), ("options", [:], 501),
            ("DESCRIBE", ["Require": "play.scale"], 551), ("DESCRIBE", ["Proxy-Require": "x"], 551),
            ("DESCRIBE", ["Require": "play.basic, con.persistent"], 200),
            ("DESCRIBE", ["Require": "play.basic,play.scale"], 551),
            ("SETUP", [:], 400), ("SETUP", ["Transport": ""], 400),
            ("SETUP", ["Transport": "RTP/AVP/TCP;interleaved=255-256"], 400),
            ("SETUP", ["Transport": "RTP/AVP;unicast;client_port=70000"], 400),
            ("SETUP", ["Transport": "RTP/AVP;unicast;client_port=5000-5001"], 461),
            ("SETUP", ["Transport": "RTP/SAVP;unicast"], 461),
            ("SETUP", ["Transport": "RTP/AVP;unicast;client_port=5000-5001,RTP/AVP/TCP"], 200),
        ] as [(String, RTSPHeaders, UInt16)])
    func requestIsRefused(method: String, headers: RTSPHeaders, code: UInt16) throws {
        var server = try ServerUnderTest()
        try server.expect(method, "", headers, is: code)
        try server.expect("OPTIONS", is: 200)
    }

    @Test func unsupportedTagsAreNamed() throws {
        var server = try ServerUnderTest()
        let headers = try server.expect(
            "PLAY", "", ["Require": "play.scale, play.basic", "Proxy-Require": "x"], is: 551)
        #expect(headers["Unsupported"] == "play.scale, x")
        #expect(server.events.isEmpty)
    }

    @Test(
        arguments: [
            ("OPTIONS * RTSP/2.0\r\nCSeq: 3\r\n\r\n", "505 3"), ("OPTIONS * RTSP/1.1\r\nCSeq: 3\r\n\r\n", "505 3"),
            ("OPTIONS * RTSP/1.0\r\n\r\n", "400"), ("OPTIONS * RTSP/1.0\r\nCSeq: x\r\n\r\n", "400"),
            ("OPTIONS * RTSP/1.0\r\nCSeq: -1\r\n\r\n", "400"),
            ("OPTIONS * RTSP/1.0\r\nCSeq: 4294967296\r\n\r\n", "400"),
            ("OPTIONS * RTSP/1.0\r\ncseq:4294967295\r\n\r\n", "200 4294967295"),
            ("RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\nOPTIONS * RTSP/1.0\r\nCSeq: 2\r\n\r\n", "200 2"),
        ])
    func messageIsAnswered(text: String, answer: String) throws {
        var server = try ServerUnderTest()
        try server.feed(text)
        let answers = server.answers().map { "\($0.status.code)\($0.sequence.map { " \($0)" } ?? "")" }
        #expect(answers == [answer])
        try server.expect("OPTIONS", is: 200)
    }

    /// What no connection survives is answered nevertheless.
    @Test(arguments: Self.faults)
    func faultIsAnsweredAndTheConnectionClosed(text: String, code: UInt16) throws {
        var server = try ServerUnderTest()
        try server.expect("OPTIONS", is: 200)
        let error = #expect(throws: RTSPError.self) { try server.feed(text) }
        #expect(error?.status.code == code)
        let answers = server.answers()
        #expect(answers.map(\.status.code) == [code])
        #expect(answers.first?.headers["Connection"] == "close")
        // Nothing is read any more.
        #expect(try server.ask("OPTIONS").isEmpty)
        #expect(server.connection.deadline == .distantFuture)
    }

    @Test(arguments: [false, true])
    func packetsOfASessionAreTaken(isRecording: Bool) throws {
        var server = try ServerUnderTest.running(recording: isRecording)
        try server.feed([0x24, 0, 0, 2, 1, 2, 0x24, 9, 0, 1, 3, 0x24, 1, 0, 0, 0x24, 255, 0, 1, 4])
        #expect(server.media == [[1, 2], []])
        #expect(server.events.map(\.inWords) == ["2 bytes on 0", "0 bytes on 1"])
        try server.expect("PAUSE", session: true, is: 200)
        try server.feed([0x24, 0, 0, 1, 5])
        try server.expect("TEARDOWN", session: true, is: 200)
        try server.feed([0x24, 0, 0, 1, 6])
        #expect(server.media.count == 2)
    }

    @Test(
        arguments: [
            ("0-1", "0-1"), ("4-5", "4-5"), ("2-3", "0-1"), ("3-4", "0-1"), ("1-2", "0-1"), ("254-255", "254-255"),
            ("255", "0-1"), ("5-4", "0-1"), ("6", "0-1"), ("6-200", "0-1"),
        ])
    func channelsAreFreeOnes(asked: String, answer: String) throws {
        var server = try ServerUnderTest()
        try server.expect("SETUP", "/a", ["Transport": "RTP/AVP/TCP;interleaved=2-3"], is: 200)
        let headers = try server.expect(
            "SETUP", "/b", ["Transport": "RTP/AVP/TCP;interleaved=\(asked)"], session: true, is: 200)
        #expect(headers["Transport"] == "RTP/AVP/TCP;interleaved=\(answer)")
    }

    @Test(
        arguments: [
            ("npt=5-20", 200, "npt=5-20"), ("npt=now-", 200, "npt=now-"), ("npt=20-5", 457, nil), ("x=1", 457, nil),
            ("clock=20260101T000000Z-", 200, "clock=20260101T000000Z-"),
        ] as [(String, UInt16, String?)])
    func rangeIsRead(range: String, code: UInt16, answer: String?) throws {
        var server = try ServerUnderTest.ready()
        let headers = try server.expect("PLAY", "", ["Range": range], session: true, is: code)
        #expect(headers["Range"] == answer)
    }

    @Test(arguments: ["2.0", "-1", "1", "fast"])
    func everyScaleIsOne(scale: String) throws {
        var server = try ServerUnderTest.ready()
        let scaled = try server.expect("PLAY", "", ["Scale": scale], session: true, is: 200)
        #expect(scaled["Scale"] == "1")
        #expect(scaled["RTP-Info"] == "url=\(ServerUnderTest.url)/a;seq=1;rtptime=2")
        let plain = try server.expect("PLAY", session: true, is: 200)
        #expect(plain["Scale"] == nil)
        #expect(server.events.suffix(2).map(\.inWords) == ["play /live/bbb on", "play /live/bbb on again"])
    }

    @Test func parametersAreNotUnderstood() throws {
        var server = try ServerUnderTest()
        try server.expect("GET_PARAMETER", is: 200)
        try server.expect("SET_PARAMETER", body: "volume: 11", is: 451)
        #expect(server.events.map(\.inWords) == ["parameters /live/bbb", "parameters /live/bbb"])
        server = try .running()
        try server.expect("GET_PARAMETER", session: true, is: 200)
        try server.expect("SET_PARAMETER", session: true, body: "volume: 11", is: 451)
        try server.expect("OPTIONS", session: true, is: 200)
        #expect(server.events == [.keptAlive, .keptAlive, .keptAlive])
    }

    @Test func reasonIsForPeople() throws {
        var server = try ServerUnderTest()
        server.policy = { _ in .refuse(.notFound, "Nobody publishes\r\nX: y") }
        let answer = try #require(try server.ask("DESCRIBE").first)
        #expect(answer.reason == "Nobody publishes  X: y" && answer.headers["X"] == nil)
    }

    @Test func descriptionIsSentWithItsBase() throws {
        var server = try ServerUnderTest()
        let answer = try #require(try server.ask("DESCRIBE").first)
        #expect(answer.body == ServerUnderTest.description)
        #expect(answer.headers["Content-Base"] == "\(ServerUnderTest.url)/")
        #expect(answer.headers["Content-Type"] == "application/sdp")
        #expect(answer.headers["Session"] == nil)
    }

    private static let faults: [(String, UInt16)] = [
        ("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: -1\r\n\r\n", 400),
        ("ANNOUNCE rtsp://h/x RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 99999999999999999999\r\n\r\n", 413),
        ("ANNOUNCE rtsp://h/x RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 131073\r\n\r\n", 413),
        ("OPTIONS rtsp://h/\rx RTSP/1.0\r\nCSeq: 1\r\n\r\n", 400),
        ("OPTIONS rtsp://h/\nx RTSP/1.0\r\nCSeq: 1\r\n\r\n", 400),
        ("OPTIONS * RTSP/1.0\r\nX: \(String(repeating: "x", count: 3072))\r\n\r\n", 413),
        ("OPTIONS * RTSP/1.0\r\n" + String(repeating: "X: y\r\n", count: 256) + "\r\n", 413),
        ("OPTIONS \(String(repeating: "x", count: 5000)) RTSP/1.0\r\n\r\n", 413),
        ("$\u{7F}\0\u{1}x", 400), ("GET / HTTP/1.1\r\n\r\n", 400), ("\u{16}\u{3}\u{1}", 400),
    ]
}
