import Codecs
import Testing

@testable import Playing

@Suite struct SyntheticStreamTests {
    /// Ten seconds of it.
    private static let messages: [SyntheticStream.Message] = {
        var stream = SyntheticStream()
        var messages: [SyntheticStream.Message] = []
        while stream.deadline < 10_000_000_000 { messages.append(stream.next()) }
        return messages
    }()

    @Test func itIsAsLargeAsItSays() {
        let bytes = Self.messages.reduce(0) { $0 + $1.payload.count }
        // The headers of FLV are on top.
        #expect((750_000..<760_000).contains(bytes))
        #expect(Self.messages.count { $0.kind == .video } == 300)
        #expect(Self.messages.count { $0.kind == .audio } == 431)
        #expect(abs(bytes / Self.messages.count - SyntheticStream.meanLength) < 15)
    }

    @Test func itIsInOrderAndBeginsWithKeyframes() {
        #expect(Self.messages.map(\.timestamp) == Self.messages.map(\.timestamp).sorted())
        let video = Self.messages.filter { $0.kind == .video }
        let keyframes = video.indices.filter { video[$0].payload[0] == 0x17 }
        #expect(keyframes == [0, 60, 120, 180, 240])
        #expect(keyframes.map { video[$0].timestamp } == [0, 2_000, 4_000, 6_000, 8_000])
        #expect(video.allSatisfy { $0.payload[0] == 0x17 || $0.payload[0] == 0x27 })
    }

    @Test func framesHaveTheirNumbers() {
        for kind in MediaKind.allCases {
            let numbers = Self.messages.filter { $0.kind == kind }.map { FrameMark.number(in: $0.payload, of: kind) }
            #expect(numbers == numbers.indices.map { UInt32($0) })
        }
    }

    @Test func aNALUnitIsAsLongAsItSays() throws {
        for message in Self.messages where message.kind == .video {
            let length = message.payload[5..<9].reduce(0) { $0 << 8 | Int($1) }
            try #require(length == message.payload.count - 9)
        }
    }

    @Test func configurationsHaveNoNumber() {
        let configurations = SyntheticStream.configurations
        #expect(configurations.map(\.kind) == [.video, .audio])
        #expect(configurations.allSatisfy { FrameMark.number(in: $0.payload, of: $0.kind) == nil })
    }
}

@Suite struct FrameTallyTests {
    private func messages(_ count: Int) -> [SyntheticStream.Message] {
        var stream = SyntheticStream()
        return (0..<count).map { _ in stream.next() }
    }

    private func tally(_ messages: [SyntheticStream.Message]) -> FrameTally {
        var tally = FrameTally()
        for message in messages { tally.take(message.payload, of: message.kind, timestamp: message.timestamp) }
        return tally
    }

    @Test func nothingIsMissedOfAWholeStream() {
        let tally = tally(SyntheticStream.configurations + messages(500))
        #expect(tally.frames == 500)
        #expect(tally.missed == 0)
        #expect(tally.disordered == 0)
        #expect(tally.mistimed == 0)
    }

    @Test(arguments: [MediaKind.video, .audio])
    func missingFramesAreCounted(kind: MediaKind) {
        var messages = messages(200)
        let ofKind = messages.indices.filter { messages[$0].kind == kind }
        for index in [ofKind[20], ofKind[10], ofKind[9]] { messages.remove(at: index) }
        let tally = tally(messages)
        #expect(tally.missed == 3)
        #expect(tally.frames == 197)
        #expect(tally.disordered == 0)
    }

    @Test func whatCameBeforeAPlayerIsNotMissed() {
        #expect(tally(Array(messages(200).dropFirst(77))).missed == 0)
    }

    @Test func framesThatComeTwiceOrLateAreCounted() {
        var messages = messages(100)
        messages.append(messages[60])
        #expect(tally(messages).disordered == 1)
        #expect(tally(messages).missed == 0)
    }

    @Test(arguments: [(1, 0), (-1, 0), (2, 1), (-40, 1)])
    func timestampsThatMoveAreCounted(shift: Int64, mistimed: Int) {
        var messages = messages(100)
        messages[50].timestamp += shift
        #expect(tally(messages).mistimed == mistimed)
    }

    @Test func aTimelineThatBeginsElsewhereIsFine() {
        let messages = messages(100).map { message in
            var message = message
            message.timestamp += 123_456
            return message
        }
        #expect(tally(messages).mistimed == 0)
    }
}
