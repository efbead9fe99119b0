import Codecs
import Testing

@testable import Playing

@Suite struct SyntheticStreamTests {
    private typealias Item = (kind: MediaKind, frame: Frame)

    /// Ten seconds of a stream.
    private static func frames(_ bitrate: Int) -> [Item] {
        var stream = SyntheticStream(bitrate: bitrate)
        var frames: [Item] = []
        while stream.deadline < 10_000_000_000 { frames.append(stream.next()) }
        return frames
    }

    @Test(arguments: PlayingScenario.allCases)
    func itIsAsLargeAsItSays(scenario: PlayingScenario) {
        let stream = scenario.stream
        let frames = Self.frames(stream.bitrate)
        let bytes = frames.reduce(0) { $0 + $1.frame.bytes.count }
        // Ten seconds end with a part of a group of pictures.
        #expect(abs(bytes - stream.bitrate * 10 / 8) < stream.bitrate / 8 / 100)
        #expect(frames.count { $0.kind == .video } == 300)
        #expect(frames.count { $0.kind == .audio } == 431)
        #expect(abs(bytes / frames.count - stream.meanLength) < 15)
        #expect(frames.map(\.frame.bytes.count).min() == SyntheticStream.audioLength)
    }

    @Test func itIsInOrderAndBeginsWithKeyframes() {
        let frames = Self.frames(600_000)
        #expect(frames.map(\.frame.decodeTime) == frames.map(\.frame.decodeTime).sorted())
        let video = frames.filter { $0.kind == .video }
        let keyframes = video.indices.filter { video[$0].frame.isKeyframe }
        #expect(keyframes == [0, 60, 120, 180, 240])
        #expect(keyframes.map { video[$0].frame.decodeTime.milliseconds } == [0, 2_000, 4_000, 6_000, 8_000])
    }

    @Test func framesHaveTheirNumbers() {
        let frames = Self.frames(600_000)
        for kind in MediaKind.allCases {
            let numbers = frames.filter { $0.kind == kind }.map {
                FrameMark.number(in: $0.frame.bytes[...], of: kind)
            }
            #expect(numbers == numbers.indices.map { UInt32($0) })
        }
    }

    @Test func aNALUnitIsAsLongAsItSays() throws {
        for (kind, frame) in Self.frames(600_000) where kind == .video {
            let length = frame.bytes[..<4].reduce(0) { $0 << 8 | Int($1) }
            try #require(length == frame.bytes.count - 4)
        }
    }
}

@Suite struct FrameMarkTests {
    @Test func aNumberIsFoundBehindParameterSets() {
        let mark = FrameMark.bytes(of: 0x0FED_CBA9)
        let frame: [UInt8] = [0, 0, 0, 2, 0x67, 0x80, 0, 0, 0, 1, 0x68, 0, 0, 0, 6, 0x65] + mark
        #expect(FrameMark.number(in: frame[...], of: .video) == 0x0FED_CBA9)
    }

    @Test(arguments: [
        [], [0, 0, 0], [0, 0, 0, 9, 0x67, 0x80, 0x80], [0, 0, 0, 5, 0x65, 0x80, 0x80, 0x80, 0x80],
        [0, 0, 0, 6, 0x65, 0x80, 0x80, 0x7F, 0x80, 0x80], [0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF],
    ])
    func otherFramesHaveNone(bytes: [UInt8]) {
        #expect(FrameMark.number(in: bytes[...], of: .video) == nil)
    }

    @Test func soundThatIsTooShortHasNone() {
        #expect(FrameMark.number(in: [0x21, 0x80, 0x80, 0x80, 0x80], of: .audio) == nil)
        #expect(FrameMark.number(in: [0x21, 0x80, 0x80, 0x80, 0x80, 0x83], of: .audio) == 3)
    }
}

@Suite struct FLVMessageTests {
    @Test func messagesHaveTheFramesTheirKindsAndTimes() throws {
        var stream = SyntheticStream(bitrate: 600_000)
        for _ in 0..<200 {
            let (kind, frame) = stream.next()
            let message = FLVMessage(frame, of: kind)
            try #require(message.timestamp == frame.decodeTime.milliseconds)
            if kind == .video { try #require(message.payload[0] == (frame.isKeyframe ? 0x17 : 0x27)) }
            try #require(FLVMessage.frame(in: message.payload, of: kind).map(Array.init) == frame.bytes)
        }
    }

    @Test func configurationsHaveNoFrame() {
        let configurations = FLVMessage.configurations
        #expect(configurations.map(\.kind) == [.video, .audio])
        #expect(configurations.allSatisfy { FLVMessage.frame(in: $0.payload, of: $0.kind) == nil })
    }
}
