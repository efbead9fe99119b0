import Codecs
import FramePlane
import SFU

/// Where the gateway's streams go to and come from: the frame plane, or what a test puts in its place.
protocol RTSPExchange: Sendable {
    /// ``FramePlane/publishPackets(_:as:refusesWhenPublished:onEnd:)``.
    func publish(
        _ path: StreamPath, as client: FrameClient, refusesWhenPublished: Bool,
        onEnd: @escaping @Sendable (PublicationEnd) -> Void
    ) async throws(FramePlaneError) -> any PacketSink

    /// ``FramePlane/read(_:as:accepting:takesPackets:wake:)``, of packets where there are any.
    func read(
        _ path: StreamPath, as client: FrameClient, accepting accepted: Set<CodecName>,
        wake: @escaping @Sendable () -> Void
    ) async throws(FramePlaneError) -> any StreamSource
}

/// What a reader's packets and frames come from: ``FrameReader``.
protocol StreamSource: Sendable {
    func take(into events: inout [FrameEvent])
    func setAudience(_ count: Int)
    func close()
}

extension FrameReader: StreamSource {}

/// The frame plane as an exchange.
struct FramePlaneExchange: RTSPExchange {
    let plane: FramePlane

    func publish(
        _ path: StreamPath, as client: FrameClient, refusesWhenPublished: Bool,
        onEnd: @escaping @Sendable (PublicationEnd) -> Void
    ) async throws(FramePlaneError) -> any PacketSink {
        try await plane.publishPackets(path, as: client, refusesWhenPublished: refusesWhenPublished, onEnd: onEnd)
    }

    func read(
        _ path: StreamPath, as client: FrameClient, accepting accepted: Set<CodecName>,
        wake: @escaping @Sendable () -> Void
    ) async throws(FramePlaneError) -> any StreamSource {
        try await plane.read(path, as: client, accepting: accepted, takesPackets: true, wake: wake)
    }
}
