import Codecs
import Packetization
import TestSupport
import Testing

@Suite struct PacketizerVPTests {
    private static let hd = TrackFormat(.vp9, width: 1_280, height: 720)

    /// X, then S on the first alone, then I and the picture number.
    @Test func vp8DescriptorsNameTheFirstPayloadAndThePicture() throws {
        var packetizer = try #require(Packetizer(format: TrackFormat(.vp8), maximumPayload: 100))
        let frame = h264Unit(0x10, count: 200)
        let first = packetizer.payloads(of: frame, isKeyframe: true)
        #expect(first.map { $0.prefix(4) } == [[0x90, 0x80, 0x80, 0], [0x80, 0x80, 0x80, 0], [0x80, 0x80, 0x80, 0]])
        #expect(first.flatMap { $0.dropFirst(4) } == frame)
        #expect(packetizer.payloads(of: [0x11, 0x22]) == [[0x90, 0x80, 0x80, 0x01, 0x11, 0x22]])
    }

    /// I and P, B and E, V with the size on keyframes.
    @Test func vp9DescriptorsNameBothEndsAndTheSize() throws {
        var packetizer = try #require(Packetizer(format: Self.hd, maximumPayload: 100))
        let frame = h264Unit(0x82, count: 200)
        let first = packetizer.payloads(of: frame, isKeyframe: true)
        #expect(first.count == 3)
        #expect(first[0].prefix(8) == [0x8A, 0x80, 0, 0x10, 0x05, 0x00, 0x02, 0xD0])
        #expect(first[1].prefix(3) == [0x80, 0x80, 0])
        #expect(first[2].prefix(3) == [0x84, 0x80, 0])
        #expect(first[0][8...] + first[1][3...] + first[2][3...] == frame[...])
        let second = packetizer.payloads(of: frame)
        #expect(second.map { $0.prefix(3) } == [[0xC8, 0x80, 1], [0xC0, 0x80, 1], [0xC4, 0x80, 1]])
        #expect(second.flatMap { $0.dropFirst(3) } == frame)
        #expect(packetizer.payloads(of: [0x86]) == [[0xCC, 0x80, 2, 0x86]])
    }

    /// Also where the scalability structure makes the first header longer than the others.
    @Test(arguments: [100, 137, 1_180]) func vp9KeyframesAreCutIntoEqualPayloads(maximum: Int) {
        for size in 80..<(4 * maximum) {
            let frame = h264Unit(0x82, count: size)
            let list = payloads(of: frame, Self.hd, isKeyframe: true, maximum: maximum)
            let sizes = list.map(\.count)
            #expect(sizes.count == (size + 5 + maximum - 4) / (maximum - 3))
            expectOneTrain(sizes, "\(size)")
            #expect(sizes[0] <= maximum)
            #expect(list[0].dropFirst(8) + list.dropFirst().flatMap { $0.dropFirst(3) } == frame[...])
        }
    }

    @Test(arguments: [(0, 720), (1_280, 0), (-1, 720), (65_536, 720), (1_280, 65_536)])
    func sizesThatCannotBeSaidAreNot(width: Int, height: Int) {
        let format = TrackFormat(.vp9, width: width, height: height)
        #expect(payloads(of: [0x82], format, isKeyframe: true) == [[0x8C, 0x80, 0, 0x82]])
    }

    /// The frame knows best: 352 by 288, whatever the track was said to have.
    @Test func sizesAreThoseOfTheKeyframe() throws {
        let keyframe: [UInt8] = [0x82, 0x49, 0x83, 0x42, 0x00, 0x15, 0xF0, 0x11, 0xF6, 0x08]
        let payload = try #require(payloads(of: keyframe, Self.hd, isKeyframe: true).first)
        #expect(payload == [0x8E, 0x80, 0, 0x10, 0x01, 0x60, 0x01, 0x20] + keyframe)
    }

    @Test(arguments: [(CodecName.vp8, 2), (.vp9, 1)]) func pictureNumbersWrapAfterFifteenBits(codec: CodecName, at: Int)
        throws
    {
        var packetizer = try #require(Packetizer(format: TrackFormat(codec)))
        for number in 0..<32_770 {
            let payload = packetizer.payloads(of: [1])[0]
            #expect(Int(payload[at]) << 8 | Int(payload[at + 1]) == 0x8000 | number % 32_768)
        }
    }

    /// A frame without bytes is none, so no receiver misses it.
    @Test(arguments: [(CodecName.vp8, 2), (.vp9, 1)]) func emptyFramesHaveNoPictureNumber(codec: CodecName, at: Int)
        throws
    {
        var packetizer = try #require(Packetizer(format: TrackFormat(codec)))
        _ = packetizer.payloads(of: [1])
        #expect(packetizer.payloads(of: []).isEmpty)
        #expect(packetizer.payloads(of: [1])[0][at + 1] == 1)
    }

    /// What forwards the packets reads the same from them.
    @Test func factsAreThoseThatWereWritten() throws {
        var (vp8, vp9) = (Packetizer(format: TrackFormat(.vp8)), Packetizer(format: Self.hd))
        let keyframe: [UInt8] = [0x50, 0x01, 0x00, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01, 0x00]
        let first = try #require(vp8?.payloads(of: keyframe, isKeyframe: true).first)
        let facts = VideoPacketFacts.inspect(codec: .vp8, payload: first.span)
        #expect(facts.isKeyframeStart && facts.startsFrame && (facts.width, facts.height) == (640, 480))
        #expect(facts.pictureID == PictureID(value: 0, isLong: true))

        let second = try #require(vp9?.payloads(of: [0x82, 0x49], isKeyframe: true).first)
        let other = VideoPacketFacts.inspect(codec: .vp9, payload: second.span)
        #expect(
            other.isKeyframeStart && other.startsFrame && other.endsFrame && (other.width, other.height) == (1_280, 720)
        )
        #expect(other.pictureID == PictureID(value: 0, isLong: true))
    }
}
