import Bytes
import Codecs
import Testing

struct VP8PayloadTests {
    @Test(arguments: [
        PayloadVector("keyframe of 640x480", "10 500100 9d012a 8002 e001 00") {
            $0.isKeyframeStart = true
            $0.startsFrame = true
            ($0.width, $0.height) = (640, 480)
        },
        PayloadVector("the scale above the size is no size", "10 500100 9d012a 8042 e081") {
            $0.isKeyframeStart = true
            $0.startsFrame = true
            ($0.width, $0.height) = (640, 480)
        },
        PayloadVector("keyframe too short for its size", "10 500100 9d012a 8002 e0") {
            $0.isKeyframeStart = true
            $0.startsFrame = true
        },
        PayloadVector("keyframe without start code", "10 500100 9d012b 8002 e001") {
            $0.isKeyframeStart = true
            $0.startsFrame = true
        },
        PayloadVector("size of 0", "10 500100 9d012a 0000 e001") {
            $0.isKeyframeStart = true
            $0.startsFrame = true
        },
        PayloadVector("frame that depends on others", "10 510100") { $0.startsFrame = true },
        PayloadVector("rest of a partition", "00 500100 9d012a 8002 e001"),
        PayloadVector("start of the second partition", "11 500100 9d012a 8002 e001"),
        PayloadVector("everything in the descriptor", "90 f0 9234 55 a3 51") {
            $0.startsFrame = true
            $0.pictureID = PictureID(value: 0x1234, isLong: true)
            $0.baseLayerIndex = 0x55
            $0.temporalLayer = 2
            $0.isSwitchingPoint = true
        },
        PayloadVector("short picture number alone", "90 80 7f 50") {
            $0.startsFrame = true
            $0.isKeyframeStart = true
            $0.pictureID = PictureID(value: 0x7F, isLong: false)
        },
        PayloadVector("key index without temporal layer", "80 10 ff 50"),
        PayloadVector("extension without fields", "90 00 51") { $0.startsFrame = true },
    ])
    func sees(vector: PayloadVector) throws {
        try vector.check(.vp8)
    }

    /// The fullest descriptor, cut everywhere: what is left of it is never a frame.
    @Test(arguments: 1...6) func cutDescriptorsAreMalformed(length: Int) throws {
        let payload = try #require(Hex.bytes("90 f0 9234 55 a3 51"))
        #expect(inspect(.vp8, Array(payload[..<length])).isMalformed)
    }
}
