import Containers
import RTMP
import Testing

/// A client that plays.
@Suite struct ServerPlayingTests {
    @Test(
        arguments: [
            ([], RTMPPlayRequest(streamID: 1, name: "")),
            ([.string("bbb")], RTMPPlayRequest(streamID: 1, name: "bbb")),
            (
                [.string("b"), .number(-1), .number(10), .boolean(false)],
                RTMPPlayRequest(streamID: 1, name: "b", start: -1, duration: 10, reset: false)
            ),
            (
                [.string("b"), .null, .string("x"), .number(1)],
                RTMPPlayRequest(streamID: 1, name: "b", start: -2, duration: -1, reset: true)
            ),
        ] as [([AMF0Value], RTMPPlayRequest)])
    func playIsAQuestion(_ arguments: [AMF0Value], _ request: RTMPPlayRequest) throws {
        var server = try ServerUnderTest.connected()
        server.consents = false
        try server.command("play", 4, arguments, stream: 1)
        #expect(server.events == [.play(request)])
        #expect(try server.answers().isEmpty)
        server.connection.acceptPlay(1)
        #expect(try server.answers() == ServerTranscriptTests.Case.played)
    }

    @Test func play2HasItsParametersInAnObject() throws {
        var server = try ServerUnderTest.connected()
        let parameters = AMF0Value.object([
            AMF0Property("streamName", .string("bbb")), AMF0Property("start", .number(3)),
            AMF0Property("len", .number(4)),
        ])
        try server.command("play2", 4, [parameters], stream: 1)
        #expect(server.events == [.play(RTMPPlayRequest(streamID: 1, name: "bbb", start: 3, duration: 4))])
    }

    @Test func playingAnotherStreamEndsTheOneBefore() throws {
        var server = try ServerUnderTest.playing()
        try server.command("play", 0, [.string("other")], stream: 1)
        #expect(server.events.map(\.inWords) == ["ended 1", "play other from -2 on 1"])
        #expect(try server.answers() == ServerTranscriptTests.Case.played)
    }

    @Test func onlyTheFirstStreamPlays() throws {
        var server = try ServerUnderTest.connected()
        try server.command("createStream", 3)
        _ = try server.sent()
        try server.command("play", 0, [.string("bbb")], stream: 2)
        try server.command("play", 0, [.string("bbb")], stream: 0)
        #expect(
            try server.answers() == ["onStatus 0 on 2 NetStream.Play.Failed", "onStatus 0 on 0 NetStream.Play.Failed"])
        #expect(server.events.isEmpty)
    }

    @Test func playerIsToldThatThereIsNoSuchStream() throws {
        var server = try ServerUnderTest.connected()
        server.consents = false
        try server.command("play", 0, [.string("bbb")], stream: 1)
        server.connection.refuse(1, code: RTMPStatus.streamNotFound, description: "Nobody publishes it.")
        #expect(try server.answers() == ["onStatus 0 on 1 NetStream.Play.StreamNotFound"])
        #expect(!server.connection.isWaiting)
    }

    @Test func endOfTheStreamIsToldOnce() throws {
        var server = try ServerUnderTest.playing()
        server.connection.endPlay(1)
        server.connection.endPlay(1)
        #expect(
            try server.answers() == [
                "#4 0 000100000001", "onStatus 0 on 1 NetStream.Play.UnpublishNotify",
                "onPlayStatus on 1 NetStream.Play.Complete",
            ])
        try server.command("play", 0, [.string("next")], stream: 1)
        #expect(server.events.map(\.inWords) == ["play next from -2 on 1"])
    }

    @Test(
        arguments: [
            ("pause", [.boolean(true), .number(1500)], "pause at 1500", ["onStatus 0 on 1 NetStream.Pause.Notify"]),
            ("pause", [.boolean(false), .number(.nan)], "go on at 0", ["onStatus 0 on 1 NetStream.Unpause.Notify"]),
            ("pauseRaw", [.boolean(true), .number(-1e300)], "pause at 0", ["onStatus 0 on 1 NetStream.Pause.Notify"]),
            ("seek", [.number(2000.7)], "seek to 2000", ["onStatus 0 on 1 NetStream.Seek.Notify"]),
            ("seek", [.string("x")], "seek to 0", ["onStatus 0 on 1 NetStream.Seek.Notify"]),
            ("receiveAudio", [.boolean(false)], "wants no audio", []),
            ("receiveVideo", [.boolean(true)], "wants video", []),
            ("closeStream", [], "ended 1", []),
        ] as [(String, [AMF0Value], String, [String])])
    func playerControlsItsStream(
        _ name: String, _ arguments: [AMF0Value], _ event: String, _ answers: [String]
    ) throws {
        var server = try ServerUnderTest.playing()
        try server.command(name, 0, arguments, stream: 1)
        #expect(server.events.map(\.inWords) == [event])
        #expect(try server.answers() == answers)

        var idle = try ServerUnderTest.connected()
        try idle.command(name, 0, arguments, stream: 1)
        #expect(idle.events.isEmpty)
        #expect(try idle.answers().isEmpty)
    }

    @Test func onlyWhoCanReconnectIsAskedTo() throws {
        var able = try ServerUnderTest.connected([AMF0Property("capsEx", .number(1))])
        let isElsewhere = able.connection.requestReconnect(url: "rtmp://other/live", description: "Updating.")
        #expect(isElsewhere)
        let request = try #require(try able.sent().first)
        #expect(request.inWords == "onStatus 0 on 0 NetConnection.Connect.ReconnectRequest")
        #expect(request.values.last?["tcUrl"] == .string("rtmp://other/live"))
        #expect(request.values.last?["level"] == .string("status"))
        let isHere = able.connection.requestReconnect(url: nil, description: "Updating.")
        #expect(isHere)
        #expect(try able.sent().first?.values.last?["tcUrl"] == nil)

        var unable = try ServerUnderTest.connected([AMF0Property("capsEx", .number(14))])
        let isSent = unable.connection.requestReconnect(url: nil, description: "Updating.")
        #expect(!isSent)
        #expect(try unable.sent().isEmpty)
    }

    @Test func clientThatIsTurnedAwayIsToldWhy() throws {
        var server = try ServerUnderTest()
        server.consents = false
        try server.command("connect", 1)
        server.connection.rejectConnect("Too many connections.")
        let answer = try #require(try server.sent().first)
        #expect(answer.inWords == "_error 1 on 0 NetConnection.Connect.Rejected")
        #expect(answer.values.last?["description"] == .string("Too many connections."))
        try server.command("createStream", 2)
        try server.connection.proceed(now: server.now, into: &server.events)
        #expect(try server.sent().isEmpty)
        #expect(server.events.count == 1)
    }

    @Test func answersToNoQuestionDoNothing() throws {
        var server = try ServerUnderTest.playing()
        server.connection.acceptConnect()
        server.connection.rejectConnect("No.")
        server.connection.acceptPublish(1)
        server.connection.acceptPlay(1)
        for stream in [0, 2, UInt32.max] {
            server.connection.acceptPlay(stream)
            server.connection.refuse(stream, code: RTMPStatus.playFailed, description: "No.")
            server.connection.endPlay(stream)
        }
        #expect(try server.sent().isEmpty)
    }
}
