import Net
import RTSP
import Testing

/// Deadlines, signs of life, and requests that come while a question is open.
@Suite struct ServerTimingTests {
    @Test func firstRequestHasTenSeconds() throws {
        var server = try ServerUnderTest()
        #expect(server.connection.deadline == .after(10))
        // A byte now and then does not prolong it.
        server.now = .after(9)
        try server.feed("OPTIONS * RTSP/1.0\r\n")
        #expect(server.connection.deadline == .after(10))
        #expect(server.connection.handleTimeout(now: .after(9.9)) == nil)
        #expect(server.connection.handleTimeout(now: .after(10)) == .slowRequest)
        try server.feed("CSeq: 1\r\n\r\n")
        #expect(server.connection.deadline == .after(9 + 70))
        #expect(server.connection.handleTimeout(now: .after(78.9)) == nil)
        #expect(server.connection.handleTimeout(now: .after(79)) == .silent)
    }

    @Test(arguments: [
        "O", "OPTIONS * RTSP/1.0\r\n", "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 2\r\n\r\n", "$\0",
    ])
    func everyMessageHasTenSeconds(start: String) throws {
        var server = try ServerUnderTest.running()
        server.now = .after(20)
        try server.feed("\r\n")
        #expect(server.connection.deadline == .distantFuture)
        try server.feed(start)
        #expect(server.connection.deadline == .after(30))
        server.now = .after(29)
        try server.feed("X")
        #expect(server.connection.handleTimeout(now: .after(30)) == .slowRequest)
    }

    @Test(arguments: [false, true])
    func sessionIsStartedInTenSeconds(isRecording: Bool) throws {
        var server = try ServerUnderTest()
        server.now = .after(5)
        if isRecording {
            try server.expect("ANNOUNCE", body: "v=0\r\n", is: 200)
            #expect(server.connection.deadline == .after(15))
        }
        server.now = .after(8)
        let mode = isRecording ? "record" : "play"
        try server.expect("SETUP", "/a", ["Transport": "RTP/AVP/TCP;mode=\(mode)"], is: 200)
        server.now = .after(9)
        try server.expect("SETUP", "/b", ["Transport": "RTP/AVP/TCP;mode=\(mode)"], session: true, is: 200)
        #expect(server.connection.deadline == .after(18))
        #expect(server.connection.handleTimeout(now: .after(18)) == .notStarted)
        // What is refused does not start it.
        server.policy = { _ in .refuse(.notFound, nil) }
        try server.expect(isRecording ? "RECORD" : "PLAY", session: true, is: 404)
        #expect(server.connection.deadline == .after(18))
        server.policy = { _ in .consent }
        try server.expect(isRecording ? "RECORD" : "PLAY", session: true, is: 200)
        #expect(server.connection.deadline == (isRecording ? .after(79) : .distantFuture))
        try server.expect("TEARDOWN", session: true, is: 200)
        #expect(server.connection.deadline == .after(79))
    }

    /// Over UDP a publisher's packets count, and any request; the machine is told of the packets.
    @Test func silentSessionIsOver() throws {
        var server = try ServerUnderTest.running(recording: true, transport: "RTP/AVP;client_port=5000-5001")
        #expect(server.connection.deadline == .after(70))
        server.connection.noteActivity(now: .after(50))
        #expect(server.connection.deadline == .after(120))
        for (second, method) in [(60.0, "OPTIONS"), (70, "GET_PARAMETER"), (80, "SET_PARAMETER"), (90, "PAUSE")] {
            server.now = .after(second)
            try server.expect(method, session: true, is: 200)
            #expect(server.connection.deadline == .after(second + 70))
        }
        #expect(server.connection.handleTimeout(now: .after(160)) == .silent)
    }

    @Test func interleavedPacketsAreSignsOfLife() throws {
        var server = try ServerUnderTest.running(recording: true)
        server.now = .after(60)
        try server.feed([0x24, 0, 0, 1, 7])
        #expect(server.connection.deadline == .after(130))
    }

    @Test func requestsAreAnsweredInTheirOrder() throws {
        var server = try ServerUnderTest()
        server.policy = nil
        try server.feed(
            "DESCRIBE rtsp://h/a RTSP/1.0\r\nCSeq: 5\r\n\r\nOPTIONS * RTSP/1.0\r\nCSeq: 6\r\n\r\n"
                + "DESCRIBE rtsp://h/b RTSP/1.0\r\nCSeq: 7\r\n\r\nOPTIONS * RTSP/1.0\r\nCSeq: 8\r\n\r\n")
        #expect(server.events.map(\.inWords) == ["describe /a"])
        #expect(server.connection.isWaiting)
        #expect(server.answers().isEmpty)
        // While a client waits, nothing is its fault.
        #expect(server.connection.deadline == .distantFuture)
        #expect(server.connection.handleTimeout(now: .after(1000)) == nil)
        // Nothing but an answer to the question is one.
        server.connection.acceptPlay(range: .normalPlayTime(from: .now, to: nil), information: nil)
        server.connection.accept()
        server.connection.refuseTransport()
        #expect(server.connection.isWaiting)
        server.connection.refuse(.notFound)
        #expect(!server.connection.isWaiting)
        server.connection.refuse(.notFound)
        try server.connection.proceed(now: server.now, into: &server.events)
        #expect(server.events.map(\.inWords) == ["describe /a", "describe /b"])
        server.connection.acceptDescribe([65], contentBase: "rtsp://h/b/")
        try server.connection.proceed(now: server.now, into: &server.events)
        let answers = server.answers().map { "\($0.status.code) \($0.sequence ?? 0)" }
        #expect(answers == ["404 5", "200 6", "200 7", "200 8"])
    }

    @Test func whatIsHeldIsBounded() throws {
        var server = try ServerUnderTest.ready(recording: true)
        server.policy = nil
        _ = try server.ask("RECORD", session: true)
        let packet = [0x24, 0, 0xFF, 0xFF] + [UInt8](repeating: 1, count: 65_535)
        for _ in 0..<15 { try server.feed(packet) }
        var full = server
        #expect(throws: RTSPError.tooLarge("bytes behind a question")) {
            try full.feed(packet)
            try full.feed(packet)
        }
        #expect(full.answers().map(\.status.code) == [413])
        server.connection.accept()
        server.events = []
        try server.connection.proceed(now: server.now, into: &server.events)
        #expect(server.events.count == 15)
    }
}

extension Instant {
    /// Seconds from the clock's origin.
    static func after(_ seconds: Double) -> Instant { Instant(nanoseconds: Int64((seconds * 1e9).rounded())) }
}
