import Net
import RTSP
import Testing

/// What a client's server refuses, and how a session is kept.
@Suite struct ClientFailureTests {
    /// At which of the five answers a status ends the connection, and how.
    @Test(
        arguments: [
            (1, "404 Not Found", .refused(.describe, .notFound, reason: "Not Found")),
            (1, "503", .refused(.describe, .serviceUnavailable, reason: "")),
            (1, "200 OK", .unusableAnswer(.describe)),
            (0, "401 Unauthorized", .unauthorized(hasCredentials: false)),
            (2, "461 Unsupported Transport", .transportRefused), (3, "461 Unsupported Transport", .transportRefused),
            (2, "454 Session Not Found", .sessionLost), (4, "454 Session Not Found", .sessionLost),
            (2, "500 X", .refused(.setup, .internalServerError, reason: "X")),
            (4, "457 Invalid Range", .refused(.play, .invalidRange, reason: "Invalid Range")),
            (1, "302 Found", .refused(.describe, .found, reason: "Found")),
        ] as [(Int, String, RTSPClientFailure)])
    func refusalEndsTheConnection(answers: Int, status: String, failure: RTSPClientFailure) throws {
        var client = try ClientUnderTest()
        for index in 0..<answers { try client.answer("200 OK", "Session: s1", body: index == 1 ? "v=0\r\n" : "") }
        client.events = []
        try client.answer(status)
        #expect(client.events == [.failed(failure)])
        #expect(!"\(failure)".isEmpty)
        #expect(client.remainder().isEmpty)
        #expect(client.connection.deadline == .distantFuture)
        try client.feed("TEARDOWN * RTSP/1.0\r\nCSeq: 6\r\n\r\n")
        #expect(client.events.count == 1)
    }

    @Test(arguments: [(0, 301), (1, 302), (2, 305)])
    func redirectIsTheCallersToFollow(answers: Int, code: Int) throws {
        var client = try ClientUnderTest()
        for index in 0..<answers { try client.answer("200 OK", body: index == 1 ? "v=0\r\n" : "") }
        client.events = []
        try client.answer("\(code) Go", "Location: rtsp://elsewhere/cam")
        #expect(client.events == [.redirected(url: "rtsp://elsewhere/cam")])
    }

    @Test func otherTransportThanOfferedIsNone() throws {
        var client = try ClientUnderTest(transport: .udp)
        try client.answer("200 OK")
        try client.answer("200 OK", body: "v=0\r\n")
        try client.answer("200 OK", "Transport: RTP/AVP/TCP;interleaved=0-1")
        #expect(client.events.last == .failed(.transportRefused))
    }

