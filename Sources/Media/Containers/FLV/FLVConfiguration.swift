import Bytes
import Codecs

/// What the sequence header of a track says.
enum FLVConfiguration: Equatable, Sendable {
    case h264(AVCConfiguration)
    case h265(HEVCConfiguration)
    case av1(AV1Configuration)
    /// Of VP8 and VP9, whose keyframes say the rest.
    case videoRecord(VPConfiguration)
    case audio(TrackFormat)

    /// Nil when the codec has no configuration.
    init?(of codec: CodecName, _ payload: Span<UInt8>) throws(FLVError) {
        do {
            switch codec {
            case .h264: self = .h264(try AVCConfiguration(parsing: payload))
            case .h265: self = .h265(try HEVCConfiguration(parsing: payload))
            case .av1: self = .av1(try AV1Configuration(parsing: payload))
            case .vp8, .vp9: self = .videoRecord(try Self.videoRecord(payload))
            case .aac: self = .audio(.aac(try AudioSpecificConfig(parsing: payload)))
            case .opus: self = .audio(.opus(try OpusHeader(parsing: payload)))
            case .flac: self = .audio(try Self.flac(payload))
            case .mp3, .ac3, .eac3, .pcma, .pcmu, .g722, .l16, .jpeg: return nil
            }
        } catch {
            throw FLVError(error, of: codec)
        }
    }

    /// Nil when the frames must say more first.
    var format: TrackFormat? {
        switch self {
        case .h264(let configuration): .h264(configuration)
        case .h265(let configuration): .h265(configuration)
        case .av1(let configuration): .av1(configuration)
        case .videoRecord: nil
        case .audio(let format): format
        }
    }

    /// Muxers write the record as the MP4 box has it, behind version 1 and flags 0 (ffmpeg does), or alone. No record
    /// begins like this: its third byte would be a depth of no bits.
    private static func videoRecord(_ payload: Span<UInt8>) throws(CodecError) -> VPConfiguration {
        let hasVersion = payload.count >= 4 && payload[0] == 1 && payload[1] == 0 && payload[2] == 0 && payload[3] == 0
        let record = hasVersion ? payload.extracting(4..<payload.count) : payload
        return try VPConfiguration(parsing: record)
    }

    /// `fLaC`, the header of a metadata block and STREAMINFO (Enhanced RTMP v2, "Enhanced Audio"); ffmpeg writes
    /// STREAMINFO alone.
    private static func flac(_ payload: Span<UInt8>) throws(CodecError) -> TrackFormat {
        var reader = ByteReader(payload)
        do throws(EndOfBytes) {
            if payload.count >= flacSignature.count + flacBlockHeader.count + flacStreamInfoSize {
                for byte in flacSignature where try reader.readUInt8() != byte { throw EndOfBytes() }
                // The last-block flag may be set or not.
                guard try reader.readUInt8() & 0x7F == 0 else { throw EndOfBytes() }
                guard try reader.readUInt24() == flacStreamInfoSize else { throw EndOfBytes() }
            }
            let info = try reader.readSlice(flacStreamInfoSize)
            // Twenty bits of sample rate and three of channels, less one, behind the sizes of blocks and frames
            // (RFC 9639 §8.2).
            let sampleRate = Int(info[10]) << 12 | Int(info[11]) << 4 | Int(info[12]) >> 4
            guard sampleRate > 0 else { throw EndOfBytes() }
            return TrackFormat(
                .flac, configuration: info.copied, sampleRate: sampleRate, channels: Int(info[12] >> 1 & 7) + 1)
        } catch {
            throw .malformed
        }
    }

    static let flacSignature = Array("fLaC".utf8)
    /// The last metadata block, STREAMINFO, of 34 bytes.
    static let flacBlockHeader: [UInt8] = [0x80, 0, 0, 34]
    private static let flacStreamInfoSize = 34
}

extension TrackFormat {
    /// What the sequence header of the track has behind its tag's header; nil where the codec has none, or none is
    /// known.
    var sequenceHeader: [UInt8]? {
        switch codec {
        case .mp3, .ac3, .eac3, .pcma, .pcmu, .g722, .l16, .jpeg: return nil
        case .vp8, .vp9:
            guard !configuration.isEmpty else { return nil }
            // As ffmpeg's demuxer reads it: version and flags of the MP4 box come first.
            return [1, 0, 0, 0] + configuration
        case .opus: return configuration.isEmpty ? OpusHeader(channels: channels).bytes : configuration
        case .flac:
            guard !configuration.isEmpty else { return nil }
            return FLVConfiguration.flacSignature + FLVConfiguration.flacBlockHeader + configuration
        case .h264, .h265, .av1, .aac: return configuration.isEmpty ? nil : configuration
        }
    }
}
