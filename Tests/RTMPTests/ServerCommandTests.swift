import Containers
import RTMP
import Testing

/// What commands do and are answered with.
@Suite struct ServerCommandTests {
    @Test(
        arguments: [
            ("releaseStream", ["_result 9 on 0"]), ("_checkbw", ["_result 9 on 0"]),
            ("getStreamLength", ["_result 9 on 0"]), ("createStream", ["_result 9 on 0"]),
            ("FCPublish", ["_result 9 on 0", "onFCPublish 0 on 0 NetStream.Publish.Start"]),
            ("FCUnpublish", ["_result 9 on 0", "onFCUnpublish 0 on 0 NetStream.Unpublish.Success"]),
            ("FCSubscribe", ["_result 9 on 0", "onFCSubscribe 0 on 0 NetStream.Play.Start"]),
            ("brew", ["_error 9 on 0 NetConnection.Call.Failed"]), ("_result", []), ("_error", []),
            ("onStatus", []),
        ])
    func commandIsAnswered(_ name: String, _ answers: [String]) throws {
        var server = try ServerUnderTest.connected()
        try server.command(name, 9, [.string("bbb")])
        #expect(try server.answers() == answers)
        #expect(server.events.isEmpty)
    }

    @Test func nobodyIsAnsweredWhoWaitsForNothing() throws {
        var server = try ServerUnderTest.connected()
        try server.command("releaseStream", 0, [.string("bbb")])
        try server.command("brew", 0)
        #expect(try server.answers().isEmpty)
    }

    @Test func streamsAreNumberedFromOneAndBounded() throws {
        var server = try ServerUnderTest()
        try server.command("connect", 1, object: .object([AMF0Property("app", .string("live"))]))
        _ = try server.sent()
        for _ in 0..<18 { try server.command("createStream", 2) }
        let answers = try server.sent()
        let numbers = answers.map { $0.values.last?.number }
        #expect(numbers == (1...16).map(Double.init) + [nil, nil])
        #expect(
            answers.suffix(2).map(\.inWords) == .init(repeating: "_error 2 on 0 NetConnection.Call.Failed", count: 2))

        try server.command("deleteStream", 0, [.number(3)])
        try server.command("createStream", 2)
        #expect(try server.sent().last?.values.last?.number == 3)
    }

    @Test func connectSaysWhatTheClientIs() throws {
        var server = try ServerUnderTest()
        try server.command(
            "connect", 1,
            object: .object([
                AMF0Property("app", .string("a/b?x=1")), AMF0Property("tcUrl", .string("rtmp://h/a/b?x=2")),
                AMF0Property("flashVer", .string("F")), AMF0Property("swfUrl", .string("S")),
                AMF0Property("pageUrl", .string("P")), AMF0Property("objectEncoding", .number(3)),
                AMF0Property(
                    "videoFourCcInfoMap", .object([AMF0Property("*", .number(4)), AMF0Property("vp09", .number(3))])),
                AMF0Property(
                    "audioFourCcInfoMap",
                    .ecmaArray([AMF0Property("Opus", .number(1)), AMF0Property("ac-3", .number(2))])),
                AMF0Property("capsEx", .number(13)),
            ]))
        var capabilities = RTMPCapabilities()
        capabilities.video = ["*": .forward, "vp09": [.decode, .encode]]
        capabilities.audio = ["Opus": .decode, "ac-3": .encode]
        capabilities.flags = [.reconnect, .modEx, .timestampNanoOffset]
        #expect(
            server.events == [
                .connect(
                    RTMPConnectRequest(
                        app: "a/b", query: "x=1", tcURL: "rtmp://h/a/b?x=2", flashVersion: "F", swfURL: "S",
                        pageURL: "P", usesAMF3: true, capabilities: capabilities))
            ])
        #expect(capabilities.takes(video: "av01") && capabilities.takes(audio: "Opus"))
        #expect(!capabilities.takes(audio: "ac-3") && !capabilities.takes(audio: "fLaC"))

        let result = try #require(try server.sent().last)
        #expect(result.values.last?["objectEncoding"] == .number(3))
        let properties = try #require(result.values.dropFirst(2).first)
        #expect(properties["fourCcList"] == .strictArray([.string("*")]))
        #expect(properties["videoFourCcInfoMap"]?["*"] == .number(4))
        #expect(properties["audioFourCcInfoMap"]?["*"] == .number(4))
        #expect(properties["capsEx"] == .number(15))
    }

    @Test(
        arguments: [
            AMF0Value.null, .object([]), .string("connect"),
            .object([
                AMF0Property("app", .number(1)), AMF0Property("capsEx", .number(.nan)),
                AMF0Property("fourCcList", .strictArray([.null, .number(.infinity)])),
                AMF0Property("videoFourCcInfoMap", .object([AMF0Property("av01", .number(-1e300))])),
            ]),
        ])
    func connectMaySayNothingOfUse(_ object: AMF0Value) throws {
        var server = try ServerUnderTest()
        try server.command("connect", 1, object: object)
        guard case .connect(let request) = server.events.first else { throw UnexpectedEvents() }
        #expect(request.app.isEmpty)
        #expect(request.capabilities.flags.isEmpty)
        #expect(!request.capabilities.takes(video: "av01"))
    }

    @Test(arguments: ["createStream", "publish", "play", "releaseStream", "brew", "_result"])
    func commandBeforeConnectEndsTheConnection(_ name: String) throws {
        var server = try ServerUnderTest()
        #expect(throws: RTMPError.commandOutOfOrder) { try server.command(name, 1, [.string("bbb")], stream: 1) }
        #expect(server.events.isEmpty)
    }

    @Test func secondConnectEndsTheConnection() throws {
        var server = try ServerUnderTest.connected()
        #expect(throws: RTMPError.commandOutOfOrder) { try server.command("connect", 1) }
    }

    @Test func commandsOfAMF3AreTaken() throws {
        var server = try ServerUnderTest.connected()
        let values = AMF0Writer.bytes(of: [.string("createStream"), .number(7), .null])
        try server.message(.commandAMF3, [0] + values)
        try server.message(.commandAMF3, values)
        #expect(try server.answers() == ["_result 7 on 0", "_result 7 on 0"])
    }

    @Test(arguments: [[], [5], [2, 0, 9, 65], [0, 1], [3, 0, 0, 9], [10, 0xFF, 0xFF, 0xFF, 0xFF]] as [[UInt8]])
    func commandThatIsNoneEndsTheConnection(_ payload: [UInt8]) throws {
        var server = try ServerUnderTest.connected()
        #expect(throws: RTMPError.self) { try server.message(.commandAMF0, payload) }
    }
}
