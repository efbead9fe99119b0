import RTSP
import Testing

/// Which request is legal when (RFC 2326 appendix A.2), and what the others are answered.
@Suite struct ServerStateTests {
    enum State: String, CaseIterable {
        case fresh, announced, ready, playing, paused, recordReady, recording, over

        func server() throws -> ServerUnderTest {
            switch self {
            case .fresh: return try ServerUnderTest()
            case .announced:
                var server = try ServerUnderTest()
                try server.expect("ANNOUNCE", body: "v=0\r\n", is: 200)
                return server
            case .ready: return try .ready()
            case .playing: return try .running()
            case .paused:
                var server = try ServerUnderTest.running()
                try server.expect("PAUSE", session: true, is: 200)
                return server
            case .recordReady: return try .ready(recording: true)
            case .recording: return try .running(recording: true)
            case .over:
                var server = try ServerUnderTest.running()
                try server.expect("TEARDOWN", session: true, is: 200)
                return server
            }
        }
    }

    /// A column for each state, of requests that name the session where there is one.
    @Test(
        arguments: zip(
            ["DESCRIBE", "ANNOUNCE", "SETUP", "PLAY", "RECORD", "PAUSE", "TEARDOWN", "OPTIONS", "GET_PARAMETER"],
            [
                //  fresh annd ready play paus recR recg over
                [200, 455, 200, 200, 200, 455, 455, 200],
                [200, 455, 455, 455, 455, 455, 455, 200],
                [200, 200, 200, 455, 200, 200, 455, 200],
                [455, 455, 200, 200, 200, 455, 455, 455],
                [455, 455, 455, 455, 455, 200, 200, 455],
                [455, 455, 200, 200, 200, 200, 200, 455],
                [454, 454, 200, 200, 200, 200, 200, 454],
                [200, 200, 200, 200, 200, 200, 200, 200],
                [200, 200, 200, 200, 200, 200, 200, 200],
            ]))
    func methodIsAnsweredByItsState(method: String, codes: [UInt16]) throws {
        for (state, code) in zip(State.allCases, codes) {
            var server = try state.server()
            let hasSession = ![.fresh, .announced, .over].contains(state)
            let headers: RTSPHeaders = method == "SETUP" ? ["Transport": "RTP/AVP/TCP;unicast;interleaved=2-3"] : [:]
            let control = method == "SETUP" ? "/b" : ""
            let answers = try server.ask(method, control, headers, session: hasSession)
            #expect(answers.map(\.status.code) == [code], "\(state)")
        }
    }

    /// Whatever the state, a session that is not this connection's is none, and one that is not named is another.
    @Test(arguments: State.allCases)
    func foreignSessionIsNotFound(state: State) throws {
        for method in ["OPTIONS", "DESCRIBE", "SETUP", "PLAY", "PAUSE", "RECORD", "TEARDOWN", "GET_PARAMETER"] {
            var server = try state.server()
            let before = server.events.count
            for name in ["0123456789", "\(server.session)x", "\(server.session.dropLast())", ";", "a b"] {
                try server.expect(method, "/b", ["Transport": ServerUnderTest.tcp, "Session": name], is: 454)
            }
            #expect(server.events.count == before)
        }
    }

    @Test(arguments: [State.ready, .playing, .recordReady, .recording])
    func sessionHasToBeNamed(state: State) throws {
        for method in ["SETUP", "PLAY", "PAUSE", "RECORD", "TEARDOWN"] {
            var server = try state.server()
            try server.expect(method, "/b", ["Transport": ServerUnderTest.tcp], is: 454)
        }
    }

