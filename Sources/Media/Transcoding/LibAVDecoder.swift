import CLibAV
import Codecs

/// A decoder of libavcodec. Calling contract: ``send(_:at:)``, then ``receive()`` until it is nil.
final class LibAVDecoder {
    /// Frames and pieces that the decoder refused.
    private(set) var failures = 0
    private var context: UnsafeMutablePointer<AVCodecContext>?
    private var packet: UnsafeMutablePointer<AVPacket>?
    private var frame: UnsafeMutablePointer<AVFrame>?

    /// - Throws: ``TranscodingError`` when there is no such decoder, or it refuses the configuration.
    init(_ format: TrackFormat) throws(TranscodingError) {
        let context = try LibAV.makeContext(LibAV.decoder(of: format.codec), of: format.codec)
        self.context = context
        packet = try LibAV.unwrap(av_packet_alloc())
        frame = try LibAV.unwrap(av_frame_alloc())
        context.pointee.pkt_timebase = AVRational(num: 1, den: 1_000_000_000)
        context.pointee.max_pixels = Self.maximumPixels
        // Priming is part of the timeline: a decoder that drops it would shift the sound.
        context.pointee.flags2 |= AV_CODEC_FLAG2_SKIP_MANUAL
        try set(format.configuration, of: context)
        switch format.codec {
        case .g722: try setSamples(rate: 16_000, channels: max(format.channels, 1), of: context)
        case .pcmu, .pcma, .l16: try setSamples(rate: format.sampleRate, channels: format.channels, of: context)
        case .aac, .mp3, .flac, .ac3, .eac3, .opus:
            // Decoders find both in the stream; a wrong hint is of no consequence.
            if Self.sampleRates.contains(format.sampleRate), Self.channels.contains(format.channels) {
                try setSamples(rate: format.sampleRate, channels: format.channels, of: context)
            }
        case .av1: context.pointee.flags |= AV_CODEC_FLAG_LOW_DELAY
        case .vp8, .vp9, .h264, .h265, .jpeg: break
        }
        try LibAV.check(avcodec_open2(context, context.pointee.codec, nil), "open decoder")
    }

    deinit {
        av_frame_free(&frame)
        av_packet_free(&packet)
        avcodec_free_context(&context)
    }

    /// Takes in what ``Frame/bytes`` says. False, and counted, when the decoder refuses it.
    func send(_ bytes: [UInt8], at time: MediaTime) -> Bool {
        // An empty packet would mean the end.
        guard let packet, !bytes.isEmpty, bytes.count <= Frame.maximumSize,
            av_new_packet(packet, Int32(bytes.count)) == 0, let data = packet.pointee.data
        else {
            failures += 1
            return false
        }
        data.update(from: bytes, count: bytes.count)
        packet.pointee.pts = time.nanoseconds
        let result = avcodec_send_packet(context, packet)
        av_packet_unref(packet)
        guard result >= 0 else {
            failures += 1
            return false
        }
        return true
    }

    /// Says that nothing more comes; ``receive()`` then gives what is left.
    func finish() {
        avcodec_send_packet(context, nil)
    }

    /// The next decoded frame, valid until the next call. Its `pts` is the presentation time in nanoseconds.
    func receive() -> UnsafeMutablePointer<AVFrame>? {
        guard let frame else { return nil }
        let result = avcodec_receive_frame(context, frame)
        if result >= 0 { return frame }
        if result != clibav_try_again(), result != clibav_end_of_file() { failures += 1 }
        return nil
    }

    private func set(
        _ configuration: [UInt8], of context: UnsafeMutablePointer<AVCodecContext>
    ) throws(TranscodingError) {
        guard !configuration.isEmpty else { return }
        guard configuration.count <= Self.maximumConfigurationSize else { throw .failed("configuration too large") }
        // Padding is read, never interpreted; the context frees it.
        let size = configuration.count + Int(AV_INPUT_BUFFER_PADDING_SIZE)
        let copy = try LibAV.unwrap(av_mallocz(size)).assumingMemoryBound(to: UInt8.self)
        copy.update(from: configuration, count: configuration.count)
        context.pointee.extradata = copy
        context.pointee.extradata_size = Int32(configuration.count)
    }

    private func setSamples(
        rate: Int, channels: Int, of context: UnsafeMutablePointer<AVCodecContext>
    ) throws(TranscodingError) {
        guard Self.sampleRates.contains(rate), Self.channels.contains(channels) else {
            throw .failed("\(rate) Hz, \(channels) channels")
        }
        context.pointee.sample_rate = Int32(rate)
        av_channel_layout_default(&context.pointee.ch_layout, Int32(channels))
    }

    /// Samples in a second that decoders may give (our choice): from below telephony to the highest of AC-3 and FLAC.
    static let sampleRates = 4_000...384_000
    /// Channels that decoders may give: what AAC's predefined configurations reach.
    static let channels = 1...8
    /// Pixels in a picture (our choice): H.264 level 5.1's largest frame, 4096 x 2304. Bounds what a few bytes of
    /// parameter sets can make a decoder allocate.
    static let maximumPixels: Int64 = 4096 * 2304
    /// Bytes of codec configuration (our choice); parameter sets have some hundreds.
    static let maximumConfigurationSize = 64 << 10
}
