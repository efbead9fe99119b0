import CLibAV
import Codecs
import Testing
import Transcoding

/// What a player makes of H.264: pictures and their times.
struct Seeing {
    struct Picture {
        var time: MediaTime
        var width: Int
        var height: Int
        /// Of a pixel in the middle, 0...255.
        var brightness: Int
        var range: AVColorRange
    }

    private(set) var pictures: [Picture] = []
    private(set) var formats: [TrackFormat] = []
    private(set) var frames: [Frame] = []

    /// Decodes as a player without any reordering does: each picture comes with its frame.
    init(_ items: [TranscodedItem]) throws {
        var context: UnsafeMutablePointer<AVCodecContext>?
        var packet = av_packet_alloc()
        var picture = av_frame_alloc()
        defer {
            avcodec_free_context(&context)
            av_packet_free(&packet)
            av_frame_free(&picture)
        }
        for item in items {
            switch item {
            case .format(let format):
                formats.append(format)
                avcodec_free_context(&context)
                context = try Self.open(format)
            case .frame(let frame):
                frames.append(frame)
                try #require(av_new_packet(packet, Int32(frame.bytes.count)) == 0)
                packet?.pointee.data.update(from: frame.bytes, count: frame.bytes.count)
                try #require(avcodec_send_packet(context, packet) == 0)
                av_packet_unref(packet)
                try #require(avcodec_receive_frame(context, picture) == 0, "no picture at \(frame.presentationTime)")
                let decoded = try #require(picture).pointee
                let middle = Int(decoded.height / 2 * decoded.linesize.0 + decoded.width / 2)
                pictures.append(
                    Picture(
                        time: frame.presentationTime, width: Int(decoded.width), height: Int(decoded.height),
                        brightness: Int(try #require(decoded.data.0)[middle]), range: decoded.color_range))
            }
        }
    }

    private static func open(_ format: TrackFormat) throws -> UnsafeMutablePointer<AVCodecContext> {
        let context = try #require(avcodec_alloc_context3(avcodec_find_decoder(AV_CODEC_ID_H264)))
        let extradata = try #require(av_mallocz(format.configuration.count + 64))
        extradata.copyMemory(from: format.configuration, byteCount: format.configuration.count)
        context.pointee.extradata = extradata.assumingMemoryBound(to: UInt8.self)
        context.pointee.extradata_size = Int32(format.configuration.count)
        context.pointee.thread_count = 1
        try #require(avcodec_open2(context, nil, nil) == 0)
        return context
    }
}
