import Bytes
import Codecs
import Packetization
import Testing

/// VP8, VP9 and AV1, by hand.
@Suite struct DepacketizerVPTests {
    /// Beginnings of keyframes: VP8 of 640x480 and 320x240, VP9 of 640x480 and a frame that is none.
    private static let vp8Key = "70 0a00 9d012a 8002 e001 00"
    private static let vp8SmallKey = "70 0a00 9d012a 4001 f000 00"
    private static let vp9Key = "824983422027f01df0"
    private static let vp9Inter = "86004092"

    @Test func vp8PartsAreJoinedBehindTheirDescriptors() throws {
        var track = try depacketizer(.vp8)
        #expect(try track.receive(bytes("10" + Self.vp8Key), marker: false).isEmpty)
        // The second partition of the same frame, then every field that a descriptor can have.
        #expect(try track.receive(bytes("11 aa"), marker: false).isEmpty)
        let items = try track.receive(bytes("80f0 9234 55 a3 bb"))
        let format = try #require(items.formats.first)
        #expect((format.codec, format.width, format.height) == (.vp8, 640, 480))
        #expect(items == [.format(format), frame(Self.vp8Key + "aabb", key: true)])
        #expect(try track.receive(bytes("90e0 12 55 a3 51cc"), at: 1) == [frame("51cc", at: 1)])
    }

    @Test func aVP8SizeThatChangesIsAFormat() throws {
        var track = try depacketizer(.vp8)
        #expect(try track.receive(bytes("10" + Self.vp8Key), at: 0).count == 2)
        #expect(try track.receive(bytes("10" + Self.vp8Key), at: 1) == [frame(Self.vp8Key, at: 1, key: true)])
        let items = try track.receive(bytes("10" + Self.vp8SmallKey), at: 2)
        #expect(items.formats.map(\.width) == [320])
        #expect(items.last == frame(Self.vp8SmallKey, at: 2, key: true))
    }

    @Test func aVP8FrameWithoutBeginningIsLost() throws {
        var track = try depacketizer(.vp8)
        _ = try track.receive(bytes("10" + Self.vp8Key), at: 0)
        #expect(try track.receive(bytes("00 51cc"), at: 1).isEmpty)
        #expect(track.needsKeyframe)
        // Predicted from what was lost.
        #expect(try track.receive(bytes("10 51cc"), at: 2).isEmpty)
        #expect(try track.receive(bytes("10" + Self.vp8Key), at: 3) == [frame(Self.vp8Key, at: 3, key: true)])
    }

    @Test(arguments: ["10", "90", "9080", "908080", "9040", "9020", "90f0 9234 55", "90f0 9234 55 a3"])
    func refusesVP8(payload: String) throws {
        var track = try depacketizer(.vp8)
        #expect(try track.receive(bytes(payload)).isEmpty)
        #expect(track.malformedCount == 1)
    }

    @Test func vp9OfOneLayerIsTheFrameItself() throws {
        var track = try depacketizer(.vp9)
        #expect(try track.receive(bytes("88 05" + Self.vp9Key), marker: false).isEmpty)
        let items = try track.receive(bytes("84 05 aabb"))
        let format = try #require(items.formats.first)
        #expect((format.width, format.height) == (640, 480))
        #expect(items == [.format(format), frame(Self.vp9Key + "aabb", key: true)])
        // Flexible mode, predicted from two pictures; and the other mode, with an index.
        #expect(try track.receive(bytes("dc 8006 03 02" + Self.vp9Inter), at: 1) == [frame(Self.vp9Inter, at: 1)])
        #expect(try track.receive(bytes("ec 07 00 09" + Self.vp9Inter), at: 2) == [frame(Self.vp9Inter, at: 2)])
    }

    @Test func vp9LayersOfAPictureBecomeASuperframe() throws {
        var track = try depacketizer(.vp9)
        // Layer 0 in two packets, with the structure of two layers; layer 1, of 300 bytes, in one. Flexible mode.
        #expect(try track.receive(bytes("3a 00 30 0140 00f0 0280 01e0" + Self.vp9Key), marker: false).isEmpty)
        #expect(try track.receive(bytes("34 00 aa"), marker: false).isEmpty)
        let upper = String(repeating: "86", count: 300)
        let items = try track.receive(bytes("3c 03" + upper))
        // Two frames, sizes of two bytes, little-endian.
        #expect(items.last == frame(Self.vp9Key + "aa" + upper + "c9 0a00 2c01 c9", key: true))
        #expect(items.formats.map { [$0.width, $0.height] } == [[640, 480]])
        // The lower layer alone, when the upper one was left out on the way.
        let lower = try track.receive(bytes("3e 00 30 0140 00f0 0280 01e0" + Self.vp9Key), at: 1)
        #expect(lower.formats.map { [$0.width, $0.height] } == [[320, 240]])
        #expect(lower.last == frame(Self.vp9Key, at: 1, key: true))
    }

