import CLibAV

/// Turns decoded samples of any form into 48 kHz stereo floats by libswresample, faster or slower as asked.
final class AudioResampler {
    private var context: OpaquePointer?
    private let sampleRate: Int32
    private let sampleFormat: Int32
    private var layout: AVChannelLayout

    /// For samples like those of `frame`.
    init(for frame: UnsafePointer<AVFrame>) throws(TranscodingError) {
        sampleRate = frame.pointee.sample_rate
        sampleFormat = frame.pointee.format
        layout = AVChannelLayout()
        try LibAV.check(
            withUnsafePointer(to: frame.pointee.ch_layout) { av_channel_layout_copy(&layout, $0) }, "copy layout")
        // A decoder that knows how many channels there are, but not where they stand.
        if layout.order == AV_CHANNEL_ORDER_UNSPEC { av_channel_layout_default(&layout, layout.nb_channels) }
        var stereo = AVChannelLayout()
        av_channel_layout_default(&stereo, 2)
        let result = swr_alloc_set_opts2(
            &context, &stereo, AV_SAMPLE_FMT_FLT, Int32(AudioTimeline.sampleRate), &layout,
            AVSampleFormat(rawValue: sampleFormat), sampleRate, 0, nil)
        try LibAV.check(result, "set up resampler")
        let options = UnsafeMutableRawPointer(context)
        // More channels than two must not add up to more than full scale.
        av_opt_set_double(options, "rematrix_maxval", 1, 0)
        // One channel is as loud in both ears as it was; the library would halve its power.
        if layout.nb_channels == 1 { try LibAV.check(swr_set_matrix(context, [1, 1], 1), "set up resampler") }
        // A resampler even at 48 kHz: it is what stretches, and one that came later would be heard to come.
        av_opt_set_int(options, "flags", Int64(SWR_FLAG_RESAMPLE), 0)
        try LibAV.check(swr_init(context), "start resampler")
    }

    deinit {
        swr_free(&context)
        av_channel_layout_uninit(&layout)
    }

    /// Samples at 48 kHz that went in and did not come out.
    var delay: Int64 { swr_get_delay(context, Int64(AudioTimeline.sampleRate)) }

    /// Whether `frame` has the form that this resampler was made for.
    func fits(_ frame: UnsafePointer<AVFrame>) -> Bool {
        sampleRate == frame.pointee.sample_rate && sampleFormat == frame.pointee.format
            && layout.nb_channels == frame.pointee.ch_layout.nb_channels
            && (frame.pointee.ch_layout.order == AV_CHANNEL_ORDER_UNSPEC
                || withUnsafePointer(to: frame.pointee.ch_layout) { av_channel_layout_compare(&layout, $0) } == 0)
    }

    /// Lets so many samples more come out of each 48,000 from now on; fewer when negative.
    func stretch(_ samples: Int32) {
        swr_set_compensation(context, samples, Int32(AudioTimeline.sampleRate))
    }

    /// Appends what comes out for `frame` to `samples`, left and right in turn; with nil, what is still inside.
    func resample(_ frame: UnsafePointer<AVFrame>?, into samples: inout [Float]) throws(TranscodingError) {
        let capacity = swr_get_out_samples(context, frame?.pointee.nb_samples ?? 0)
        try LibAV.check(capacity, "resample")
        guard capacity > 0 else { return }
        var written: Int32 = 0
        samples.append(addingCapacity: Int(capacity) * 2) { span in
            span.withUnsafeMutableBufferPointer { buffer, count in
                guard let start = buffer.baseAddress else { return }
                written = clibav_resample(context, start + count, capacity, frame)
                count += 2 * Int(max(written, 0))
            }
        }
        try LibAV.check(written, "resample")
        for index in samples.indices.suffix(2 * Int(written)) where !(samples[index].magnitude <= 1) {
            // What players clip anyway; encoders break at what damaged frames hold: infinity, or no number at all.
            samples[index] = samples[index] > 1 ? 1 : samples[index] < -1 ? -1 : 0
        }
    }
}
