import Containers
import Net
import RTMP
import TestSupport
import Testing

@Suite struct ClientTests {
    @Test(arguments: [1, 2, 5, 64, 1000, .max])
    func publisherIsLetInByNginx(slice: Int) throws {
        var client = try ClientUnderTest(.publish)
        try client.feed(Transcripts.nginxTakes, slice: slice)
        #expect(
            client.events == [
                .ready(RTMPCapabilities()),
                .ended(
                    RTMPStatus(isError: false, code: RTMPStatus.unpublishSuccess, description: "Stop publishing")),
            ])
        #expect(
            try client.sent().map(\.inWords) == [
                "#5 0 002625a0", "releaseStream 2 on 0", "FCPublish 3 on 0", "createStream 4 on 0", "publish 5 on 1",
            ])
    }

    @Test(arguments: [1, 2, 5, 64, 1000, .max])
    func playerIsServedByNginx(slice: Int) throws {
        var client = try ClientUnderTest(.play)
        // nginx-rtmp counts its answers as it was asked: rtmpdump's second command is our fourth.
        try client.feed(Transcripts.nginxGives.replacing(Self.second, with: Self.fourth), slice: slice)
        guard client.events.count > 4 else { throw UnexpectedEvents() }
        #expect(client.events[0] == .ready(RTMPCapabilities()))
        guard case .data(let data) = client.events[1] else { throw UnexpectedEvents() }
        #expect(data.name == "onMetaData")
        #expect(data.values.first?["width"] == .number(16))
        let media = client.events.dropFirst(2).compactMap { if case .media(let media) = $0 { media } else { nil } }
        #expect(media.count == client.events.count - 2)
        #expect(media.first { $0.kind == .video }?.payload.starts(with: [0x17, 0, 0, 0, 0, 1]) == true)
        #expect(media.first { $0.kind == .audio }?.payload.starts(with: [0xAF, 0]) == true)
        #expect(
            try client.sent().map(\.inWords) == [
                "#5 0 002625a0", "createStream 4 on 0", "play 5 on 1", "#4 0 00030000000100000bb8",
            ])
    }

    @Test func publisherIntroducesItselfAsAnEncoder() throws {
        let client = try ClientUnderTest(.publish)
        let connect = try #require(client.commands.first)
        #expect(connect.inWords == "connect 1 on 0")
        let object = try #require(connect.values.last)
        #expect(object["app"] == .string("live"))
        #expect(object["tcUrl"] == .string("rtmp://h/live"))
        #expect(object["type"] == .string("nonprivate"))
        #expect(object["flashVer"]?.string?.hasPrefix("FMLE/3.0") == true)
        #expect(object["fourCcList"] == .strictArray([.string("*")]))
        #expect(object["capsEx"] == .number(15))
    }

    @Test func keyTravelsWithItsQuery() throws {
        for role in [RTMPRole.publish, .play] {
            var client = try ClientUnderTest(role)
            try client.answer("_result", 1, [])
            try client.answer("_result", 4, [.number(7)])
            let request = try client.sent().first { $0.streamID == 7 }
            #expect(request?.values.dropFirst(3).first == .string("bbb?token=t"))
        }
    }

    @Test(arguments: [true, false])
    func capabilitiesOfTheServerStandInEitherObject(_ isFirst: Bool) throws {
        var client = try ClientUnderTest(.publish)
        let capabilities = AMF0Value.object([
            AMF0Property("videoFourCcInfoMap", .object([AMF0Property("av01", .number(1))])),
            AMF0Property("capsEx", .number(2)),
        ])
        let objects = isFirst ? [capabilities, .object([])] : [.object([]), capabilities]
        let values = [.string("_result"), .number(1)] + objects
        try client.message(.commandAMF0, AMF0Writer.bytes(of: values))
        try client.answer("_result", 4, [.number(1)])
        try client.status(RTMPStatus.publishStart)
        var expected = RTMPCapabilities()
        expected.video = ["av01": .decode]
        expected.flags = .multitrack
        #expect(client.events == [.ready(expected)])
        #expect(expected.takes(video: "av01") && !expected.takes(video: "hvc1") && !expected.takes(audio: "Opus"))
    }

    @Test func mediaIsSentOnlyWhileItIsWanted() throws {
        var client = try ClientUnderTest(.publish)
        client.connection.send(.video, timestamp: 0, payload: [1])
        #expect(try client.sent().isEmpty)

        client = try .ready(.publish)
        client.connection.send(.video, timestamp: 1 << 32 + 5, payload: [0x17])
        client.connection.send(.audio, timestamp: -1, payload: [0xAF])
        client.connection.send(.dataAMF0, timestamp: 7, payload: [2, 0, 0])
        client.connection.send(.commandAMF0, timestamp: 7, payload: [2, 0, 0])
        client.connection.send(.video, timestamp: 7, payload: [UInt8](repeating: 0, count: 8 << 20 + 1))
        #expect(
            try client.sent() == [
                RTMPMessage(type: 9, timestamp: 5, streamID: 1, payload: [0x17]),
                RTMPMessage(type: 8, timestamp: 0xFFFF_FFFF, streamID: 1, payload: [0xAF]),
                RTMPMessage(type: 18, timestamp: 7, streamID: 1, payload: [2, 0, 0]),
            ])

        client.connection.end()
        client.connection.send(.video, timestamp: 0, payload: [1])
        client.connection.end()
        #expect(try client.sent().map(\.inWords) == ["FCUnpublish 6 on 0", "deleteStream 7 on 0"])
    }

    @Test func playerEndsInGoodOrder() throws {
        var client = try ClientUnderTest.ready(.play)
        client.connection.send(.video, timestamp: 0, payload: [1])
        client.connection.end()
        #expect(try client.sent().map(\.inWords) == ["deleteStream 7 on 0"])
        try client.message(.video, [0x17], stream: 1)
        #expect(client.events.isEmpty)
        #expect(client.connection.deadline == .distantFuture)
    }

    @Test func playerTakesWhatIsForIt() throws {
        var client = try ClientUnderTest.ready(.play)
        try client.message(.video, [0x17], timestamp: 0xFFFF_FFFF, stream: 1)
        try client.message(.audio, [0xAF], timestamp: 1, stream: 1)
        try client.message(.audio, [], timestamp: 1, stream: 1)
        try client.message(.video, [0x17], stream: 2)
        for name in ["|RtmpSampleAccess", "onStatus", "onMetaData"] {
            try client.message(.dataAMF0, AMF0Writer.bytes(of: [.string(name)]), timestamp: 2, stream: 1)
        }
        try client.message(.acknowledgement, [0, 0, 0, 9])
        #expect(
            client.events == [
                .media(RTMPMedia(.video, streamID: 1, timestamp: 0xFFFF_FFFF, payload: [0x17])),
                .media(RTMPMedia(.audio, streamID: 1, timestamp: 0x1_0000_0001, payload: [0xAF])),
                .data(RTMPData(streamID: 1, timestamp: 0x1_0000_0002, name: "onMetaData", values: [])),
                .acknowledged(bytes: 9),
            ])
    }

    @Test func clientIsGivenTenSecondsAndThePlayersServerNinety() throws {
        let start = Instant(nanoseconds: 0)
        var waiting = try ClientUnderTest(.play)
        try waiting.answer("_result", 1, [])
        #expect(waiting.connection.deadline == start.advanced(by: .seconds(10)))
        #expect(waiting.connection.handleTimeout(now: start.advanced(by: .seconds(9))) == nil)
        #expect(waiting.connection.handleTimeout(now: start.advanced(by: .seconds(10))) == .notReady)

        var player = try ClientUnderTest.ready(.play)
        player.now = start.advanced(by: .seconds(5))
        try player.message(.video, [0x17], stream: 1)
        #expect(player.connection.deadline == start.advanced(by: .seconds(95)))
        #expect(player.connection.handleTimeout(now: start.advanced(by: .seconds(94))) == nil)
        #expect(player.connection.handleTimeout(now: start.advanced(by: .seconds(95))) == .silent)

        let publisher = try ClientUnderTest.ready(.publish)
        #expect(publisher.connection.deadline == .distantFuture)
    }

    /// Number 2 behind `_result` in a command, and number 4.
    private static let second = Array("_result".utf8) + [0, 0x40, 0, 0, 0, 0, 0, 0, 0]
    private static let fourth = Array("_result".utf8) + [0, 0x40, 0x10, 0, 0, 0, 0, 0, 0]
}
