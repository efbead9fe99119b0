import CLibAV
import Codecs

/// Decodes the frames of one audio track to samples.
protocol AudioDecoder: AnyObject {
    /// Takes a frame in. False when it cannot be decoded.
    func send(_ bytes: [UInt8], at time: MediaTime) -> Bool

    /// The next run of samples of the frame that was sent, valid until the next call.
    func receive() -> UnsafeMutablePointer<AVFrame>?

    /// Frames and pieces that could not be decoded.
    var failures: Int { get }

    /// Samples that sound like a continuation, instead of lost ones; nil when the codec has no such thing.
    /// - Parameter nanoseconds: how long the loss is, above 0.
    func conceal(nanoseconds: Int64) -> UnsafeMutablePointer<AVFrame>?

    /// Nanoseconds that are missing before a frame rather than jitter of its time.
    /// - Parameters:
    ///   - lastDuration: nanoseconds of the last run of samples; 0 before the first.
    ///   - hasLostFrame: whether the frame before could not be decoded.
    func gapThreshold(lastDuration: Int64, hasLostFrame: Bool) -> Int64
}

extension LibAVDecoder: AudioDecoder {
    func gapThreshold(lastDuration: Int64, hasLostFrame: Bool) -> Int64 {
        hasLostFrame ? min(lastDuration / 2, AudioTimeline.gapThreshold) : AudioTimeline.gapThreshold
    }

    func conceal(nanoseconds: Int64) -> UnsafeMutablePointer<AVFrame>? { nil }
}

/// The decoder of a track: libopus for mono and stereo Opus, libavcodec for the rest.
func makeAudioDecoder(of format: TrackFormat) throws(TranscodingError) -> any AudioDecoder {
    // RFC 7845 §5.1.1: family 0 is mono or stereo in one stream, which a decoder takes without being told.
    let mappingFamily = format.configuration.count > 18 ? format.configuration[18] : 0
    guard format.codec == .opus, mappingFamily == 0 else { return try LibAVDecoder(format) }
    return try OpusDecoder()
}
