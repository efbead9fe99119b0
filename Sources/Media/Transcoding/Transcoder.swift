package import Codecs

/// Turns the frames of one track into those of a derived track of another codec.
///
/// Calling contract: ``transcode(_:into:)`` for each frame, in decoding order; items come out late and in bursts, as
/// decoders and encoders have delays. Confined to one thread at a time. Frames keep the timeline they came with.
package protocol Transcoder: AnyObject {
    /// Takes a frame in, and appends what is ready.
    /// - Throws: ``TranscodingError`` when a codec has broken for good. A frame that cannot be decoded is no error: it is
    ///   left out and counted.
    func transcode(_ frame: Frame, into items: inout [TranscodedItem]) throws(TranscodingError)

    /// Lets the next frame that comes out be a keyframe. Without meaning for audio.
    func requestKeyframe()

    /// What is shown or heard before `time` is of no use, but for decoding what follows: a reader that watches live, and not
    /// from the last keyframe on, would only wait for its encoding, and hear it late.
    func discard(before time: MediaTime)

    /// The source has another format from the next frame on.
    func changeSource(to format: TrackFormat) throws(TranscodingError)

    /// Frames that could not be decoded.
    var undecodableFrames: Int { get }
}

/// What comes out of a ``Transcoder``. The first item is a format.
package enum TranscodedItem: Equatable, Sendable {
    case format(TrackFormat)
    case frame(Frame)
}

/// Why frames cannot be turned into others.
package enum TranscodingError: Error, Equatable, Sendable {
    /// There is no decoder or no encoder of this codec here.
    case unavailable(CodecName)
    /// A decoder or encoder refuses its parameters or broke; with libav's or libopus's own words.
    case failed(String)
}
