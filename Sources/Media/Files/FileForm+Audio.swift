import CLibAVFormat
import Codecs

extension FileForm {
    init?(audio parameters: AVCodecParameters, _ configuration: [UInt8]) {
        let (rate, channels) = (Int(parameters.sample_rate), Int(parameters.ch_layout.nb_channels))
        let form: FileForm?
        switch parameters.codec_id {
        case AV_CODEC_ID_AAC: form = Self.aac(configuration)
        case AV_CODEC_ID_OPUS: form = Self.opus(configuration, channels: channels)
        case AV_CODEC_ID_FLAC:
            form = .whole(
                TrackFormat(
                    .flac, configuration: Self.streamInformation(configuration), sampleRate: rate, channels: channels))
        case AV_CODEC_ID_MP1, AV_CODEC_ID_MP2, AV_CODEC_ID_MP3:
            form = .whole(TrackFormat(.mp3, sampleRate: rate, channels: channels))
        case AV_CODEC_ID_AC3: form = .whole(TrackFormat(.ac3, sampleRate: rate, channels: channels))
        case AV_CODEC_ID_EAC3: form = .whole(TrackFormat(.eac3, sampleRate: rate, channels: channels))
        default: form = SampleForm(parameters).map { .samples($0.format, $0) }
        }
        guard let form, (1...TrackConverter.mostChannels).contains(channels), rate > 0 else { return nil }
        self = form
    }

    /// Without a configuration the frames have headers of their own.
    private static func aac(_ configuration: [UInt8]) -> FileForm? {
        if configuration.isEmpty { return .transportAAC(nil) }
        return (try? AudioSpecificConfig(parsing: configuration.span)).map { .whole(.aac($0)) }
    }

    private static func opus(_ configuration: [UInt8], channels: Int) -> FileForm? {
        if let header = try? OpusHeader(parsing: configuration.span) { return .whole(.opus(header)) }
        return channels <= 2 ? .whole(.opus(channels: channels)) : nil
    }

    /// The block alone: Ogg and others have the file's mark and the block's header before it (RFC 9639 §8).
    private static func streamInformation(_ configuration: [UInt8]) -> [UInt8] {
        let (mark, length) = (Array("fLaC".utf8), 34)
        let block = configuration.starts(with: mark) ? configuration.dropFirst(mark.count + 4) : configuration[...]
        return block.count >= length ? Array(block.prefix(length)) : []
    }

    /// Takes the header from a frame of AAC (ADTS, ISO/IEC 14496-3 §1.A.2.2).
    mutating func strip(_ bytes: Span<UInt8>, _ known: AudioSpecificConfig?) throws(CodecError) -> [FramePiece] {
        let header = try ADTSHeader(bytes)
        if known?.bytes != header.configuration {
            self = .transportAAC(try AudioSpecificConfig(parsing: header.configuration.span))
        }
        return [FramePiece(bytes: bytes.extracting(header.payload).copied)]
    }
}

/// The header of a frame of AAC outside of containers (ADTS, ISO/IEC 14496-3 §1.A.2.2).
struct ADTSHeader: Equatable {
    /// The AudioSpecificConfig that says the same, in two bytes.
    let configuration: [UInt8]
    /// Where the raw data block is.
    let payload: Range<Int>

    /// Throws `malformed` when `frame` does not begin with a header, or is shorter than it says; `unsupported` for
    /// several raw data blocks in one frame, which no encoder makes, and for channels that the block itself
    /// describes.
    init(_ frame: Span<UInt8>) throws(CodecError) {
        // Sync word and layer 0.
        guard frame.count >= Self.length, frame[0] == 0xFF, frame[1] & 0xF6 == 0xF0 else { throw .malformed }
        let start = frame[1] & 1 == 1 ? Self.length : Self.length + Self.checksumLength
        let end = Int(frame[3] & 3) << 11 | Int(frame[4]) << 3 | Int(frame[5] >> 5)
        guard end > start, end <= frame.count else { throw .malformed }
        let channels = (frame[2] & 1) << 2 | frame[3] >> 6
        guard frame[6] & 3 == 0, channels > 0 else { throw .unsupported }
        let (type, rate) = ((frame[2] >> 6) + 1, frame[2] >> 2 & 15)
        configuration = [type << 3 | rate >> 1, rate << 7 | channels << 3]
        payload = start..<end
    }

    private static let length = 7
    private static let checksumLength = 2
}
