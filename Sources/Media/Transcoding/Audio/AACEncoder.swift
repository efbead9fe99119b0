import CLibAV
import Codecs

/// Encodes AAC-LC by libavcodec.
final class AACEncoder: AudioEncoder {
    let format: TrackFormat
    let frameSize = 1024
    private var context: UnsafeMutablePointer<AVCodecContext>?
    private var packet: UnsafeMutablePointer<AVPacket>?
    private var frame: UnsafeMutablePointer<AVFrame>?
    /// Times of frames that went in and did not come out; one or two, as the encoder looks that far ahead.
    private var times: [MediaTime] = []
    private var samplesTaken: Int64 = 0

    init() throws(TranscodingError) {
        var context: UnsafeMutablePointer<AVCodecContext>? = try LibAV.makeContext(Self.codec, of: .aac)
        do {
            format = try Self.open(LibAV.unwrap(context))
        } catch {
            avcodec_free_context(&context)
            throw error
        }
        self.context = context
        packet = try LibAV.unwrap(av_packet_alloc())
        frame = try LibAV.unwrap(av_frame_alloc())
    }

    deinit {
        av_frame_free(&frame)
        av_packet_free(&packet)
        avcodec_free_context(&context)
    }

    func encode(
        _ samples: UnsafeBufferPointer<Float>, at time: MediaTime, into items: inout [TranscodedItem]
    ) throws(TranscodingError) {
        guard samples.count == 2 * frameSize, let packet, let frame else { return }
        try fill(frame, with: samples)
        times.append(time)
        let result = avcodec_send_frame(context, frame)
        av_frame_unref(frame)
        try LibAV.check(result, "encode AAC")
        while true {
            let result = avcodec_receive_packet(context, packet)
            if result == clibav_try_again() { return }
            try LibAV.check(result, "encode AAC")
            defer { av_packet_unref(packet) }
            // A decoder makes of the first packet what comes before the first sample: nothing (`initial_padding`).
            guard packet.pointee.pts >= 0, let time = times.first else { continue }
            times.removeFirst()
            let bytes = Array(UnsafeBufferPointer(start: packet.pointee.data, count: Int(packet.pointee.size)))
            items.append(.frame(Frame(time: time, bytes: bytes)))
        }
    }

    /// The encoder takes left and right apart.
    private func fill(
        _ frame: UnsafeMutablePointer<AVFrame>, with samples: UnsafeBufferPointer<Float>
    ) throws(TranscodingError) {
        frame.pointee.format = AV_SAMPLE_FMT_FLTP.rawValue
        frame.pointee.sample_rate = 48_000
        frame.pointee.nb_samples = Int32(frameSize)
        frame.pointee.pts = samplesTaken
        av_channel_layout_default(&frame.pointee.ch_layout, 2)
        // New room each time, as the encoder keeps frames for a while.
        try LibAV.check(av_frame_get_buffer(frame, 0), "allocate samples")
        guard let left = frame.pointee.data.0, let right = frame.pointee.data.1 else { return }
        left.withMemoryRebound(to: Float.self, capacity: frameSize) { left in
            right.withMemoryRebound(to: Float.self, capacity: frameSize) { right in
                for index in 0..<frameSize {
                    left[index] = samples[2 * index]
                    right[index] = samples[2 * index + 1]
                }
            }
        }
        samplesTaken &+= Int64(frameSize)
    }

    private static func open(
        _ context: UnsafeMutablePointer<AVCodecContext>
    ) throws(TranscodingError) -> TrackFormat {
        context.pointee.sample_fmt = AV_SAMPLE_FMT_FLTP
        context.pointee.sample_rate = 48_000
        av_channel_layout_default(&context.pointee.ch_layout, 2)
        context.pointee.time_base = AVRational(num: 1, den: 48_000)
        context.pointee.bit_rate = bitrate
        context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        // Better from 64 kbit/s up than the thorough search, says the library's manual, and half as dear as measured.
        try LibAV.check(av_opt_set(context.pointee.priv_data, "aac_coder", "fast", 0), "set up AAC encoder")
        try LibAV.check(avcodec_open2(context, codec, nil), "open AAC encoder")
        guard context.pointee.frame_size == 1024, context.pointee.initial_padding == 1024,
            let configuration = context.pointee.extradata, context.pointee.extradata_size > 0
        else { throw .failed("AAC encoder of another kind") }
        let size = Int(context.pointee.extradata_size)
        return TrackFormat(
            .aac, configuration: Array(UnsafeBufferPointer(start: configuration, count: size)), sampleRate: 48_000,
            channels: 2)
    }

    /// libavcodec's own encoder.
    static var codec: UnsafePointer<AVCodec>? { avcodec_find_encoder_by_name("aac") }
    /// Bits in a second (our choice): what services ask of RTMP streams.
    private static let bitrate: Int64 = 128_000
}
