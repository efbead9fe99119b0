import Containers
import RTMP
import Testing

/// A client that publishes.
@Suite struct ServerPublishingTests {
    @Test(arguments: [("live", RTMPPublishRequest.Mode.live), ("record", .record), ("append", .append), ("x", .live)])
    func publishIsAQuestion(_ word: String, _ mode: RTMPPublishRequest.Mode) throws {
        var server = try ServerUnderTest.connected()
        server.consents = false
        try server.command("publish", 5, [.string("bbb"), .string(word)], stream: 1)
        #expect(server.events == [.publish(RTMPPublishRequest(streamID: 1, name: "bbb", mode: mode))])
        #expect(server.connection.isWaiting)
        #expect(try server.answers().isEmpty)
        server.connection.acceptPublish(1)
        #expect(!server.connection.isWaiting)
        #expect(try server.answers() == ["onStatus 0 on 1 NetStream.Publish.Start"])
    }

    @Test func mediaBehindTheQuestionIsKeptForTheAnswer() throws {
        var server = try ServerUnderTest.connected()
        server.consents = false
        let publish = ServerUnderTest.chunks(
            .commandAMF0, AMF0Writer.bytes(of: [.string("publish"), .number(0), .null, .string("bbb")]), stream: 1)
        let frame = ServerUnderTest.chunks(.video, [0x17, 1], timestamp: 40, stream: 1)
        // The first frame comes with the question, the second after it.
        try server.feed(publish + frame)
        try server.feed(frame)
        #expect(server.events.map(\.inWords) == ["publish bbb live on 1"])
        try server.connection.proceed(now: server.now, into: &server.events)
        #expect(server.events.count == 1)
        server.connection.acceptPublish(1)
        try server.connection.proceed(now: server.now, into: &server.events)
        #expect(server.events.map(\.inWords) == ["publish bbb live on 1", "video 40", "video 40"])
    }

    @Test func whatIsKeptBehindAQuestionIsBounded() throws {
        var server = try ServerUnderTest.connected()
        server.consents = false
        try server.command("publish", 0, [.string("bbb")], stream: 1)
        let mebibyte = [UInt8](repeating: 0, count: 1 << 20)
        for _ in 0..<4 { try server.feed(mebibyte) }
        #expect(throws: RTMPError.tooManyHeldBytes) { try server.feed([0]) }
    }

    @Test func mediaBeforeAPublicationIsDropped() throws {
        var server = try ServerUnderTest.connected()
        for stream in [0, 1, 2, UInt32.max] {
            try server.message(.video, [0x17], stream: stream)
            try server.message(.audio, [0xAF], stream: stream)
            try server.message(.dataAMF0, AMF0Writer.bytes(of: [.string("onMetaData")]), stream: stream)
        }
        #expect(server.events.isEmpty)
    }

    @Test func emptyMediaIsDropped() throws {
        var server = try ServerUnderTest.publishing()
        try server.message(.video, [], stream: 1)
        #expect(server.events.isEmpty)
    }

    @Test func refusedPublisherMayTryAgain() throws {
        var server = try ServerUnderTest.connected()
        server.consents = false
        try server.command("publish", 0, [.string("taken")], stream: 1)
        server.connection.refuse(1, code: RTMPStatus.publishBadName, description: "Somebody else publishes it.")
        let answer = try #require(try server.sent().first)
        #expect(answer.inWords == "onStatus 0 on 1 NetStream.Publish.BadName")
        #expect(answer.values.last?["level"] == .string("error"))
        #expect(answer.values.last?["description"] == .string("Somebody else publishes it."))
        try server.command("publish", 0, [.string("free")], stream: 1)
        #expect(server.events.map(\.inWords) == ["publish taken live on 1", "publish free live on 1"])
    }

    @Test(arguments: [0, 2, 17, UInt32.max])
    func streamThatWasNotCreatedCannotBePublished(_ stream: UInt32) throws {
        var server = try ServerUnderTest.connected()
        try server.command("publish", 0, [.string("bbb")], stream: stream)
        #expect(try server.answers() == ["onStatus 0 on \(stream) NetStream.Publish.BadName"])
        #expect(server.events.isEmpty)
    }

    @Test func streamIsPublishedOnceAtATime() throws {
        var server = try ServerUnderTest.publishing()
        try server.command("publish", 0, [.string("other")], stream: 1)
        try server.command("play", 0, [.string("other")], stream: 1)
        #expect(
            try server.answers() == [
                "onStatus 0 on 1 NetStream.Publish.BadName", "onStatus 0 on 1 NetStream.Play.Failed",
            ])
        #expect(server.events.isEmpty)
    }

    @Test(
        arguments: [
            ("FCUnpublish", AMF0Value.string("bbb"), 0), ("closeStream", .null, 1), ("deleteStream", .number(1), 0),
        ] as [(String, AMF0Value, UInt32)])
    func publicationEndsOnce(_ name: String, _ argument: AMF0Value, _ stream: UInt32) throws {
        var server = try ServerUnderTest.publishing()
        try server.command(name, 0, [argument], stream: stream)
        try server.command(name, 0, [argument], stream: stream)
        try server.message(.video, [0x17], stream: 1)
        #expect(server.events == [.ended(streamID: 1)])
        #expect(
            try server.answers().filter { $0.hasSuffix("Unpublish.Success") && $0.hasPrefix("onStatus") }.count == 1)
    }

    @Test(arguments: [AMF0Value.null, .number(.nan), .number(-1), .number(1e20), .number(0.5), .string("1")])
    func deletingWhatIsNoStreamChangesNothing(_ number: AMF0Value) throws {
        var server = try ServerUnderTest.publishing()
        try server.command("deleteStream", 0, [number])
        try server.message(.video, [0x17], stream: 1)
        #expect(server.events.map(\.inWords) == ["video 0"])
    }

    @Test func publisherThatWasEndedIsToldWhy() throws {
        var server = try ServerUnderTest.publishing()
        server.connection.refuse(1, code: RTMPStatus.publishBadName, description: "Replaced.")
        try server.message(.video, [0x17], stream: 1)
        #expect(server.events.isEmpty)
        #expect(try server.answers() == ["onStatus 0 on 1 NetStream.Publish.BadName"])
    }

    @Test func otherDataIsHandedOn() throws {
        var server = try ServerUnderTest.publishing()
        let text = AMF0Value.object([AMF0Property("text", .string("hello"))])
        try server.message(.dataAMF0, AMF0Writer.bytes(of: [.string("onTextData"), text]), timestamp: 7, stream: 1)
        try server.message(.dataAMF3, [0] + AMF0Writer.bytes(of: [.string("onCuePoint")]), timestamp: 8, stream: 1)
        try server.message(.dataAMF0, AMF0Writer.bytes(of: [.number(1)]), stream: 1)
        #expect(
            server.events == [
                .data(RTMPData(streamID: 1, timestamp: 7, name: "onTextData", values: [text])),
                .data(RTMPData(streamID: 1, timestamp: 8, name: "onCuePoint", values: [])),
            ])
    }
}
