import CLibAVFormat
import Codecs

/// Samples without frames, and how they are cut into frames of 20 ms.
struct SampleForm: Sendable {
    let format: TrackFormat
    /// Bytes of a sample of all channels in the file, as a fraction: two samples of G.722 share a byte.
    private let bytesPerBlock: Int
    private let samplesPerBlock: Int
    /// How linear samples become those of L16 (RFC 3551 §4.5.11); nil of those that stay as they are.
    private let linear: Linear?

    /// Where in a linear sample its highest 16 bits are.
    struct Linear: Sendable {
        /// Bytes of a sample.
        let width: Int
        let isBigEndian: Bool
        /// Whether silence is half of the highest value rather than 0.
        let isUnsigned: Bool
    }

    /// Nil for other codecs, and for samples that are no integers.
    init?(_ parameters: AVCodecParameters) {
        let (rate, channels) = (Int(parameters.sample_rate), Int(parameters.ch_layout.nb_channels))
        guard Self.rates.contains(rate), (1...TrackConverter.mostChannels).contains(channels) else { return nil }
        let codec: CodecName
        var linear: Linear?
        switch parameters.codec_id {
        case AV_CODEC_ID_PCM_MULAW: codec = .pcmu
        case AV_CODEC_ID_PCM_ALAW: codec = .pcma
        case AV_CODEC_ID_ADPCM_G722: codec = .g722
        default:
            codec = .l16
            linear = Self.linear(parameters.codec_id)
            guard linear != nil else { return nil }
        }
        self.linear = linear
        format = TrackFormat(codec, sampleRate: rate, channels: channels)
        bytesPerBlock = (linear?.width ?? 1) * channels
        samplesPerBlock = codec == .g722 ? 2 : 1
    }

    /// Cuts what one packet has. A part of a block at the end is left out.
    func cut(_ bytes: Span<UInt8>) -> [FramePiece] {
        let blocks = bytes.count / bytesPerBlock
        let step = max(1, format.sampleRate / (Self.framesPerSecond * samplesPerBlock))
        return stride(from: 0, to: blocks, by: step).map { start in
            let range = start * bytesPerBlock..<min(start + step, blocks) * bytesPerBlock
            let delay = MediaTime(ticks: Int64(start * samplesPerBlock), rate: format.sampleRate).nanoseconds
            return FramePiece(bytes: convert(bytes.extracting(range)), delay: delay)
        }
    }

    private func convert(_ bytes: Span<UInt8>) -> [UInt8] {
        guard let linear else { return bytes.copied }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count / linear.width * 2)
        for start in stride(from: 0, to: bytes.count, by: linear.width) {
            let end = start + linear.width - 1
            let high = linear.isBigEndian ? bytes[start] : bytes[end]
            output.append(linear.isUnsigned ? high ^ 0x80 : high)
            guard linear.width > 1 else {
                output.append(0)
                continue
            }
            output.append(linear.isBigEndian ? bytes[start + 1] : bytes[end - 1])
        }
        return output
    }

    private static func linear(_ codec: AVCodecID) -> Linear? {
        switch codec {
        case AV_CODEC_ID_PCM_S8: Linear(width: 1, isBigEndian: true, isUnsigned: false)
        case AV_CODEC_ID_PCM_U8: Linear(width: 1, isBigEndian: true, isUnsigned: true)
        case AV_CODEC_ID_PCM_S16LE: Linear(width: 2, isBigEndian: false, isUnsigned: false)
        case AV_CODEC_ID_PCM_S16BE: Linear(width: 2, isBigEndian: true, isUnsigned: false)
        case AV_CODEC_ID_PCM_S24LE: Linear(width: 3, isBigEndian: false, isUnsigned: false)
        case AV_CODEC_ID_PCM_S24BE: Linear(width: 3, isBigEndian: true, isUnsigned: false)
        case AV_CODEC_ID_PCM_S32LE: Linear(width: 4, isBigEndian: false, isUnsigned: false)
        case AV_CODEC_ID_PCM_S32BE: Linear(width: 4, isBigEndian: true, isUnsigned: false)
        default: nil
        }
    }

    /// Frames of 20 ms, as telephony has (RFC 3551 §4.2).
    private static let framesPerSecond = 50
    /// Samples in a second that are believed (our choice).
    private static let rates = 4_000...384_000
}
