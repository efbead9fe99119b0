import Codecs
import FramePlane

/// Formats and frames that a decoder would take.
enum Samples {
    /// Baseline, 320x240, as x264 writes it.
    static let h264 = TrackFormat(
        .h264,
        configuration: [
            0x01, 0x42, 0xC0, 0x0D, 0xFF, 0xE1, 0x00, 0x18, 0x67, 0x42, 0xC0, 0x0D, 0xD9, 0x01, 0x41, 0xFB, 0x01, 0x10,
            0x00, 0x00, 0x03, 0x00, 0x10, 0x00, 0x00, 0x03, 0x03, 0x20, 0xF1, 0x42, 0xA4, 0x80, 0x01, 0x00, 0x05, 0x68,
            0xCB, 0x83, 0xCB, 0x20,
        ], width: 320, height: 240)

    /// AAC-LC, 44.1 kHz, stereo.
    static let aac = TrackFormat(.aac, configuration: [0x12, 0x10], sampleRate: 44_100, channels: 2)

    /// A slice of video; an IDR slice when it is a keyframe.
    static func video(_ milliseconds: Int64, isKeyframe: Bool = false, size: Int = 100, delay: Int64 = 0) -> Frame {
        var bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: milliseconds), count: size)
        withUnsafeBytes(of: UInt32(size - 4).bigEndian) { bytes.replaceSubrange(0..<4, with: $0) }
        bytes[4] = isKeyframe ? 0x65 : 0x41
        return Frame(
            decodeTime: MediaTime(milliseconds: milliseconds),
            presentationTime: MediaTime(milliseconds: milliseconds + delay), isKeyframe: isKeyframe, bytes: bytes)
    }

    static func audio(_ milliseconds: Int64) -> Frame {
        Frame(
            time: MediaTime(milliseconds: milliseconds),
            bytes: [0x21, 0x10, UInt8(truncatingIfNeeded: milliseconds), 4])
    }

    /// Tracks, then a keyframe and others behind it, 40 ms apart.
    static func groupOfPictures(frames: Int, from start: Int64 = 0, size: Int = 100) -> [FrameEvent] {
        (0..<frames).map { index in
            .frame(video(start + Int64(index) * 40, isKeyframe: index == 0, size: size), track: 0)
        }
    }
}
