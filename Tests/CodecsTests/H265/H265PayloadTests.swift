import Codecs
import TestSupport
import Testing

struct H265PayloadTests {
    /// A sequence parameter set as x265 writes it for 1280x720, Main profile, with emulation prevention in it.
    private static let set720 = "42010101600000030090000003000003005da00280802d1659"

    @Test(arguments: [
        PayloadVector("video parameter set", "4001 0c01") { $0.isKeyframeStart = true },
        PayloadVector("sequence parameter set", set720) {
            $0.isKeyframeStart = true
            ($0.width, $0.height) = (1_280, 720)
        },
        PayloadVector("picture parameter set", "4401 c1"),
        PayloadVector("IDR slice", "2601 af") { $0.isKeyframeStart = true },
        PayloadVector("CRA slice", "2a01 af") { $0.isKeyframeStart = true },
        PayloadVector("BLA slice", "2001 af") { $0.isKeyframeStart = true },
        PayloadVector("reserved random access type", "2c01 af"),
        PayloadVector("trailing slice of temporal layer 2", "0203 d0") { $0.temporalLayer = 2 },
        PayloadVector("aggregate of sets", "6001 0004 40010c01 0019" + set720 + "0003 4401c1") {
            $0.isKeyframeStart = true
            ($0.width, $0.height) = (1_280, 720)
        },
        PayloadVector("aggregate of other slices", "6001 0003 0201d0 0002 0201"),
        PayloadVector("first fragment of an IDR slice", "6201 93 af") { $0.isKeyframeStart = true },
        PayloadVector("next fragment of an IDR slice", "6201 13 af"),
        PayloadVector("first fragment of another slice", "6201 81 d0"),
        PayloadVector("PACI", "6401 2600"),
    ])
    func sees(vector: PayloadVector) throws {
        try vector.check(.h265)
    }

    @Test(arguments: [
        BrokenPayload("one byte", "26"), BrokenPayload("header alone", "2601"),
        BrokenPayload("temporal layer -1", "2600 af"),
        BrokenPayload("length cut", "6001 00"), BrokenPayload("unit without header", "6001 0001 40"),
        BrokenPayload("unit of length 0", "6001 0000"), BrokenPayload("unit past the end", "6001 0005 40010c01"),
        BrokenPayload("fragment without data", "6201 93"),
    ])
    func refuses(payload: BrokenPayload) throws {
        try payload.check(.h265)
    }

    /// Sizes, croppings and sublayers, written by §7.3.2.2.1 and §7.3.3.
    @Test func readsAnySize() {
        var random = SeededRandom(seed: 3)
        for round in 0..<400 {
            let (width, height) = (
                Int.random(in: 100...65_536, using: &random), Int.random(in: 100...65_536, using: &random)
            )
            let (sublayers, chroma) = (round % 7, round % 4)
            let isSeparate = chroma == 3 && round % 8 == 3
            let crop = (0..<4).map { _ in Int.random(in: 0...9, using: &random) }
            var bits = Bits()
            bits.append(0, 4)
            bits.append(sublayers, 3)
            bits.append(1, 1)
            for _ in 0..<12 { bits.append(Int.random(in: 0...3, using: &random), 8) }
            if sublayers > 0 {
                var sublayerBytes = 0
                for _ in 0..<sublayers {
                    let (hasProfile, hasLevel) = (random.chance(0.5), random.chance(0.5))
                    bits.append(hasProfile ? 1 : 0, 1)
                    bits.append(hasLevel ? 1 : 0, 1)
                    sublayerBytes += (hasProfile ? 11 : 0) + (hasLevel ? 1 : 0)
                }
                bits.append(0, 2 * (8 - sublayers))
                for _ in 0..<sublayerBytes { bits.append(0, 8) }
            }
            bits.appendExpGolomb(0)
            bits.appendExpGolomb(chroma)
            if chroma == 3 { bits.append(isSeparate ? 1 : 0, 1) }
            bits.appendExpGolomb(width)
            bits.appendExpGolomb(height)
            bits.append(1, 1)
            for edge in crop { bits.appendExpGolomb(edge) }
            bits.append(1, 1)
            let facts = inspect(.h265, [0x42, 0x01] + bits.escapedBytes)
            let across = chroma == 1 || chroma == 2 ? 2 : 1
            let down = chroma == 1 ? 2 : 1
            #expect(facts.width == width - across * (crop[0] + crop[1]))
            #expect(facts.height == height - down * (crop[2] + crop[3]))
        }
    }
}
