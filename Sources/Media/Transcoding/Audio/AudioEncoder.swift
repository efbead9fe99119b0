import Codecs

/// Encodes 48 kHz stereo.
protocol AudioEncoder: AnyObject {
    /// Of the frames that come out.
    var format: TrackFormat { get }
    /// Samples a frame.
    var frameSize: Int { get }

    /// Takes one frame's samples, left and right in turn, and appends the frames that are ready.
    /// - Parameter time: of the first sample. Frames come out with the time of the first sample that a decoder makes of
    ///   them, so the encoder's delay is already taken off.
    func encode(
        _ samples: UnsafeBufferPointer<Float>, at time: MediaTime, into items: inout [TranscodedItem]
    ) throws(TranscodingError)
}
