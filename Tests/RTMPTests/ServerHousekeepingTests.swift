import Bytes
import Containers
import Net
import RTMP
import TestSupport
import Testing

/// Control messages, times, limits of time.
@Suite struct ServerHousekeepingTests {
    @Test(arguments: [RTMPMessageType.acknowledgement, .userControl, .windowAcknowledgementSize, .setPeerBandwidth])
    func controlMessageThatIsTooShortMeansNothing(_ type: RTMPMessageType) throws {
        var server = try ServerUnderTest.playing()
        for length in 0...3 { try server.message(type, [UInt8](repeating: 0, count: length)) }
        #expect(server.events.isEmpty)
        try server.command("getStreamLength", 9)
        #expect(try server.answers() == ["_result 9 on 0"])
    }

    @Test(arguments: [RTMPMessageType.setChunkSize, .abort], 0...3)
    func chunkControlThatIsTooShortEndsTheConnection(_ type: RTMPMessageType, length: Int) throws {
        var server = try ServerUnderTest.playing()
        #expect(throws: RTMPError.malformedControlMessage(type: type.rawValue)) {
            try server.message(type, [UInt8](repeating: 0, count: length))
        }
    }

    @Test func unknownMessagesMeanNothing() throws {
        var server = try ServerUnderTest.publishing()
        for type in [0, 7, 10, 14, 16, 19, 21, 23, 255] as [UInt8] {
            var bytes: [UInt8] = []
            let message = RTMPMessage(type: type, streamID: 1, payload: [1, 2, 3])
            RTMPChunkWriter.write(message, chunkStream: 5, chunkSize: 128, into: &bytes)
            try server.feed(bytes)
        }
        #expect(server.events.isEmpty)
        #expect(try server.answers().isEmpty)
    }

    @Test func windowIsAcknowledgedWhenItIsFull() throws {
        var server = try ServerUnderTest.publishing()
        // 0 is no window.
        try server.message(.windowAcknowledgementSize, [0, 0, 0, 0])
        try server.message(.windowAcknowledgementSize, [0, 0, 0x10, 0])
        let before = try server.sent()
        #expect(before.isEmpty)
        var acknowledged: [UInt32] = []
        for _ in 0..<12 {
            try server.message(.video, [UInt8](repeating: 1, count: 1000), stream: 1)
            acknowledged += try server.sent().map { message in
                #expect(message.type == RTMPMessageType.acknowledgement.rawValue)
                return message.payload.reduce(0) { $0 << 8 | UInt32($1) }
            }
        }
        // 1,019 bytes a message, each acknowledgement 4,096 and at most a message after the one before.
        #expect(acknowledged.count == 2)
        for (earlier, later) in zip(acknowledged, acknowledged.dropFirst()) {
            #expect((4096...5115).contains(later - earlier))
        }
    }

    @Test func bytesAreAcknowledgedToWhoNamedNoWindow() throws {
        var server = try ServerUnderTest.publishing()
        let frame = [UInt8](repeating: 1, count: 100_000)
        for _ in 0..<24 { try server.message(.video, frame, stream: 1) }
        #expect(try server.sent().isEmpty)
        try server.message(.video, frame, stream: 1)
        #expect(try server.sent().map(\.type) == [3])
    }

    @Test func clientAcknowledgesAndPings() throws {
        var server = try ServerUnderTest.playing()
        try server.message(.acknowledgement, [0x80, 0, 0, 1])
        try server.message(.userControl, [0, 6, 1, 2, 3, 4])
        try server.message(.userControl, [0, 7, 1, 2, 3, 4])
        try server.message(.userControl, [0, 3, 0, 0, 0, 1, 0, 0, 0x0B, 0xB8])
        try server.message(.userControl, [0xFF, 0xFF])
        #expect(server.events.map(\.inWords) == ["acknowledged 2147483649", "ping answered"])
        #expect(try server.answers() == ["#4 0 000701020304"])
    }

    @Test(
        arguments: [
            ([0, 40, 80], [0, 40, 80]),
            ([0xFFFF_FFF0, 0, 16], [0xFFFF_FFF0, 0x1_0000_0000, 0x1_0000_0010]),
            // A step back over the wrap.
            ([0xFFFF_FFF0, 16, 0xFFFF_FFF8, 32], [0xFFFF_FFF0, 0x1_0000_0010, 0xFFFF_FFF8, 0x1_0000_0020]),
            ([1000, 900, 0, 0xFFFF_FFFF], [1000, 900, 0, -1]),
            ([0, 0x7FFF_FFFF, 0xFFFF_FFFE, 0x7FFF_FFFD], [0, 0x7FFF_FFFF, 0xFFFF_FFFE, 0x1_7FFF_FFFD]),
        ] as [([UInt32], [Int64])])
    func timesGoOnAfterTheirWrap(_ sent: [UInt32], _ expected: [Int64]) throws {
        var server = try ServerUnderTest.publishing()
        for (index, time) in sent.enumerated() {
            try server.message(index % 2 == 0 ? .audio : .video, [1], timestamp: time, stream: 1)
            // Metadata without a time of its own leads nobody astray.
            try server.message(.dataAMF0, AMF0Writer.bytes(of: [.string("onMetaData")]), stream: 1)
        }
        let times = server.events.compactMap { if case .media(let media) = $0 { media.timestamp } else { nil } }
        #expect(times == expected)
    }

    @Test func aggregateIsTakenApart() throws {
        var server = try ServerUnderTest.publishing()
        let payload =
            Self.tag(8, time: 0x100_0005, [0xAF, 1]) + Self.tag(9, time: 0x100_0000, [0x27])
            // An aggregate inside would be taken apart without end; a command has no business there.
            + Self.tag(22, time: 0x100_0000, Self.tag(8, time: 0, [1])) + Self.tag(20, time: 0x100_0000, [])
            + Self.tag(9, time: 0x100_0015, [0x17]).dropLast(4)
        try server.message(.aggregate, payload, timestamp: 1000, stream: 1)
        #expect(
            server.events == [
                .media(RTMPMedia(.audio, streamID: 1, timestamp: 1000, payload: [0xAF, 1])),
                .media(RTMPMedia(.video, streamID: 1, timestamp: 995, payload: [0x27])),
                .media(RTMPMedia(.video, streamID: 1, timestamp: 1016, payload: [0x17])),
            ])
    }

    @Test func aggregateThatIsCutOffOrTooLongEndsTheConnection() throws {
        var server = try ServerUnderTest.publishing()
        let tag = Self.tag(8, time: 0, [1])
        for count in 1..<12 {
            var copy = server
            #expect(throws: RTMPError.malformedAggregate) {
                try copy.message(.aggregate, Array(tag.prefix(count)), stream: 1)
            }
        }
        try server.message(.aggregate, [], stream: 1)
        let full = [[UInt8]](repeating: tag, count: 1024).flatMap { $0 }
        try server.message(.aggregate, full, stream: 1)
        #expect(server.events.count == 1024)
        #expect(throws: RTMPError.malformedAggregate) { try server.message(.aggregate, full + tag, stream: 1) }
    }

    @Test func clientThatAsksForNothingIsGivenTenSeconds() throws {
        var random = SeededRandom(seed: 1)
        let start = Instant(nanoseconds: 5)
        var connection = RTMPServerConnection(random: &random, now: start)
        let end = start.advanced(by: .seconds(10))
        #expect(connection.deadline == end)
        var events: [RTMPServerEvent] = []
        // A byte now and then gains nothing.
        let byte: [UInt8] = [3]
        try connection.receive(byte.span, now: start.advanced(by: .seconds(9)), into: &events)
        #expect(connection.deadline == end)
        #expect(connection.handleTimeout(now: end.advanced(by: .nanoseconds(-1))) == nil)
        #expect(connection.handleTimeout(now: end) == .notReady)

        var connected = try ServerUnderTest.connected()
        #expect(connected.connection.handleTimeout(now: connected.now.advanced(by: .seconds(10))) == .notReady)
    }

    @Test(arguments: [true, false])
    func silentClientIsPingedAndThenGone(_ publishes: Bool) throws {
        var server = try publishes ? ServerUnderTest.publishing() : .playing()
        let start = server.now
        #expect(server.connection.deadline == start.advanced(by: .seconds(30)))
        #expect(server.connection.handleTimeout(now: start.advanced(by: .seconds(29))) == nil)
        #expect(try server.sent().isEmpty)
        server.now = server.connection.deadline
        #expect(server.connection.handleTimeout(now: server.now) == nil)
        #expect(try server.answers() == ["#4 0 000600007530"])
        #expect(server.connection.handleTimeout(now: server.now) == nil)
        #expect(try server.sent().isEmpty)

        var silent = server
        #expect(silent.connection.deadline == start.advanced(by: .seconds(60)))
        #expect(silent.connection.handleTimeout(now: silent.connection.deadline) == .silent)

        try server.message(.userControl, [0, 7, 0, 0, 0x75, 0x30])
        #expect(server.connection.deadline == server.now.advanced(by: .seconds(30)))
        #expect(server.connection.handleTimeout(now: start.advanced(by: .seconds(60))) == nil)
        #expect(try server.answers() == ["#4 0 00060000ea60"])
    }

    private static func tag(_ type: UInt8, time: UInt32, _ body: [UInt8]) -> [UInt8] {
        var tag = ByteWriter()
        tag.write(type)
        tag.writeUInt24(UInt32(body.count))
        tag.writeUInt24(time)
        tag.write(UInt8(time >> 24))
        tag.writeZeros(3)
        tag.write(body)
        tag.write(UInt32(11 + body.count))
        return tag.bytes
    }
}
