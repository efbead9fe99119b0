import CLibAV
import Codecs
import Glibc
import Testing

/// A track of sound, made from a signal by an encoder of libavcodec.
struct Sound {
    var format: TrackFormat
    var frames: [Frame]

    /// - Parameters:
    ///   - signal: the value at a time in seconds, -1...1, the same in all channels.
    ///   - seconds: how long.
    init(
        _ codec: CodecName, rate: Int, channels: Int, seconds: Double, signal: (Double) -> Double
    ) throws {
        let encoding = try LibAVEncoding(Self.encoders[codec] ?? "") { context in
            context.pointee.sample_fmt =
                codec == .mp3 ? AV_SAMPLE_FMT_FLTP : context.pointee.codec.pointee.sample_fmts[0]
            context.pointee.sample_rate = Int32(rate)
            context.pointee.time_base = AVRational(num: 1, den: Int32(rate))
            context.pointee.bit_rate = Int64(64_000 * channels)
            av_channel_layout_default(&context.pointee.ch_layout, Int32(channels))
        }
        let frameSize = encoding.context.pointee.frame_size > 0 ? Int(encoding.context.pointee.frame_size) : rate / 50
        for index in 0..<Int(seconds * Double(rate)) / frameSize {
            var frame = av_frame_alloc()
            defer { av_frame_free(&frame) }
            let samples = (0..<frameSize).map { signal(Double(index * frameSize + $0) / Double(rate)) }
            let picture = try #require(frame)
            try Self.fill(picture, like: encoding.context, with: samples)
            picture.pointee.pts = Int64(index * frameSize)
            try encoding.encode(picture)
        }
        // G.711 and G.722 packets carry no configuration; what libavcodec calls extradata is canonical for the others.
        format = TrackFormat(codec, configuration: encoding.configuration, sampleRate: rate, channels: channels)
        frames = try encoding.finish().map {
            Frame(time: MediaTime(ticks: $0.presentationTime, rate: rate), bytes: $0.bytes)
        }
    }

    private static func fill(
        _ frame: UnsafeMutablePointer<AVFrame>, like context: UnsafeMutablePointer<AVCodecContext>,
        with samples: [Double]
    ) throws {
        frame.pointee.format = context.pointee.sample_fmt.rawValue
        frame.pointee.sample_rate = context.pointee.sample_rate
        frame.pointee.nb_samples = Int32(samples.count)
        av_channel_layout_copy(&frame.pointee.ch_layout, &context.pointee.ch_layout)
        try #require(av_frame_get_buffer(frame, 0) == 0)
        let channels = Int(context.pointee.ch_layout.nb_channels)
        let isPlanar = av_sample_fmt_is_planar(context.pointee.sample_fmt) != 0
        for channel in 0..<channels {
            let data = try #require(frame.pointee.extended_data[isPlanar ? channel : 0])
            for (index, sample) in samples.enumerated() {
                let place = isPlanar ? index : index * channels + channel
                switch av_get_packed_sample_fmt(context.pointee.sample_fmt) {
                case AV_SAMPLE_FMT_S16:
                    UnsafeMutableRawPointer(data).storeBytes(
                        of: Int16(sample * 32_000), toByteOffset: 2 * place, as: Int16.self)
                case AV_SAMPLE_FMT_FLT:
                    UnsafeMutableRawPointer(data).storeBytes(of: Float(sample), toByteOffset: 4 * place, as: Float.self)
                default: Issue.record("sample format \(context.pointee.sample_fmt)")
                }
            }
        }
    }

    private static let encoders: [CodecName: String] = [
        .aac: "aac", .mp3: "libmp3lame", .ac3: "ac3", .eac3: "eac3", .flac: "flac", .opus: "libopus",
        .pcmu: "pcm_mulaw", .pcma: "pcm_alaw", .g722: "g722", .l16: "pcm_s16be",
    ]
}

/// 1 kHz at half of full scale.
func tone(_ time: Double) -> Double {
    0.5 * sin(2 * .pi * 1_000 * time)
}

/// 1 kHz for a tenth of a second, from a tenth of a second on in each half.
func bursts(_ time: Double) -> Double {
    let phase = time.truncatingRemainder(dividingBy: 0.5)
    return phase >= 0.1 && phase < 0.2 ? tone(time) : 0
}
