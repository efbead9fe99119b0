import CLibAV
import Codecs

/// Turns an audio track into Opus or AAC at 48 kHz in stereo.
///
/// The first sample that a decoder makes of a source's frame belongs to the frame's presentation time; that sample
/// comes out within 5 ms of it, or within 20 ms while a publisher's clock runs away from its samples
/// (``AudioTimeline``).
final class AudioTranscoder: Transcoder {
    private(set) var undecodableFrames = 0
    private let encoder: any AudioEncoder
    private var decoder: any AudioDecoder
    /// Nil until the first samples are there.
    private var resampler: AudioResampler?
    private var timeline = AudioTimeline()
    /// Samples that wait for a whole frame of the encoder, left and right in turn.
    private var waiting: [Float] = []
    private var hasSaidFormat = false
    /// Nanoseconds; of the last run of samples.
    private var lastDuration: Int64 = 0
    /// Whether a frame could not be decoded since the last one that could: then less than a jitter is a gap.
    private var hasLostFrame = false
    /// What is heard before is left out.
    private var discardTime = MediaTime(nanoseconds: .min)

    init(from format: TrackFormat, encoder: any AudioEncoder) throws(TranscodingError) {
        decoder = try makeAudioDecoder(of: format)
        self.encoder = encoder
    }

    func transcode(_ frame: Frame, into items: inout [TranscodedItem]) throws(TranscodingError) {
        if !hasSaidFormat {
            items.append(.format(encoder.format))
            hasSaidFormat = true
        }
        var placement = timeline.place(
            frame.presentationTime, waitingSamples: waitingSamples,
            gapThreshold: decoder.gapThreshold(lastDuration: lastDuration, hasLostFrame: hasLostFrame))
        if case .fill(let nanoseconds) = placement { try fill(nanoseconds, into: &items) }
        let failures = decoder.failures
        hasLostFrame = true
        if decoder.send(frame.bytes, at: frame.presentationTime) {
            while let samples = decoder.receive() {
                try take(samples, placement, of: frame, into: &items)
                placement = .follow(error: 0)
            }
        }
        if decoder.failures > failures { undecodableFrames += 1 }
        // It is encoded all the same: encoders carry what was on into what follows.
        items.removeAll { if case .frame(let frame) = $0 { frame.presentationTime < discardTime } else { false } }
    }

    func requestKeyframe() {}

    func discard(before time: MediaTime) {
        discardTime = time
    }

    func changeSource(to format: TrackFormat) throws(TranscodingError) {
        decoder = try makeAudioDecoder(of: format)
    }

    /// Takes a run of samples of a frame in.
    private func take(
        _ samples: UnsafeMutablePointer<AVFrame>, _ placement: AudioPlacement, of frame: Frame,
        into items: inout [TranscodedItem]
    ) throws(TranscodingError) {
        guard let duration = Self.duration(of: samples) else {
            undecodableFrames += 1
            return
        }
        hasLostFrame = false
        lastDuration = duration
        var stretch: Int32?
        switch placement {
        case .follow(let error): stretch = timeline.follow(error: error, for: duration)
        case .fill: break
        case .restart: try restart(at: frame.presentationTime, into: &items)
        }
        do {
            try resample(samples, stretch: stretch)
        } catch {
            // Damaged frames may have channels that nobody can mix.
            undecodableFrames += 1
            resampler = nil
        }
        try encode(into: &items)
    }

    /// Makes up for what is missing: by what the decoder imagines, then by silence.
    private func fill(_ nanoseconds: Int64, into items: inout [TranscodedItem]) throws(TranscodingError) {
        var missing = nanoseconds
        if let samples = decoder.conceal(nanoseconds: missing), let duration = Self.duration(of: samples) {
            try resample(samples, stretch: nil)
            missing -= duration
        }
        let count = MediaTime(nanoseconds: missing).ticks(rate: AudioTimeline.sampleRate)
        if count > 0 {
            try drainResampler()
            waiting.append(contentsOf: repeatElement(0, count: 2 * Int(count)))
        }
        try encode(into: &items)
    }

    /// Ends what there is with silence to the end of an encoder's frame, and goes on elsewhere.
    private func restart(at time: MediaTime, into items: inout [TranscodedItem]) throws(TranscodingError) {
        try drainResampler()
        let rest = waiting.count % (2 * encoder.frameSize)
        if rest > 0 { waiting.append(contentsOf: repeatElement(0, count: 2 * encoder.frameSize - rest)) }
        try encode(into: &items)
        timeline.restart(at: time)
    }

    private func resample(
        _ samples: UnsafeMutablePointer<AVFrame>, stretch: Int32?
    ) throws(TranscodingError) {
        if let resampler, !resampler.fits(samples) { try drainResampler() }
        let resampler = if let resampler { resampler } else { try AudioResampler(for: samples) }
        self.resampler = resampler
        if let stretch { resampler.stretch(stretch) }
        try resampler.resample(samples, into: &waiting)
    }

    private func drainResampler() throws(TranscodingError) {
        try resampler?.resample(nil, into: &waiting)
        resampler = nil
    }

    /// Encodes the whole frames among the samples that wait.
    private func encode(into items: inout [TranscodedItem]) throws(TranscodingError) {
        let size = 2 * encoder.frameSize
        var taken = 0
        while waiting.count - taken >= size {
            let time = timeline.nextEncodedTime
            try waiting.withUnsafeBufferPointer { (buffer) throws(TranscodingError) in
                try encoder.encode(
                    UnsafeBufferPointer(rebasing: buffer[taken..<taken + size]), at: time, into: &items)
            }
            timeline.advance(bySamples: encoder.frameSize)
            taken += size
        }
        waiting.removeFirst(taken)
    }

    /// Samples at 48 kHz that are not in the encoder.
    private var waitingSamples: Int64 { Int64(waiting.count / 2) + (resampler?.delay ?? 0) }

    /// Nanoseconds of sound; nil for what no track has, since a wrong rate would turn a few bytes into hours.
    private static func duration(of samples: UnsafeMutablePointer<AVFrame>) -> Int64? {
        let (rate, count) = (Int(samples.pointee.sample_rate), Int64(samples.pointee.nb_samples))
        guard LibAVDecoder.sampleRates.contains(rate), count > 0, count <= rate,
            LibAVDecoder.channels.contains(Int(samples.pointee.ch_layout.nb_channels))
        else { return nil }
        return max(MediaTime(ticks: count, rate: rate).nanoseconds, 1)
    }
}
