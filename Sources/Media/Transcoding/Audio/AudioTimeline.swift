import Codecs

/// Where decoded samples belong on the timeline that comes out, which counts samples at 48 kHz.
///
/// What comes out is continuous, so that the rounding of a source's timestamps (RTMP has milliseconds) is never heard.
/// The mean difference between its timestamps and our count is a publisher's clock that runs apart from its samples; it
/// is followed by stretching the sound.
struct AudioTimeline {
    /// The time of the sample ``origin`` counts from; nil before the first frame.
    private var origin: MediaTime?
    /// Samples that went to the encoder since ``origin``.
    private var encodedSamples: Int64 = 0
    /// The mean of source time minus our time, in nanoseconds.
    private var meanError = 0.0
    private var isStretching = false

    /// The time of the next sample to the encoder.
    var nextEncodedTime: MediaTime {
        guard let origin else { return MediaTime(nanoseconds: 0) }
        return origin + MediaTime(ticks: encodedSamples, rate: Self.sampleRate).nanoseconds
    }

    mutating func advance(bySamples count: Int) {
        encodedSamples &+= Int64(count)
    }

    /// Begins anew: the next sample to the encoder has this time.
    mutating func restart(at time: MediaTime) {
        origin = time
        encodedSamples = 0
        meanError = 0
        isStretching = false
    }

    /// Says where a frame belongs, before it is decoded.
    /// - Parameters:
    ///   - time: of its first sample, by the source.
    ///   - waitingSamples: at 48 kHz, between the encoder and this frame.
    ///   - gapThreshold: nanoseconds that are missing rather than jittering.
    func place(_ time: MediaTime, waitingSamples: Int64, gapThreshold: Int64) -> AudioPlacement {
        guard origin != nil else { return .restart }
        let expected = nextEncodedTime + MediaTime(ticks: waitingSamples, rate: Self.sampleRate).nanoseconds
        let (error, overflow) = time.nanoseconds.subtractingReportingOverflow(expected.nanoseconds)
        guard !overflow, error >= -Self.gapThreshold, error <= Self.longestFilledGap else { return .restart }
        return error > gapThreshold ? .fill(nanoseconds: error) : .follow(error: error)
    }

    /// Says how to follow the source's clock through a run of samples.
    /// - Parameters:
    ///   - error: nanoseconds, of ``AudioPlacement/follow(error:)``.
    ///   - duration: nanoseconds that the run lasts, above 0.
    /// - Returns: samples more (or fewer) in each 48,000.
    mutating func follow(error: Int64, for duration: Int64) -> Int32 {
        let weight = min(Double(duration) / Self.smoothing, 1)
        meanError += (Double(error) - meanError) * weight
        isStretching = abs(meanError) > (isStretching ? Self.toleratedError / 5 : Self.toleratedError)
        let share = isStretching ? meanError / Self.correctionTime : 0
        let limited = max(-Self.greatestStretch, min(share, Self.greatestStretch))
        return Int32(limited * Double(Self.sampleRate))
    }

    /// Samples in a second of all that comes out.
    static let sampleRate = 48_000
    /// Nanoseconds by which timestamps may jitter (our choice): three frames of AAC or Opus.
    static let gapThreshold: Int64 = 60_000_000
    /// Nanoseconds of silence that fill a gap (our choice); after more, the timeline jumps as the source's did.
    static let longestFilledGap: Int64 = 2_000_000_000
    /// Nanoseconds over which errors are averaged (our choice): much longer than a frame, so that jitter averages out.
    private static let smoothing = 1_000_000_000.0
    /// Nanoseconds of mean error that nobody notices (our choice): half of what is promised.
    private static let toleratedError = 2_500_000.0
    /// Nanoseconds in which an error is made good (our choice): a clock that is 0.1 % wrong stays 2 ms away.
    private static let correctionTime = 2_000_000_000.0
    /// The greatest change of speed (our choice): a sixth of a semitone, so that even catching up is not heard.
    private static let greatestStretch = 0.01
}

/// Where a frame belongs.
enum AudioPlacement: Equatable {
    /// It goes on where the last one ended; the source's time is so many nanoseconds later than ours.
    case follow(error: Int64)
    /// Something is missing before it.
    case fill(nanoseconds: Int64)
    /// It belongs elsewhere: the timeline begins anew with it.
    case restart
}
