import NIOCore

/// What an operator may set about RTSP.
package struct RTSPSettings: Sendable, Equatable {
    /// TCP port; 0 lets the system choose, nil switches plain RTSP off.
    package var port: Int? = 8554
    /// TCP port of RTSPS; 0 lets the system choose. Served only where there is a certificate.
    package var tlsPort: Int? = 8322
    /// UDP port of RTP, and of RTCP the one behind it; even. 0 lets the system choose both.
    package var rtpPort: UInt16 = 8000
    /// What clients may have their media over.
    package var transports: Set<RTSPTransport> = [.tcp, .udp, .multicast]
    /// IPv4 groups that players by multicast are told, the first address of a range of 256.
    package var multicastGroup = "239.255.42.0"
    /// UDP port of multicast RTP, and of RTCP the one behind it; even.
    package var multicastPort: UInt16 = 8002
    /// Connections at a time; more are refused.
    package var maximumConnections = 4_096
    /// Players are sent what has gathered in this time at once, as with RTMP. 0 sends everything as it comes.
    package var gathering = Duration.milliseconds(10)
    /// With more than a handful of players of a stream, what gathers grows with their number up to this time.
    package var longestGathering = Duration.milliseconds(50)
    /// Whether a path that has a publisher refuses another.
    package var refusesSecondPublisher = false
    /// The folder that `rtsp://host/vod/<file>` plays from; nil switches that off.
    package var filesFolder: String?

    package init() {}

    /// What gathers before it is sent to so many players of a stream on one event loop.
    func gathering(players: Int) -> Duration {
        max(gathering, min(gathering * players / Self.playersWithoutDelay, longestGathering))
    }

    /// Players of a stream that cost too little to let anybody wait for them (our choice).
    private static let playersWithoutDelay = 16
}

/// What media can go over.
package enum RTSPTransport: String, Sendable, CaseIterable {
    /// Interleaved with the requests (RFC 2326 §10.12).
    case tcp
    case udp
    /// For players alone.
    case multicast
}
