import Codecs
import TestSupport
import Testing

@Suite struct NALUnitsTests {
    @Test(arguments: [
        (1, "02aabb01cc", ["aabb", "cc"]),
        (2, "0002aabb0001cc", ["aabb", "cc"]),
        (3, "000002aabb000001cc", ["aabb", "cc"]),
        (4, "00000002aabb00000001cc", ["aabb", "cc"]),
        // Units without a byte.
        (4, "0000000000000001cc00000000", ["cc"]),
        (4, "", []),
    ])
    func findsUnitsBehindLengths(size: Int, hex: String, units: [String]) throws {
        let found = walk(unhex(hex), .lengths(size))
        #expect(found.units == units.map(unhex))
        #expect(!found.isMalformed)
        #expect(
            try NALUnits.canonical(unhex(hex).span, from: .lengths(size)) == units.map(unhex).flatMap { framed($0) })
    }

    @Test(arguments: [
        (4, "00000003aabb", 0), (4, "00000001aa000000", 1), (4, "00000001aa00000001", 1), (4, "ffffffffaa", 0),
        (4, "000000", 0), (2, "0001aaffff", 1), (1, "01aa01", 1), (0, "aa", 0), (5, "0000000001aa", 0),
    ])
    func lengthsThatLieEndTheWalk(size: Int, hex: String, count: Int) {
        let found = walk(unhex(hex), .lengths(size))
        #expect(found.units.count == count)
        #expect(found.isMalformed)
        #expect(throws: CodecError.malformed) { try NALUnits.canonical(unhex(hex).span, from: .lengths(size)) }
    }

    @Test(arguments: [
        ("00000001aabb000001cc", ["aabb", "cc"]),
        ("000001aabb00000001cc", ["aabb", "cc"]),
        // Zeros before, between and behind.
        ("0000000001aabb0000000001cc0000", ["aabb", "cc"]),
        // Emulation prevention is no start code, and what looks like one in part is none.
        ("000001aa000003010002000001010001", ["aa000003010002", "010001"]),
        ("000001000001aa", ["aa"]),
        ("000001", []),
        ("", []),
    ])
    func findsUnitsBehindStartCodes(hex: String, units: [String]) throws {
        let found = walk(unhex(hex), .startCodes)
        #expect(found.units == units.map(unhex))
        #expect(!found.isMalformed)
        #expect(try NALUnits.canonical(unhex(hex).span, from: .startCodes) == units.map(unhex).flatMap { framed($0) })
    }

    @Test(arguments: ["aa000001bb", "aabbcc", "0000", "00"]) func aFrameBeginsWithAStartCode(hex: String) {
        let found = walk(unhex(hex), .startCodes)
        #expect(found.units.isEmpty)
        #expect(found.isMalformed)
    }

    /// Any units come back from both forms.
    @Test func unitsComeBackFromBothForms() throws {
        var random = SeededRandom(seed: 4)
        for _ in 0..<300 {
            let units = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                // No zeros in pairs, as emulation prevention sees to, and none at the end.
                random.bytes(Int.random(in: 1...40, using: &random)).map { $0 == 0 ? 7 : $0 }
            }
            let starts: [UInt8] = units.flatMap { [0, 0, 1] + $0 }
            let lengths = units.flatMap { framed($0) }
            #expect(walk(starts, .startCodes).units == units)
            #expect(walk(lengths, .lengths(4)).units == units)
            #expect(try NALUnits.canonical(starts.span, from: .startCodes) == lengths)
        }
    }

    @Test func framesHaveALimit() {
        let frame = [UInt8](repeating: 0, count: Frame.maximumSize + 1)
        #expect(throws: CodecError.tooLarge) { try NALUnits.canonical(frame.span, from: .lengths(4)) }
        // Two bytes become five.
        let tiny = [[UInt8]](repeating: [1, 9], count: Frame.maximumSize / 4).flatMap { $0 }
        #expect(throws: CodecError.tooLarge) { try NALUnits.canonical(tiny.span, from: .lengths(1)) }
    }

    @Test func typesOfH264() {
        let types = (UInt8(0)..<32).map(H264NALUnitType.init(rawValue:))
        #expect(types.filter(\.isParameterSet).map(\.rawValue) == [7, 8, 13, 15])
        #expect(types.filter(\.isDelimiter).map(\.rawValue) == [9, 12])
        #expect(types.filter(\.isSlice).map(\.rawValue) == [1, 2, 3, 4, 5])
        #expect(types.filter(\.isKeyframe).map(\.rawValue) == [5])
        #expect(H264NALUnitType(header: 0x67) == .sequenceParameterSet)
        #expect(H264NALUnitType(header: 0x06) == .supplementalEnhancementInformation)
    }

    @Test func typesOfH265() {
        let types = (UInt8(0)..<64).map(H265NALUnitType.init(rawValue:))
        #expect(types.filter(\.isParameterSet).map(\.rawValue) == [32, 33, 34])
        #expect(types.filter(\.isDelimiter).map(\.rawValue) == [35, 38])
        #expect(types.filter(\.isSlice).map(\.rawValue) == Array(0..<32))
        #expect(types.filter(\.isKeyframe).map(\.rawValue) == Array(16...21))
        #expect(H265NALUnitType(header: 0x42) == .sequenceParameterSet)
        #expect(H265NALUnitType(header: 0x4E) == .prefixSupplementalEnhancementInformation)
    }
}
