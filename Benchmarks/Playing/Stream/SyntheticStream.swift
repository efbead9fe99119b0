import Codecs

/// The stream that is published: video of 30 frames/s with a keyframe each two seconds, and 43 frames of audio a
/// second. Servers take its formats and frames for H.264 and AAC; what a decoder would see is nothing but
/// ``FrameMark``s.
struct SyntheticStream {
    /// Bits in a second.
    let bitrate: Int
    private var nextVideo: UInt32 = 0
    private var nextAudio: UInt32 = 0

    /// - Parameter bitrate: In a second, well above the 64,000 of the audio.
    init(bitrate: Int) {
        self.bitrate = bitrate
    }

    /// Nanoseconds of the stream's time at which the next frame is due.
    var deadline: Int64 {
        min(Self.time(of: .video, nextVideo).nanoseconds, Self.time(of: .audio, nextAudio).nanoseconds)
    }

    /// The next frame, in the order of time.
    mutating func next() -> (kind: MediaKind, frame: Frame) {
        if Self.time(of: .video, nextVideo) <= Self.time(of: .audio, nextAudio) {
            defer { nextVideo += 1 }
            return (.video, frame(.video, nextVideo))
        }
        defer { nextAudio += 1 }
        return (.audio, frame(.audio, nextAudio))
    }

    /// When a frame is to be shown.
    static func time(of kind: MediaKind, _ number: UInt32) -> MediaTime {
        switch kind {
        case .video: MediaTime(ticks: Int64(number), rate: frameRate)
        case .audio: MediaTime(ticks: Int64(number) * samplesPerFrame, rate: audio.sampleRate)
        }
    }

    private func frame(_ kind: MediaKind, _ number: UInt32) -> Frame {
        let isKeyframe = kind == .audio || number.isMultiple(of: Self.framesPerGroup)
        let length = kind == .audio ? Self.audioLength : isKeyframe ? Self.keyframeSize * videoLength : videoLength
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
        return Frame(time: Self.time(of: kind, number), isKeyframe: isKeyframe, bytes: bytes)
    }

    static func format(of kind: MediaKind) -> TrackFormat { kind == .video ? video : audio }

    /// Bytes of a frame of either kind.
    var meanLength: Int {
        bitrate / 8 * Int(Self.samplesPerFrame)
            / (Self.frameRate * Int(Self.samplesPerFrame) + Self.audio.sampleRate)
    }

    /// Bytes of a frame of video that is no keyframe, so that there are as many bits in a second as there are to be.
    private var videoLength: Int {
        let audioBytes = Self.audioLength * Self.audio.sampleRate / Int(Self.samplesPerFrame)
        let framesInGroup = Int(Self.framesPerGroup)
        return (bitrate / 8 - audioBytes) * framesInGroup
            / (Self.frameRate * (framesInGroup - 1 + Self.keyframeSize))
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
    /// How many times as large as another frame of video a keyframe is.
    private static let keyframeSize = 3
}
