import Codecs
import Testing

/// Whether a format says that frames are reordered, by the fields that decide it.
@Suite struct ReorderingTests {
    @Test(arguments: [
        // The baseline profile has no B slices; others may have, unless they say otherwise.
        Sequence(profile: 66, expected: false), Sequence(profile: 77, expected: nil),
        Sequence(profile: 88, expected: nil),
        // The output order is the decoding order.
        Sequence(profile: 77, orderCountType: 2, expected: false),
        Sequence(profile: 77, orderCountType: 2, reorderedFrames: 2, expected: false),
        Sequence(profile: 77, orderCountType: 1, expected: nil),
        // What the usability information says goes before the profile.
        Sequence(profile: 77, reorderedFrames: 0, expected: false),
        Sequence(profile: 77, reorderedFrames: 1, expected: true),
        Sequence(profile: 66, reorderedFrames: 1, expected: true),
        // constraint_set3_flag says of the high profile that all pictures are intra, of the main profile nothing.
        Sequence(profile: 100, constraints: 0x10, expected: false), Sequence(profile: 100, expected: nil),
        Sequence(profile: 77, constraints: 0x10, expected: nil),
    ])
    func ofH264(sequence: Sequence) throws {
        let configuration = try AVCConfiguration(
            sequenceParameterSets: [sequence.unit], pictureParameterSets: [[0x68, 0xCE]])
        let format = TrackFormat.h264(configuration)
        #expect(format.width == 320)
        #expect(format.reordersFrames == sequence.expected)
    }

    @Test func severalSetsOfH264SpeakTogether() throws {
        let (plain, silent) = (Sequence(profile: 66, expected: false), Sequence(profile: 77, expected: nil))
        let reordering = Sequence(profile: 77, reorderedFrames: 1, expected: true)
        let cases: [([Sequence], Bool?)] = [
            ([plain, plain], false), ([plain, silent], nil), ([silent, reordering], true), ([plain, reordering], true),
        ]
        for (sets, expected) in cases {
            let configuration = try AVCConfiguration(
                sequenceParameterSets: sets.map(\.unit), pictureParameterSets: [])
            #expect(TrackFormat.h264(configuration).reordersFrames == expected)
        }
    }

    @Test(arguments: CodecName.allCases.filter { $0 != .h264 && $0 != .h265 }) func othersNeverReorder(codec: CodecName)
    {
        #expect(TrackFormat(codec).reordersFrames == false)
    }

    @Test(arguments: [CodecName.h264, .h265]) func aFormatWithoutConfigurationDoesNotSay(codec: CodecName) {
        #expect(TrackFormat(codec).reordersFrames == nil)
        #expect(TrackFormat(codec, configuration: [1, 2, 3]).reordersFrames == nil)
    }

    /// A set of 320 by 240 pixels (§7.3.2.1.1), with usability information where it tells the order.
    struct Sequence: Sendable, CustomTestStringConvertible {
        var profile: Int
        var constraints = 0
        var orderCountType = 0
        var reorderedFrames: Int?
        var expected: Bool?

        var testDescription: String {
            "profile \(profile), constraints \(constraints), type \(orderCountType), \(reorderedFrames.map(String.init) ?? "-")"
        }

        var unit: [UInt8] {
            var bits = Bits()
            for byte in [profile, constraints, 30] { bits.append(byte, 8) }
            bits.appendExpGolomb(0)
            if profile == 100 {
                for code in [1, 0, 0] { bits.appendExpGolomb(code) }
                bits.append(0, 2)
            }
            bits.appendExpGolomb(0)
            bits.appendExpGolomb(orderCountType)
            if orderCountType == 0 { bits.appendExpGolomb(4) }
            if orderCountType == 1 {
                bits.append(0, 1)
                for _ in 0..<3 { bits.appendExpGolomb(0) }
            }
            bits.appendExpGolomb(4)
            bits.append(0, 1)
            bits.appendExpGolomb(19)
            bits.appendExpGolomb(14)
            // Frames alone, direct_8x8_inference_flag, no cropping.
            bits.append(0b110, 3)
            appendUsability(to: &bits)
            bits.append(1, 1)
            return [0x67] + bits.escapedBytes
        }

        /// §E.1.1, with every part that can precede the one asked for.
        private func appendUsability(to bits: inout Bits) {
            bits.append(reorderedFrames == nil ? 0 : 1, 1)
            guard let reorderedFrames else { return }
            // An aspect ratio of its own, overscan, colours, and where chroma lies.
            bits.append(0x1FF, 9)
            bits.append(0x0004_0003, 32)
            bits.append(0b11, 2)
            bits.append(0b1_1011_1, 6)
            bits.append(0x01_0101, 24)
            bits.append(1, 1)
            bits.appendExpGolomb(2)
            bits.appendExpGolomb(3)
            // Times, then both reference decoders, of one schedule and of two.
            bits.append(1, 1)
            bits.append(1, 32)
            bits.append(50, 32)
            bits.append(1, 1)
            for schedules in [1, 2] {
                bits.append(1, 1)
                bits.appendExpGolomb(schedules - 1)
                bits.append(0x34, 8)
                for _ in 0..<schedules {
                    bits.appendExpGolomb(999)
                    bits.appendExpGolomb(1_999)
                    bits.append(1, 1)
                }
                bits.append(0x8_C63F, 20)
            }
            // low_delay_hrd_flag and pic_struct_present_flag.
            bits.append(0b01, 2)
            bits.append(0b11, 2)
            for code in [2, 1, 16, 16, reorderedFrames, 4] { bits.appendExpGolomb(code) }
        }
    }
}
