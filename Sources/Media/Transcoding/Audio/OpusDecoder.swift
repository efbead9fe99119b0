import CLibAV
import COpus
import Codecs

/// Decodes Opus by libopus to 48 kHz stereo, whatever a packet holds.
final class OpusDecoder: AudioDecoder {
    private(set) var failures = 0
    private let decoder: OpaquePointer
    /// Room for the longest packet; lent out by ``receive()``.
    private var frame: UnsafeMutablePointer<AVFrame>?
    private var hasFrame = false

    init() throws(TranscodingError) {
        var result: Int32 = 0
        decoder = try LibAV.unwrap(opus_decoder_create(48_000, 2, &result))
        let frame = try LibAV.unwrap(av_frame_alloc())
        self.frame = frame
        frame.pointee.format = AV_SAMPLE_FMT_FLT.rawValue
        frame.pointee.sample_rate = 48_000
        frame.pointee.nb_samples = Self.maximumSamples
        av_channel_layout_default(&frame.pointee.ch_layout, 2)
        try LibAV.check(av_frame_get_buffer(frame, 0), "allocate samples")
    }

    deinit {
        av_frame_free(&frame)
        opus_decoder_destroy(decoder)
    }

    func send(_ bytes: [UInt8], at time: MediaTime) -> Bool {
        guard !bytes.isEmpty, bytes.count <= Frame.maximumSize,
            decode(bytes, count: Int32(bytes.count), capacity: Self.maximumSamples)
        else {
            failures += 1
            return false
        }
        return true
    }

    func receive() -> UnsafeMutablePointer<AVFrame>? {
        guard hasFrame else { return nil }
        hasFrame = false
        return frame
    }

    func conceal(nanoseconds: Int64) -> UnsafeMutablePointer<AVFrame>? {
        // Concealment comes in multiples of the shortest frame, 2.5 ms.
        let periods = min((nanoseconds &+ 1_250_000) / 2_500_000, Int64(Self.maximumSamples / 120))
        guard periods > 0, decode(nil, count: 0, capacity: Int32(periods) * 120) else { return nil }
        return receive()
    }

    /// Opus comes from RTP, whose times are exact: a single lost packet shows. What jitters less than 8 ms, as RTMP's
    /// milliseconds do, is no loss even among the shortest frames.
    func gapThreshold(lastDuration: Int64, hasLostFrame: Bool) -> Int64 {
        min(max(8_000_000, lastDuration / 4 * 3), AudioTimeline.gapThreshold)
    }

    private func decode(_ bytes: UnsafePointer<UInt8>?, count: Int32, capacity: Int32) -> Bool {
        guard let frame, let data = frame.pointee.data.0 else { return false }
        let samples = data.withMemoryRebound(to: Float.self, capacity: Int(Self.maximumSamples) * 2) {
            opus_decode_float(decoder, bytes, count, $0, capacity, 0)
        }
        guard samples > 0 else { return false }
        frame.pointee.nb_samples = samples
        hasFrame = true
        return true
    }

    /// Samples of the longest packet, 120 ms (RFC 6716 §3.2.5).
    private static let maximumSamples: Int32 = 5760
}