    @Test(arguments: [
        "upper layer alone": ["2c 03 00 824983422027f01df0"], "layer without end": ["08 824983422027f01df0"],
        "layer without beginning": ["04 824983422027f01df0"],
        "a second beginning": ["08 824983422027f01df0", "0c 824983422027f01df0"],
        "lower layer without end": ["28 00 00 824983422027f01df0", "2c 02 00 824983422027f01df0"],
        "nine layers": Array(repeating: "3c 00 824983422027f01df0", count: 9),
        "not predicted, yet no keyframe": ["0c 86004092"],
    ])
    func vp9ThatIsNotWholeIsHeldBack(name: String, payloads: [String]) throws {
        var track = try depacketizer(.vp9)
        for (index, payload) in payloads.enumerated() {
            #expect(try track.receive(bytes(payload), marker: index == payloads.count - 1).isEmpty)
        }
        #expect(track.needsKeyframe)
        #expect(try track.receive(bytes("0c" + Self.vp9Key), at: 1).count == 2)
    }

    @Test(arguments: ["0c", "8c", "8c80", "2c00", "5c01 01 01 86", "0e", "0e 30 0140", "0e 08 02 00", "0e 08 01 0c 01"])
    func refusesVP9(payload: String) throws {
        var track = try depacketizer(.vp9)
        #expect(try track.receive(bytes(payload)).isEmpty)
        #expect(track.malformedCount == 1)
    }

    // A sequence header of 96x64 as libaom writes it, without its header, and the first bytes of frames.
    private static let sequence = "00000003 2dffcdaf 907dbc02"

    @Test func av1UnitsGetTheirSizesAndDelimitersGo() throws {
        var track = try depacketizer(.av1)
        // Four elements, each with its length: delimiter, sequence header, frame, padding.
        let items = try track.receive(
            bytes("08 01 10 0d 08" + Self.sequence + "04 30 10aabb 02 78ff"))
        #expect(items.formats.count == 1)
        #expect(items.formats.first?.codec == .av1)
        #expect(items.last == frame("0a0c" + Self.sequence + "3203 10aabb", key: true))
        // Sizes that were there stay, extensions too; what is behind a size is no part of the unit.
        let sized = try track.receive(bytes("20 05 36 08 02 30cc 34 10 30dd"), at: 1)
        #expect(sized == [frame("36 08 02 30cc 36 10 02 30dd", at: 1)])
    }

    @Test func av1FragmentsAreJoined() throws {
        var track = try depacketizer(.av1)
        // The sequence header whole, and the frame in three packets, of which the last has a tile group behind it.
        #expect(try track.receive(bytes("68 0d 08" + Self.sequence + "30 10aa"), marker: false).isEmpty)
        #expect(try track.receive(bytes("d0 bbbb"), marker: false).isEmpty)
        let items = try track.receive(bytes("a0 01 cc 20 dd"))
        #expect(items.last == frame("0a0c" + Self.sequence + "3205 10aabbbbcc 2201 dd", key: true))
    }

    @Test(arguments: [
        "rest without beginning": ["90 30cc"], "beginning without rest": ["50 30cc"],
        "beginning, then another unit": ["50 30cc", "10 20dd"], "forbidden bit": ["10 b0cc"],
        "extension cut": ["10 34"], "size past the end": ["10 32 05 30"],
    ])
    func av1ThatIsNotWholeIsHeldBack(name: String, payloads: [String]) throws {
        var track = try depacketizer(.av1)
        let key = "28 0d 08" + Self.sequence + "30 10aa"
        #expect(try track.receive(bytes(key), at: 0).count == 2)
        for (index, payload) in payloads.enumerated() {
            #expect(try track.receive(bytes(payload), at: 1, marker: index == payloads.count - 1).isEmpty)
        }
        #expect(track.needsKeyframe)
        #expect(try track.receive(bytes("10 30cc"), at: 2).isEmpty)
        #expect(try track.receive(bytes(key), at: 3).frames().count == 1)
    }

    @Test(arguments: [
        "10", "88 30cc", "20 30", "30 02 30cc", "00 05 30", "00 80808080808080808001", "10 30cc" + "20 01",
    ])
    func refusesAV1(payload: String) throws {
        // The last one is well formed: a unit that reaches to the end.
        var track = try depacketizer(.av1)
        #expect(try track.receive(bytes(payload)).isEmpty)
        #expect(track.malformedCount == (payload == "10 30cc20 01" ? 0 : 1))
    }

    @Test func aShownFrameIsNoKeyframeWithoutItsSequenceHeader() throws {
        var track = try depacketizer(.av1)
        #expect(try track.receive(bytes("10 30 10aa")).isEmpty)
        #expect(try track.receive(bytes("28 0d 08" + Self.sequence + "30 00aa"), at: 1).isEmpty)
        #expect(track.needsKeyframe)
    }

    private func depacketizer(_ name: CodecName) throws -> Depacketizer {
        try #require(Depacketizer(codec: Codec(name, clockRate: 90_000)))
    }

    private func frame(_ hex: String, at timestamp: Int64 = 0, key: Bool = false) -> DepacketizedItem {
        .frame(bytes: Hex.bytes(hex) ?? [], timestamp: timestamp, isKeyframe: key)
    }

    private func bytes(_ hex: String) throws -> [UInt8] {
        try #require(Hex.bytes(hex))
    }
}