    @Test func clientLogsInWhenItIsAsked() throws {
        var client = try ClientUnderTest(url: "rtsp://u:p@h:8554/cam")
        let challenge = "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\""
        #expect(try client.answer("401 Unauthorized", challenge).headers["Authorization"] == nil)
        let signed = try client.answer("200 OK")
        #expect(signed.method == .options && signed.sequence == 2)
        let secret = DigestSecret(user: "u", realm: "r", password: "p")
        for (method, body) in [(RTSPMethod.describe, "v=0\r\n"), (.setup, ""), (.setup, ""), (.play, "")] {
            let request = try client.answer("200 OK", "Session: s1", body: body)
            #expect(request.method == method)
            let shown = try RTSPAuthorization(parsing: try #require(request.headers["Authorization"]))
            #expect(shown.isProof(of: secret, realm: "r", method: method))
        }
        // A nonce that expires is no refusal, however often it does.
        for nonce in ["m", "o"] {
            client.now = client.connection.deadline
            #expect(client.connection.handleTimeout(now: client.now) == nil)
            try client.answer(
                "401 Unauthorized", "WWW-Authenticate: Digest realm=\"r\", nonce=\"\(nonce)\", stale=true")
            let again = try client.answer("200 OK")
            #expect(again.headers["Authorization"]?.contains("nonce=\"\(nonce)\"") == true)
        }
        #expect(!client.events.contains { if case .failed = $0 { true } else { false } })
    }

    @Test(arguments: ["WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"", "WWW-Authenticate: Basic realm=\"r\""])
    func wrongPasswordIsRefused(challenge: String) throws {
        var client = try ClientUnderTest(url: "rtsp://u:p@h:8554/cam")
        try client.answer("401 Unauthorized", challenge)
        try client.answer("401 Unauthorized", challenge)
        #expect(client.events == [.failed(.unauthorized(hasCredentials: true))])
    }

    @Test(arguments: ["X: y", "WWW-Authenticate: Negotiate"])
    func unknownChallengeIsARefusal(challenge: String) throws {
        var client = try ClientUnderTest(url: "rtsp://u:p@h:8554/cam")
        try client.answer("401 Unauthorized", challenge)
        #expect(client.events == [.failed(.unauthorized(hasCredentials: true))])
    }

    @Test(arguments: [0, 1, 2, 3, 4])
    func everyAnswerHasTenSeconds(answers: Int) throws {
        var client = try ClientUnderTest()
        client.now = .after(5)
        for index in 0..<answers { try client.answer("200 OK", body: index == 1 ? "v=0\r\n" : "") }
        let expected: [RTSPMethod] = [.options, .describe, .setup, .setup, .play]
        #expect(client.connection.deadline == .after(answers == 0 ? 10 : 15))
        #expect(client.connection.handleTimeout(now: .after(9.9)) == nil)
        #expect(client.connection.handleTimeout(now: .after(15)) == .noAnswer(expected[answers]))
        #expect(client.connection.deadline == .distantFuture)
    }

    @Test(
        arguments: [
            ("s1", 30), ("s1;timeout=20", 10), ("s1; timeout = 90", 45), ("s1;timeout=0", 2), ("s1;timeout=x", 30),
            ("s1;timeout=4294967295", 2_147_483_647.5),
        ])
    func sessionIsKeptAtHalfItsTimeout(session: String, interval: Double) throws {
        var client = try ClientUnderTest.running(session: session)
        #expect(client.connection.deadline == .after(interval))
        client.now = .after(interval)
        #expect(client.connection.handleTimeout(now: client.now) == nil)
        let request = try client.answer("200 OK")
        #expect(request.method == .getParameter && request.headers["Session"] == "s1")
        #expect(request.url == ClientUnderTest.url && request.body.isEmpty)
        #expect(client.connection.deadline == .after(2 * interval))
        #expect(client.events.isEmpty)
    }

    @Test(arguments: [("OPTIONS, DESCRIBE", "OPTIONS"), ("", "OPTIONS"), ("GET_PARAMETER", "GET_PARAMETER")])
    func sessionIsKeptByWhatTheServerKnows(methods: String, method: String) throws {
        var client = try ClientUnderTest.running(methods: methods)
        client.now = client.connection.deadline
        #expect(client.connection.handleTimeout(now: client.now) == nil)
        #expect(try client.answer("501 Not Implemented").method.name == method)
        client.now = client.connection.deadline
        #expect(client.connection.handleTimeout(now: client.now) == nil)
        #expect(try client.answer("454 Session Not Found").method == .options)
        #expect(client.events == [.failed(.sessionLost)])
    }

    /// A camera that sends media is there, whether it answers signs of life or not.
    @Test(arguments: [true, false])
    func silenceIsTheEnd(isInterleaved: Bool) throws {
        var client = try ClientUnderTest.running()
        client.now = .after(30)
        #expect(client.connection.handleTimeout(now: client.now) == nil)
        #expect(client.connection.deadline == .after(40))
        client.now = .after(31)
        if isInterleaved {
            try client.feed([0x24, 0, 0, 1, 1])
        } else {
            client.connection.noteActivity(now: client.now)
        }
        #expect(client.connection.handleTimeout(now: .after(40)) == nil)
        #expect(client.connection.deadline == .after(60))
        #expect(client.connection.handleTimeout(now: .after(60)) == nil)
        #expect(client.remainder() == ["GET_PARAMETER", "GET_PARAMETER"])
        #expect(client.connection.handleTimeout(now: .after(70)) == .noAnswer(.getParameter))
    }

    @Test func nonsenseIsTheEnd() throws {
        var client = try ClientUnderTest.running()
        #expect(throws: RTSPError.self) { try client.feed("\0") }
        #expect(client.connection.deadline == .distantFuture)
        client.connection.end(now: client.now)
        #expect(client.remainder().isEmpty)
    }
}
