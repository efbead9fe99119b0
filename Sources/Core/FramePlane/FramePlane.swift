package import Codecs
import MediaPlane
package import SFU

/// Streams as frames: what publishers of RTMP and the like bring and what their readers take, beside the media plane, which
/// has streams as packets. Each derives its view from the other's while somebody reads it.
package final class FramePlane: Sendable {
    /// Publishes a path. Nothing is visible of it before ``FramePublication/describe(_:)``.
    /// - Parameters:
    ///   - refusesWhenPublished: whether a path that has a publisher refuses this one; otherwise it takes its place.
    ///   - onEnd: called at most once, on any thread, when somebody else ends it.
    /// - Throws: ``FramePlaneError/alreadyPublished``.
    package func publish(
        _ path: StreamPath, as client: FrameClient, refusesWhenPublished: Bool,
        onEnd: @escaping @Sendable (PublicationEnd) -> Void
    ) async throws(FramePlaneError) -> FramePublication {
        FramePublication()
    }

    /// Reads a path's frames. What the reader cannot take is derived, where the path's settings allow it.
    /// - Parameters:
    ///   - accepted: codecs that the reader takes.
    ///   - wake: called on any thread when there are events after there were none; must not block.
    /// - Throws: ``FramePlaneError``.
    package func read(
        _ path: StreamPath, as client: FrameClient, accepting accepted: Set<CodecName>,
        wake: @escaping @Sendable () -> Void
    ) async throws(FramePlaneError) -> FrameReader {
        throw .nothingLive
    }
}

/// What a publisher brings. All methods may be called on any thread, but by one at a time, and never wait.
package final class FramePublication: Sendable {
    /// Says what the publisher sends: before its first frame, and whenever a track comes, goes or changes its format.
    /// - Parameter tracks: at most ``maximumTracks``; more are left out.
    package func describe(_ tracks: [TrackFormat]) {}

    /// Takes a frame of a track, by its index in the latest ``describe(_:)``; in decoding order within a track.
    package func push(_ frame: Frame, track: Int) {}

    /// The publisher left. Its readers wait for the grace time.
    package func end() {}

    /// The session's figures for the API, e.g. bytes that the socket received, belong here.
    package static let maximumTracks = 16
}

/// A reader's events until they are taken. Bounded: who is too slow loses whole frames.
package final class FrameReader: Sendable {
    /// Moves what is there to the end of `events`, in order.
    package func take(into events: inout [FrameEvent]) {}

    /// Says for the API how many clients this reader stands for; 1 until then.
    package func setAudience(_ count: Int) {}

    /// Ends the reading. Nothing comes after it.
    package func close() {}
}
