import Codecs
import Containers

/// The stream that is published, 600 kbit/s: video of 30 frames/s with a keyframe each two seconds, and 43 frames of audio a
/// second. Servers take its formats and frames for H.264 and AAC; what a decoder would see is nothing but ``FrameMark``s.
struct SyntheticStream {
    /// A message of the stream.
    struct Message: Equatable {
        var kind: MediaKind
        /// Milliseconds.
        var timestamp: Int64
        /// The FLV tag's body.
        var payload: [UInt8]
    }

    private var nextVideo: UInt32 = 0
    private var nextAudio: UInt32 = 0

    /// What comes before the first frame: metadata's values, and both decoder configurations.
    static var properties: [AMF0Property] {
        FLVMetadata.properties(of: [(FLVTrack(.video), video), (FLVTrack(.audio), audio)], style: .classic)
    }

    static var configurations: [Message] {
        [video, audio].compactMap { format in
            FLVWriter.configuration(of: format, style: .classic).map {
                Message(kind: format.kind, timestamp: 0, payload: $0)
            }
        }
    }

    /// Nanoseconds of the stream's time at which the next message is due.
    var deadline: Int64 {
        min(Self.time(of: .video, nextVideo).nanoseconds, Self.time(of: .audio, nextAudio).nanoseconds)
    }

    /// The next message, in the order of time.
    mutating func next() -> Message {
        let isVideoNext =
            Self.time(of: .video, nextVideo) <= Self.time(of: .audio, nextAudio)
        let (kind, number): (MediaKind, UInt32) = isVideoNext ? (.video, nextVideo) : (.audio, nextAudio)
        let frame = Self.frame(kind, number)
        var payload: [UInt8] = []
        _ = FLVWriter.frame(frame, of: isVideoNext ? Self.video : Self.audio, style: .classic, into: &payload)
        if isVideoNext { nextVideo += 1 } else { nextAudio += 1 }
        return Message(kind: kind, timestamp: FLVStyle.classic.timestamp(of: frame.decodeTime), payload: payload)
    }

    /// When a frame is to be shown.
    static func time(of kind: MediaKind, _ number: UInt32) -> MediaTime {
        switch kind {
        case .video: MediaTime(ticks: Int64(number), rate: frameRate)
        case .audio: MediaTime(ticks: Int64(number) * samplesPerFrame, rate: audio.sampleRate)
        }
    }

    private static func frame(_ kind: MediaKind, _ number: UInt32) -> Frame {
        let isKeyframe = kind == .audio || number.isMultiple(of: framesPerGroup)
        let length = kind == .audio ? audioLength : isKeyframe ? 3 * videoLength : videoLength
        var bytes: [UInt8] = []
        if kind == .video {
            withUnsafeBytes(of: UInt32(length - 4).bigEndian) { bytes += $0 }
            // The header of an IDR slice, or of one that refers to others.
            bytes.append(isKeyframe ? 0x65 : 0x41)
        } else {
            // A raw data block that begins with a pair of channels.
            bytes.append(0x21)
        }
        bytes += FrameMark.bytes(of: number)
        bytes += [UInt8](repeating: 0x5A, count: length - bytes.count)
        return Frame(time: time(of: kind, number), isKeyframe: isKeyframe, bytes: bytes)
    }

    /// Baseline, 320x240, as x264 writes it.
    private static let video = TrackFormat(
        .h264,
        configuration: [
            0x01, 0x42, 0xC0, 0x0D, 0xFF, 0xE1, 0x00, 0x18, 0x67, 0x42, 0xC0, 0x0D, 0xD9, 0x01, 0x41, 0xFB, 0x01, 0x10,
            0x00, 0x00, 0x03, 0x00, 0x10, 0x00, 0x00, 0x03, 0x03, 0x20, 0xF1, 0x42, 0xA4, 0x80, 0x01, 0x00, 0x05, 0x68,
            0xCB, 0x83, 0xCB, 0x20,
        ], width: 320, height: 240)
    /// AAC-LC, stereo.
    private static let audio = TrackFormat(.aac, configuration: [0x12, 0x10], sampleRate: 44_100, channels: 2)
    private static let samplesPerFrame: Int64 = 1_024
    private static let frameRate = 30
    private static let framesPerGroup: UInt32 = 60
    /// Bytes of a frame of audio: 64 kbit/s.
    static let audioLength = 186
    /// Bytes of a frame of video that is no keyframe; a keyframe is as large as three. With the audio, 600 kbit/s.
    static let videoLength = 2_161
    /// Bits in a second.
    static let bitrate = 600_000
    /// Bytes of a frame of either kind.
    static let meanLength = bitrate / 8 * Int(samplesPerFrame) / (frameRate * Int(samplesPerFrame) + audio.sampleRate)
}
