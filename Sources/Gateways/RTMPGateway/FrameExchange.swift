package import Codecs
package import FramePlane
package import SFU

/// Where the gateway's streams go to and come from: the frame plane, or what a test puts in its place.
package protocol FrameExchange: Sendable {
    /// ``FramePlane/publish(_:as:refusesWhenPublished:onEnd:)``.
    func publish(
        _ path: StreamPath, as client: FrameClient, refusesWhenPublished: Bool,
        onEnd: @escaping @Sendable (PublicationEnd) -> Void
    ) async throws(FramePlaneError) -> any FrameSink

    /// ``FramePlane/read(_:as:accepting:wake:)``.
    func read(
        _ path: StreamPath, as client: FrameClient, accepting accepted: Set<CodecName>,
        wake: @escaping @Sendable () -> Void
    ) async throws(FramePlaneError) -> any FrameSource
}

/// What a publisher's frames go into: ``FramePublication``.
package protocol FrameSink: Sendable {
    func describe(_ tracks: [TrackFormat])
    func push(_ frame: Frame, track: Int)
    func end()
}

/// What a reader's frames come from: ``FrameReader``.
package protocol FrameSource: Sendable {
    func take(into events: inout [FrameEvent])
    func setAudience(_ count: Int)
    func close()
}

extension FramePublication: FrameSink {}
extension FrameReader: FrameSource {}

/// The frame plane as an exchange.
struct FramePlaneExchange: FrameExchange {
    let plane: FramePlane

    func publish(
        _ path: StreamPath, as client: FrameClient, refusesWhenPublished: Bool,
        onEnd: @escaping @Sendable (PublicationEnd) -> Void
    ) async throws(FramePlaneError) -> any FrameSink {
        try await plane.publish(path, as: client, refusesWhenPublished: refusesWhenPublished, onEnd: onEnd)
    }

    func read(
        _ path: StreamPath, as client: FrameClient, accepting accepted: Set<CodecName>,
        wake: @escaping @Sendable () -> Void
    ) async throws(FramePlaneError) -> any FrameSource {
        try await plane.read(path, as: client, accepting: accepted, wake: wake)
    }
}
