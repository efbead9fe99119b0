package import FramePlane
package import RTSPGateway
package import WebRTCGateway

/// Everything that media flows through, as HTTP sees it, and how to end it.
package struct RunningMedia: Sendable {
    package var broker: any SessionBroker
    package var links: LinkRegistry
    /// Streams that are published or read as frames.
    package var frames: @Sendable () -> [FrameStreamSummary]
    /// Who publishes and plays by RTSP, pushes and pulls included.
    package var rtspSessions: @Sendable () -> [RTSPSessionSummary]
    /// What beside the broker there is for `/metrics`, in the Prometheus text exposition format, version 0.0.4.
    package var metrics: @Sendable () -> String
    /// Where it listens beside UDP.
    package var addresses: [ListeningAddress]
    /// Ends every session, tells their peers, and gives back all sockets.
    package var shutdown: @Sendable () async -> Void

    package init(
        broker: any SessionBroker, links: LinkRegistry, frames: @escaping @Sendable () -> [FrameStreamSummary] = { [] },
        rtspSessions: @escaping @Sendable () -> [RTSPSessionSummary] = { [] },
        metrics: @escaping @Sendable () -> String = { "" }, addresses: [ListeningAddress] = [],
        shutdown: @escaping @Sendable () async -> Void
    ) {
        self.broker = broker
        self.links = links
        self.frames = frames
        self.rtspSessions = rtspSessions
        self.metrics = metrics
        self.addresses = addresses
        self.shutdown = shutdown
    }
}
