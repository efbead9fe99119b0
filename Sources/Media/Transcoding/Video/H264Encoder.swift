import CLibAV
import Codecs

/// Encodes H.264 by libx264, for pictures of one size: no reordering, no delay, Constrained Baseline.
final class H264Encoder {
    let format: TrackFormat
    private var context: UnsafeMutablePointer<AVCodecContext>?
    private var packet: UnsafeMutablePointer<AVPacket>?
    /// The time of the last picture on the encoder's own clock, which never runs backward.
    private var ticks: Int64 = 0
    private var lastTime: MediaTime?

    /// For pictures of the size and colours of `picture`.
    init(for picture: UnsafePointer<AVFrame>) throws(TranscodingError) {
        var context: UnsafeMutablePointer<AVCodecContext>? = try LibAV.makeContext(Self.codec, of: .h264)
        do {
            format = try Self.open(LibAV.unwrap(context), for: picture)
        } catch {
            avcodec_free_context(&context)
            throw error
        }
        self.context = context
        packet = try LibAV.unwrap(av_packet_alloc())
    }

    deinit {
        av_packet_free(&packet)
        avcodec_free_context(&context)
    }

    /// Whether `picture` has the size and colours that this encoder was made for.
    func fits(_ picture: UnsafePointer<AVFrame>) -> Bool {
        guard let context else { return false }
        return context.pointee.width == picture.pointee.width && context.pointee.height == picture.pointee.height
            && context.pointee.color_range == Self.range(of: picture)
    }

    /// Encodes one picture; its frame is appended at once.
    func encode(
        _ picture: UnsafeMutablePointer<AVFrame>, at time: MediaTime, asKeyframe: Bool,
        into items: inout [TranscodedItem]
    ) throws(TranscodingError) {
        guard let packet else { return }
        ticks += interval(to: time)
        lastTime = time
        picture.pointee.pts = ticks
        // What the source's encoder chose must not decide here.
        picture.pointee.pict_type = asKeyframe ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE
        try LibAV.check(avcodec_send_frame(context, picture), "encode H.264")
        while true {
            let result = avcodec_receive_packet(context, packet)
            if result == clibav_try_again() { return }
            try LibAV.check(result, "encode H.264")
            defer { av_packet_unref(packet) }
            let isKeyframe = packet.pointee.flags & AV_PKT_FLAG_KEY != 0
            let output = UnsafeBufferPointer(start: packet.pointee.data, count: Int(packet.pointee.size))
            guard let filtered = try? ParameterSetFilter.h264(output.span) else {
                throw .failed("H.264 encoder made units that break their form")
            }
            items.append(.frame(Frame(time: time, isKeyframe: isKeyframe, bytes: filtered.bytes)))
        }
    }

    /// What rate control takes for the duration of a picture: the source's, where that is one.
    private func interval(to time: MediaTime) -> Int64 {
        guard let lastTime else { return 0 }
        let nanoseconds = time - lastTime
        guard nanoseconds > 0, nanoseconds < 1_000_000_000 else { return Int64(Self.clockRate) / Self.assumedFrameRate }
        return max(MediaTime(nanoseconds: nanoseconds).ticks(rate: Self.clockRate), 1)
    }

    private static func open(
        _ context: UnsafeMutablePointer<AVCodecContext>, for picture: UnsafePointer<AVFrame>
    ) throws(TranscodingError) -> TrackFormat {
        let (width, height) = (picture.pointee.width, picture.pointee.height)
        context.pointee.width = width
        context.pointee.height = height
        context.pointee.pix_fmt = AV_PIX_FMT_YUV420P
        context.pointee.color_range = range(of: picture)
        context.pointee.colorspace = picture.pointee.colorspace
        context.pointee.color_primaries = picture.pointee.color_primaries
        context.pointee.color_trc = picture.pointee.color_trc
        context.pointee.sample_aspect_ratio = picture.pointee.sample_aspect_ratio
        context.pointee.time_base = AVRational(num: 1, den: Int32(clockRate))
        context.pointee.framerate = AVRational(num: Int32(assumedFrameRate), den: 1)
        context.pointee.max_b_frames = 0
        // Keyframes come when they are asked for.
        context.pointee.gop_size = Int32.max
        context.pointee.keyint_min = 1
        let bitrate = maximumBitrate(width: Int(width), height: Int(height))
        context.pointee.rc_max_rate = bitrate
        context.pointee.rc_buffer_size = Int32(bitrate)
        context.pointee.flags |= AV_CODEC_FLAG_GLOBAL_HEADER
        for (name, value) in options {
            try LibAV.check(av_opt_set(context.pointee.priv_data, name, value, 0), "set up H.264 encoder")
        }
        try LibAV.check(avcodec_open2(context, codec, nil), "open H.264 encoder")
        let headers = UnsafeBufferPointer(
            start: UnsafePointer(context.pointee.extradata), count: Int(context.pointee.extradata_size))
        guard let sets = try? ParameterSetFilter.h264(headers.span), let format = TrackFormat(h264: sets) else {
            throw .failed("H.264 encoder without parameter sets")
        }
        return format
    }

    private static func range(of picture: UnsafePointer<AVFrame>) -> AVColorRange {
        // The pixel format that means full range is older than the field that says so.
        AVPixelFormat(rawValue: picture.pointee.format) == AV_PIX_FMT_YUVJ420P
            ? AVCOL_RANGE_JPEG : picture.pointee.color_range
    }

    /// Bits in a second that rate control stays below (our choice): 1 Mbit/s for 640 x 360, growing less than the
    /// number of pixels, as detail does: 2.8 for 720p, 5.2 for 1080p.
    private static func maximumBitrate(width: Int, height: Int) -> Int64 {
        let root = (Double(width * height) / (640 * 360)).squareRoot()
        return max(Int64(1_000_000 * root * root.squareRoot()), 100_000)
    }

    /// libx264.
    static var codec: UnsafePointer<AVCodec>? { avcodec_find_encoder_by_name("libx264") }

    /// Our choices: a preset that takes a quarter more time than `superfast`, decoding included, as measured at 720p;
    /// libx264's own default quality; no keyframes at scene cuts, which would come beside the regular ones; lengths
    /// instead of start codes.
    private static let options = [
        ("preset", "veryfast"), ("tune", "zerolatency"), ("profile", "baseline"), ("crf", "23"), ("forced-idr", "1"),
        ("x264-params", "scenecut=0:annexb=0"),
    ]
    /// The encoder's ticks in a second: what RTP has for video.
    private static let clockRate = 90_000
    /// Frames in a second until times show it (our choice); decides the level.
    private static let assumedFrameRate: Int64 = 30
}
