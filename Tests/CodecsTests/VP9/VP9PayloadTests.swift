import Bytes
import Codecs
import TestSupport
import Testing

struct VP9PayloadTests {
    @Test(arguments: [
        PayloadVector("keyframe of 640x480", "8c 05 82498342 2027f01df0") {
            $0.isKeyframeStart = true
            $0.startsFrame = true
            $0.endsFrame = true
            ($0.width, $0.height) = (640, 480)
            $0.pictureID = PictureID(value: 5, isLong: false)
        },
        PayloadVector("profile 1 with subsampling", "08 a2498342 2004fe03be") {
            $0.isKeyframeStart = true
            $0.startsFrame = true
            ($0.width, $0.height) = (640, 480)
        },
        PayloadVector("profile 1, RGB", "08 a2498342 e027f01df0") {
            $0.isKeyframeStart = true
            $0.startsFrame = true
            ($0.width, $0.height) = (640, 480)
        },
        PayloadVector("profile 2", "08 92498342 1013f80ef8") {
            $0.isKeyframeStart = true
            $0.startsFrame = true
            ($0.width, $0.height) = (640, 480)
        },
        PayloadVector("keyframe cut within its size", "08 82498342 2027f0") {
            $0.isKeyframeStart = true
            $0.startsFrame = true
        },
        PayloadVector("keyframe encrypted end to end", "08 5555555555555555555555") {
            $0.isKeyframeStart = true
            $0.startsFrame = true
        },
        PayloadVector("rest of a keyframe", "04 82498342 2027f01df0") { $0.endsFrame = true },
        PayloadVector("predicted frame", "48 86") { $0.startsFrame = true },
        PayloadVector("layers with base layer index", "a8 9234 53 77 00") {
            $0.startsFrame = true
            $0.pictureID = PictureID(value: 0x1234, isLong: true)
            $0.temporalLayer = 2
            $0.isSwitchingPoint = true
            $0.spatialLayer = 1
            $0.baseLayerIndex = 0x77
        },
        PayloadVector("flexible mode with two references", "f8 01 40 03 02 00") {
            $0.startsFrame = true
            $0.pictureID = PictureID(value: 1, isLong: false)
            $0.temporalLayer = 2
        },
        PayloadVector("three spatial layers and a picture group", "0a 58 014000b4 02800168 050002d0 02 0401 00 82") {
            $0.isKeyframeStart = true
            $0.startsFrame = true
            ($0.width, $0.height) = (1_280, 720)
        },
        PayloadVector("structure without sizes: the frame tells", "0a 00 82498342 2027f01df0") {
            $0.isKeyframeStart = true
            $0.startsFrame = true
            ($0.width, $0.height) = (640, 480)
        },
    ])
    func sees(vector: PayloadVector) throws {
        try vector.check(.vp9)
    }

    @Test(arguments: [
        BrokenPayload("no picture number", "80"), BrokenPayload("picture number cut", "80 92"),
        BrokenPayload("no frame", "80 9234"), BrokenPayload("layers cut", "20 00"),
        BrokenPayload("no layers", "30"), BrokenPayload("no reference", "50"),
        BrokenPayload("reference chain cut", "50 03 03"), BrokenPayload("four references", "50 03 03 03 02 00"),
        BrokenPayload("no structure", "02"),
        BrokenPayload("eight spatial layers promised", "02 f0 0140 00b4 0280 0168"),
        BrokenPayload("no picture group", "02 08"), BrokenPayload("picture group cut", "02 08 ff 00 04 01"),
        BrokenPayload("references of the group cut", "02 08 01 0c 01"),
        BrokenPayload("no frame behind", "02 08 01 04 01"),
    ])
    func refuses(payload: BrokenPayload) throws {
        try payload.check(.vp9)
    }

    @Test func readsEverySizeInEveryProfile() {
        var random = SeededRandom(seed: 1)
        for round in 0..<200 {
            let profile = round % 4
            let colorSpace = Int.random(in: 0...7, using: &random)
            let (width, height) = (
                Int.random(in: 1...65_536, using: &random), Int.random(in: 1...65_536, using: &random)
            )
            var bits = Bits()
            bits.append(2, 2)
            bits.append(profile & 1, 1)
            bits.append(profile >> 1, 1)
            if profile == 3 { bits.append(0, 1) }
            // No existing frame, keyframe, shown, not resilient, and the sync code.
            bits.append(0b0010, 4)
            bits.append(0x498342, 24)
            if profile >= 2 { bits.append(1, 1) }
            bits.append(colorSpace, 3)
            if colorSpace != 7 {
                bits.append(0, 1)
                if profile % 2 == 1 { bits.append(0, 3) }
            } else if profile % 2 == 1 {
                bits.append(0, 1)
            }
            bits.append(width - 1, 16)
            bits.append(height - 1, 16)
            let facts = inspect(.vp9, [0x08] + bits.bytes)
            #expect(facts.isKeyframeStart)
            #expect(facts.width == width)
            #expect(facts.height == height)
        }
    }
}
