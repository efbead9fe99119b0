import Bytes
import Codecs
import TestSupport
import Testing

struct AV1PayloadTests {
    /// A reduced sequence header of 640x480: profile 0, still picture, level 8; ten and nine bits of size.
    /// 000 1 1 01000 1001 1000 1001111111 111011111 then zeros.
    private static let reduced = "1a 26 27 fe f8"

    @Test(arguments: [
        PayloadVector("new sequence", "18 08" + reduced) {
            $0.isKeyframeStart = true
            $0.startsFrame = true
            ($0.width, $0.height) = (640, 480)
        },
        PayloadVector("new sequence, header with a size", "18 0a05" + reduced) {
            $0.isKeyframeStart = true
            $0.startsFrame = true
            ($0.width, $0.height) = (640, 480)
        },
        PayloadVector("new sequence, then a frame of layers", "28 06 08" + reduced + "34 48 00") {
            $0.isKeyframeStart = true
            $0.startsFrame = true
            ($0.width, $0.height) = (640, 480)
            ($0.temporalLayer, $0.spatialLayer) = (2, 1)
        },
        PayloadVector("every element with its length", "08 06 08" + reduced + "02 3000") {
            $0.isKeyframeStart = true
            $0.startsFrame = true
            ($0.width, $0.height) = (640, 480)
        },
        PayloadVector("sequence header without the flag", "10 08" + reduced) { ($0.width, $0.height) = (640, 480) },
        PayloadVector("frame", "10 30 00"),
        PayloadVector("rest of an element that looks like a sequence header", "90 08" + reduced),
        PayloadVector("rest of an element, then a sequence header", "a0 01 00 08" + reduced) {
            ($0.width, $0.height) = (640, 480)
        },
        PayloadVector("sequence header cut", "18 08 1a 26") {
            $0.isKeyframeStart = true
            $0.startsFrame = true
        },
        PayloadVector("layers cut", "10 34"),
        PayloadVector("empty element", "00 00 02 3000"),
        PayloadVector("size of the header cut", "18 0a 80") {
            $0.isKeyframeStart = true
            $0.startsFrame = true
        },
    ])
    func sees(vector: PayloadVector) throws {
        try vector.check(.av1)
    }

    @Test(arguments: [
        BrokenPayload("aggregation header alone", "10"), BrokenPayload("rest that begins a sequence", "98 08 00"),
        BrokenPayload("element past the end", "00 05 3000"), BrokenPayload("length cut", "00 80"),
        BrokenPayload("length of more than eight bytes", "00 ffffffffffffffffff01"),
        BrokenPayload("length of more than 32 bits", "00 ffffffff1f 00"),
        BrokenPayload("fewer elements than counted", "20 01 30"),
        BrokenPayload("three counted, one there", "30 01 30"),
    ])
    func refuses(payload: BrokenPayload) throws {
        try payload.check(.av1)
    }

    /// Many elements are looked at up to a limit, and the rest is let be.
    @Test func anyNumberOfElementsIsBounded() {
        let payload = [0x00] + Array(repeatElement([UInt8(1), 0x30], count: 600).joined())
        #expect(inspect(.av1, payload) == VideoPacketFacts())
    }

    /// Full sequence headers, written by §5.5.1, with all that may stand before the size.
    @Test func readsAnySize() {
        var random = SeededRandom(seed: 4)
        for round in 0..<400 {
            let (width, height) = (
                Int.random(in: 1...65_536, using: &random), Int.random(in: 1...65_536, using: &random)
            )
            var bits = Bits()
            bits.append(0, 3)
            bits.append(0, 1)
            bits.append(0, 1)
            let (hasTiming, hasModel, hasDelay) = (random.chance(0.5), random.chance(0.5), random.chance(0.5))
            let delayBits = Int.random(in: 1...32, using: &random)
            bits.append(hasTiming ? 1 : 0, 1)
            if hasTiming {
                bits.append(1, 32)
                bits.append(60, 32)
                bits.append(round % 2, 1)
                if round % 2 == 1 { bits.appendExpGolomb(Int.random(in: 0...5_000, using: &random)) }
                bits.append(hasModel ? 1 : 0, 1)
                if hasModel {
                    bits.append(delayBits - 1, 5)
                    bits.append(1, 32)
                    bits.append(3, 5)
                    bits.append(4, 5)
                }
            }
            bits.append(hasDelay ? 1 : 0, 1)
            let points = Int.random(in: 1...32, using: &random)
            bits.append(points - 1, 5)
            for _ in 0..<points {
                let level = Int.random(in: 0...31, using: &random)
                bits.append(0x101, 12)
                bits.append(level, 5)
                if level > 7 { bits.append(1, 1) }
                if hasTiming, hasModel {
                    let isPresent = random.chance(0.5)
                    bits.append(isPresent ? 1 : 0, 1)
                    if isPresent { bits.append(0, 2 * delayBits + 1) }
                }
                if hasDelay {
                    let isPresent = random.chance(0.5)
                    bits.append(isPresent ? 1 : 0, 1)
                    if isPresent { bits.append(9, 4) }
                }
            }
            bits.append(15, 4)
            bits.append(15, 4)
            bits.append(width - 1, 16)
            bits.append(height - 1, 16)
            let body = bits.bytes
            let facts = inspect(.av1, [0x18, 0x08] + body)
            // Beyond what the reader holds there is no size; 32 operating points with long delays reach there.
            if body.count <= 256 {
                #expect(facts.width == width)
                #expect(facts.height == height)
            } else {
                #expect(facts.width == 0 || facts.width == width)
            }
        }
    }
}