    @Test func sessionIsNamedWithItsTimeout() throws {
        var server = try ServerUnderTest()
        let headers = try server.expect("SETUP", "/a", ["Transport": ServerUnderTest.tcp], is: 200)
        let header = try SessionHeader(parsing: try #require(headers["Session"]))
        #expect(header.timeout == 60)
        #expect(header.id.utf8.count >= 22)
        #expect(headers["Transport"] == "RTP/AVP/TCP;unicast;interleaved=0-1")
        // Clients send the parameter back.
        try server.expect("PLAY", "", ["Session": "\(header.id) ;timeout=60"], is: 200)
    }

    @Test func sessionsHaveDifferentNames() throws {
        var random = SystemRandomNumberGenerator()
        var names: Set<String> = []
        for _ in 0..<100 {
            var server = try ServerUnderTest()
            server.connection = RTSPServerConnection(
                realm: "turnout", offersBasic: true, random: &random, now: server.now)
            names.insert(try server.expect("SETUP", "/a", ["Transport": ServerUnderTest.tcp], is: 200)["Session"] ?? "")
        }
        #expect(names.count == 100)
    }

    @Test func trackIsSetUpOnce() throws {
        var server = try ServerUnderTest.ready()
        try server.expect("SETUP", "/a", ["Transport": "RTP/AVP/TCP;interleaved=2-3"], session: true, is: 400)
        try server.expect("SETUP", "/a/", ["Transport": "RTP/AVP/TCP;interleaved=2-3"], session: true, is: 400)
        try server.expect("SETUP", "/b", ["Transport": "RTP/AVP/TCP;interleaved=2-3"], session: true, is: 200)
        #expect(server.events.count == 2)
    }

    @Test func tracksAreBounded() throws {
        var server = try ServerUnderTest.ready()
        let codes = try (1..<70).map { track in
            try server.ask("SETUP", "/\(track)", ["Transport": "RTP/AVP/TCP"], session: true).map(\.status.code)
        }
        #expect(codes.prefix(63).allSatisfy { $0 == [200] } && codes.dropFirst(63).allSatisfy { $0 == [453] })
    }

    @Test func trackIsTornDownAlone() throws {
        var server = try ServerUnderTest.ready()
        try server.expect("SETUP", "/b", ["Transport": "RTP/AVP/TCP;interleaved=2-3"], session: true, is: 200)
        try server.expect("PLAY", session: true, is: 200)
        server.events = []
        try server.expect("TEARDOWN", "/a", session: true, is: 200)
        try server.feed([0x24, 0, 0, 1, 9, 0x24, 2, 0, 1, 8])
        #expect(server.media == [[8]])
        // The last one is all there is.
        try server.expect("TEARDOWN", "/b", session: true, is: 200)
        #expect(
            server.events.filter { if case .media = $0 { false } else { true } }
                == [.teardown(url: "\(ServerUnderTest.url)/a"), .teardown(url: nil)])
        try server.expect("TEARDOWN", "/b", session: true, is: 454)
    }

    @Test func anotherPublicationMayFollow() throws {
        var server = try ServerUnderTest.running(recording: true)
        try server.expect("TEARDOWN", session: true, is: 200)
        try server.expect("ANNOUNCE", body: "v=0\r\n", is: 200)
        try server.expect("SETUP", "/a", ["Transport": "RTP/AVP/TCP;mode=record"], is: 200)
        try server.expect("RECORD", session: true, is: 200)
    }

    @Test(arguments: [(false, "record", 455), (true, "play", 455), (false, "play", 200), (true, "record", 200)])
    func modeIsTheAnnouncements(isAnnounced: Bool, mode: String, code: UInt16) throws {
        var server = try isAnnounced ? State.announced.server() : ServerUnderTest()
        try server.expect("SETUP", "/a", ["Transport": "RTP/AVP/TCP;mode=\(mode)"], is: code)
    }

    @Test func refusalsLeaveTheStateAsItIs() throws {
        var server = try ServerUnderTest()
        server.policy = { _ in .refuse(.forbidden, "Not today") }
        try server.expect("ANNOUNCE", body: "v=0\r\n", is: 403)
        try server.expect("SETUP", "/a", ["Transport": "RTP/AVP/TCP;mode=play"], is: 403)
        server.policy = { _ in .consent }
        try server.expect("SETUP", "/a", ["Transport": ServerUnderTest.tcp], is: 200)
        server.policy = { _ in .refuse(.notFound, nil) }
        try server.expect("PLAY", session: true, is: 404)
        try server.feed([0x24, 0, 0, 1, 9])
        #expect(server.media.isEmpty)
        try server.expect("SETUP", "/b", ["Transport": ServerUnderTest.tcp], session: true, is: 404)
        server.policy = { _ in .consent }
        try server.expect("SETUP", "/b", ["Transport": ServerUnderTest.tcp], session: true, is: 200)
    }
}
