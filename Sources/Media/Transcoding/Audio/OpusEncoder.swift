import COpus
import Codecs

/// Encodes Opus by libopus. Always stereo, which is what `opus/48000/2` says (RFC 7587 §7).
final class OpusEncoder: AudioEncoder {
    let format: TrackFormat
    let frameSize = 960
    /// Nanoseconds by which what a decoder makes of a packet is behind the packet's input.
    private let delay: Int64
    private let encoder: OpaquePointer
    private var output = [UInt8](repeating: 0, count: maximumPacketSize)

    init() throws(TranscodingError) {
        var result: Int32 = 0
        guard let encoder = opus_encoder_create(48_000, 2, OPUS_APPLICATION_AUDIO, &result) else {
            throw .failed("open Opus encoder: \(String(cString: opus_strerror(result)))")
        }
        var lookahead: opus_int32 = 0
        guard copus_get_lookahead(encoder, &lookahead) == OPUS_OK,
            copus_set_bitrate(encoder, Self.bitrate) == OPUS_OK,
            copus_set_complexity(encoder, Self.complexity) == OPUS_OK
        else {
            opus_encoder_destroy(encoder)
            throw .failed("set up Opus encoder")
        }
        delay = MediaTime(ticks: Int64(lookahead), rate: 48_000).nanoseconds
        format = TrackFormat(
            .opus, configuration: Self.identificationHeader(preSkip: UInt16(clamping: lookahead)), sampleRate: 48_000,
            channels: 2)
        self.encoder = encoder
    }

    deinit {
        opus_encoder_destroy(encoder)
    }

    func encode(
        _ samples: UnsafeBufferPointer<Float>, at time: MediaTime, into items: inout [TranscodedItem]
    ) throws(TranscodingError) {
        guard samples.count == 2 * frameSize, let start = samples.baseAddress else { return }
        let count = opus_encode_float(encoder, start, Int32(frameSize), &output, Int32(output.count))
        guard count >= 0 else { throw .failed("encode Opus: \(String(cString: opus_strerror(count)))") }
        items.append(.frame(Frame(time: time + -delay, bytes: Array(output.prefix(Int(count))))))
    }

    /// The identification header of stereo in one stream (RFC 7845 §5.1).
    private static func identificationHeader(preSkip: UInt16) -> [UInt8] {
        // Magic, version 1, two channels, pre-skip, input rate 48,000, gain 0, mapping family 0; little-endian.
        Array("OpusHead".utf8) + [1, 2, UInt8(preSkip & 0xFF), UInt8(preSkip >> 8), 0x80, 0xBB, 0, 0, 0, 0, 0]
    }

    /// Bits in a second (our choice): transparent for most music in stereo.
    private static let bitrate: opus_int32 = 96_000
    /// 0...10 (our choice): the best, as it costs only a third more than half of it, 0.6 % of a core.
    private static let complexity: opus_int32 = 10
    /// Bytes that libopus may use for a packet; RFC 6716 §3.4 allows 1275 a frame.
    private static let maximumPacketSize = 1_500
}
