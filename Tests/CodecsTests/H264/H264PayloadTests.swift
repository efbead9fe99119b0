import Codecs
import Testing

struct H264PayloadTests {
    /// A sequence parameter set as x264 writes it for 1280x720, High profile, with emulation prevention in it.
    private static let set720 = "6764001facd9405005bb016c80000003008000001e078c18cb"

    @Test(arguments: [
        PayloadVector("sequence parameter set", set720) {
            $0.isKeyframeStart = true
            ($0.width, $0.height) = (1_280, 720)
        },
        PayloadVector("refresh slice", "65 88 84") { $0.isKeyframeStart = true },
        PayloadVector("other slice", "41 9a 02"),
        PayloadVector("picture parameter set", "68 ebecb22c"),
        PayloadVector("delimiter", "09 f0"),
        PayloadVector("supplemental information", "06 0501"),
        PayloadVector("cut parameter set still begins a keyframe", "67 6400") { $0.isKeyframeStart = true },
        PayloadVector("aggregate of both sets", "78 0019" + set720 + "0005 68ebecb22c") {
            $0.isKeyframeStart = true
            ($0.width, $0.height) = (1_280, 720)
        },
        PayloadVector("aggregate with the set behind others", "78 0002 09f0 0003 060501 0019" + set720) {
            $0.isKeyframeStart = true
            ($0.width, $0.height) = (1_280, 720)
        },
        PayloadVector("aggregate with a refresh slice", "78 0002 09f0 0002 6588") { $0.isKeyframeStart = true },
        PayloadVector("aggregate of other slices", "78 0002 419a 0001 41"),
        PayloadVector("first fragment of a refresh slice", "7c 85 88") { $0.isKeyframeStart = true },
        PayloadVector("next fragment of a refresh slice", "7c 05 88"),
        PayloadVector("last fragment of a refresh slice", "7c 45 88"),
        PayloadVector("first fragment of another slice", "7c 81 9a"),
        PayloadVector("first fragment of a set", "7c 87" + set720.dropFirst(2)) {
            $0.isKeyframeStart = true
            ($0.width, $0.height) = (1_280, 720)
        },
    ])
    func sees(vector: PayloadVector) throws {
        try vector.check(.h264)
    }

    @Test(arguments: [
        BrokenPayload("type 0", "00 00"), BrokenPayload("type 31", "1f 00"), BrokenPayload("STAP-B", "79 0000 0001 65"),
        BrokenPayload("FU-B", "7d 85 0000 88"), BrokenPayload("empty aggregate", "78"),
        BrokenPayload("length cut", "78 00"), BrokenPayload("unit of length 0", "78 0000"),
        BrokenPayload("unit past the end", "78 0003 6588"),
        BrokenPayload("second unit past the end", "78 0001 41 ffff 65"),
        BrokenPayload("second length cut", "78 0001 41 00"), BrokenPayload("fragment without header", "7c"),
        BrokenPayload("fragment without data", "7c 85"),
    ])
    func refuses(payload: BrokenPayload) throws {
        try payload.check(.h264)
    }
}
