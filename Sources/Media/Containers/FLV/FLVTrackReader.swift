import Bytes
import Codecs

/// One track of a publisher: what is known of it, and its frames brought into their form.
struct FLVTrackReader: Sendable {
    let track: FLVTrack
    let codec: CodecName
    /// The last sequence header, with what the frames changed since.
    private var configuration: FLVConfiguration?
    /// Nil as long as not enough is known for a decoder.
    private var format: TrackFormat?
    /// The format as it was told last; nil before the first time, and after an end.
    private var told: TrackFormat?
    /// As a `MultichannelConfig` has them, 1...255; nil without one.
    private var channels: Int?

    init(_ track: FLVTrack, _ codec: CodecName) {
        self.track = track
        self.codec = codec
    }

    /// A sequence header. An empty one says nothing: ffmpeg begins with it where it does not know better yet.
    mutating func configure(_ payload: Span<UInt8>, into items: inout [FLVItem]) throws(FLVError) {
        guard payload.count > 0 else { return }
        guard let new = try FLVConfiguration(of: codec, payload) else { return }
        // Some publishers repeat it at will; what its frames said since must not be forgotten then.
        if new != configuration {
            configuration = new
            format = new.format
        }
        tell(into: &items)
    }

    /// A video descriptor of MPEG-2 TS, of AV1 alone: it has no more than the first bytes of a configuration, the rest
    /// of which comes with the first keyframe.
    mutating func configureFromTransportStream() throws(FLVError) {
        guard codec == .av1 else { throw .malformed }
        configuration = nil
        format = nil
    }

    /// `MultichannelConfig`. Where the speakers are does not matter here; how many there are does to codecs that do not
    /// say it.
    mutating func readChannels(_ payload: Span<UInt8>) throws(FLVError) {
        channels = try FLVMultichannel(payload).count
    }

    /// - Parameter flagged: channels as the tag's header has them.
    mutating func readAudio(
        _ payload: Span<UInt8>, channels flagged: Int?, at time: MediaTime, into items: inout [FLVItem]
    ) throws(FLVError) {
        guard payload.count <= Frame.maximumSize else { throw .tooLarge }
        guard payload.count > 0 else { return }
        if configuration == nil { format = formatOfAudio(payload, channels: flagged ?? channels) ?? format }
        guard format != nil else { throw .missingConfiguration(track) }
        tell(into: &items)
        items.append(.frame(track, Frame(time: time, bytes: payload.copied)))
    }

    /// - Parameters:
    ///   - isFlagged: whether the tag says that it is a keyframe.
    ///   - compositionOffset: milliseconds.
    mutating func readVideo(
        _ payload: Span<UInt8>, isFlagged: Bool, at time: MediaTime, compositionOffset: Int64,
        into items: inout [FLVItem]
    ) throws(FLVError) {
        guard payload.count <= Frame.maximumSize else { throw .tooLarge }
        guard payload.count > 0 else { return }
        let filtered: FLVVideoFrame
        do {
            filtered = try FLVVideoFrame(payload, of: codec, isFlagged: isFlagged, &configuration)
        } catch {
            throw FLVError(error, of: codec)
        }
        if let changed = filtered.format { format = changed }
        // Parameter sets may come alone.
        guard !filtered.bytes.isEmpty else { return }
        guard format != nil else { throw .missingConfiguration(track) }
        tell(into: &items)
        items.append(
            .frame(
                track,
                Frame(
                    decodeTime: time, presentationTime: time + compositionOffset &* 1_000_000,
                    isKeyframe: filtered.isKeyframe, bytes: filtered.bytes)))
    }

    /// Nothing more comes, or something else.
    mutating func end(into items: inout [FLVItem]) {
        guard told != nil else { return }
        told = nil
        items.append(.ended(track))
    }

    private mutating func tell(into items: inout [FLVItem]) {
        guard let format, format != told else { return }
        told = format
        items.append(.format(track, format))
    }

    /// The format of audio that came without a sequence header; nil when its frames do not say it either.
    private func formatOfAudio(_ frame: Span<UInt8>, channels: Int?) -> TrackFormat? {
        switch codec {
        case .mp3:
            AudioFrameHeader(mp3: frame).map {
                TrackFormat(codec, sampleRate: $0.sampleRate, channels: $0.channels)
            }
        case .ac3, .eac3:
            AudioFrameHeader(ac3: frame).map {
                TrackFormat(codec, sampleRate: $0.sampleRate, channels: $0.channels)
            }
        // Nothing else is defined (RFC 7845 §5.1.1 for more channels needs the header).
        case .opus: .opus(channels: channels ?? 2)
        // 8 kHz, whatever the flags say (Adobe FLV specification §E.4.2.1).
        case .pcma, .pcmu: TrackFormat(codec, sampleRate: 8_000, channels: channels ?? 1)
        default: nil
        }
    }
}

extension FLVError {
    init(_ error: CodecError, of codec: CodecName) {
        switch error {
        case .malformed: self = .malformed
        case .tooLarge: self = .tooLarge
        case .unsupported: self = .unsupported("this kind of \(codec.displayName)")
        }
    }
}

extension Span<UInt8> {
    /// The bytes in memory of their own.
    var copied: [UInt8] {
        var writer = ByteWriter(capacity: count)
        writer.write(self)
        return writer.bytes
    }
}
