import CLibAV
import Testing

/// What an encoder of libavcodec makes of frames: sources for transcoders, made by others than they use.
final class LibAVEncoding {
    struct Packet {
        /// In the encoder's time base; presentation times with the encoder's delay already taken off.
        var decodeTime: Int64
        var presentationTime: Int64
        var isKeyframe: Bool
        var bytes: [UInt8]
    }

    let context: UnsafeMutablePointer<AVCodecContext>
    private var packets: [Packet] = []

    /// - Parameter options: the encoder's own, by name.
    init(
        _ name: String, options: [String: String] = [:],
        configure: (UnsafeMutablePointer<AVCodecContext>) -> Void
    ) throws {
        av_log_set_level(AV_LOG_QUIET)
        let codec = try #require(avcodec_find_encoder_by_name(name), "no encoder \(name)")
        context = try #require(avcodec_alloc_context3(codec))
        context.pointee.thread_count = 1
        context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        configure(context)
        for (option, value) in options {
            try #require(av_opt_set(context.pointee.priv_data, option, value, 0) == 0, "\(option)=\(value)")
        }
        try #require(avcodec_open2(context, codec, nil) == 0, "open \(name)")
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = context
        avcodec_free_context(&context)
    }

    var configuration: [UInt8] {
        guard let data = context.pointee.extradata else { return [] }
        return Array(UnsafeBufferPointer(start: data, count: Int(context.pointee.extradata_size)))
    }

    func encode(_ frame: UnsafeMutablePointer<AVFrame>) throws {
        try #require(avcodec_send_frame(context, frame) == 0)
        try collect()
    }

    /// All packets, in decoding order.
    func finish() throws -> [Packet] {
        try #require(avcodec_send_frame(context, nil) == 0)
        try collect()
        return packets
    }

    private func collect() throws {
        var packet = av_packet_alloc()
        defer { av_packet_free(&packet) }
        while let packet, avcodec_receive_packet(context, packet) == 0 {
            defer { av_packet_unref(packet) }
            // FLAC ends with a packet of nothing but facts about the whole.
            guard packet.pointee.size > 0 else { continue }
            packets.append(
                Packet(
                    decodeTime: packet.pointee.dts, presentationTime: packet.pointee.pts,
                    isKeyframe: packet.pointee.flags & AV_PKT_FLAG_KEY != 0,
                    bytes: Array(UnsafeBufferPointer(start: packet.pointee.data, count: Int(packet.pointee.size)))))
        }
    }
}
