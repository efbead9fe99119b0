import MediaPlane
import Net
import RTSP

/// How the packets of one track of a session travel.
enum TrackRoute: Sendable, Equatable {
    /// On channels of the connection.
    case interleaved(rtp: UInt8, rtcp: UInt8)
    /// From our shared ports to the client's, or the other way.
    case udp(rtp: SocketAddress, rtcp: SocketAddress)
    /// To a group that the stream has.
    case multicast

    var transport: RTSPTransport {
        switch self {
        case .interleaved: .tcp
        case .udp: .udp
        case .multicast: .multicast
        }
    }
}

/// Chooses how a track travels, of what its client offers.
struct RouteChoice {
    let services: GatewayServices
    /// The client's address.
    let peer: IPAddress?
    /// Whether the connection is encrypted: media beside it would not be.
    let isSecure: Bool
    /// What the session's tracks before travel over; all go the same way.
    let former: RTSPTransport?

    /// The first of the offers that is served.
    /// - Returns: the offer, and what is to be answered in its place but for what the track adds; nil when none is.
    func choose(_ offers: [TransportSpecification], mode: TransportSpecification.Mode) -> TransportSpecification? {
        offers.first { offer in
            guard offer.mode ?? mode == mode, let transport = transport(of: offer) else { return false }
            guard services.offers(transport), former == nil || former == transport else { return false }
            switch transport {
            case .tcp: return true
            case .udp: return !isSecure && peer != nil && offer.clientPort != nil
            case .multicast: return !isSecure && mode == .play
            }
        }
    }

    func transport(of offer: TransportSpecification) -> RTSPTransport? {
        switch (offer.carrier, offer.delivery) {
        case (.tcp, .unicast?), (.tcp, nil): .tcp
        case (.udp, .unicast?), (.udp, nil): .udp
        case (.udp, .multicast?): .multicast
        case (.tcp, .multicast?), (.unsupported, _): nil
        }
    }

    /// Where a client that receives by UDP is.
    func addresses(of offer: TransportSpecification) -> (rtp: SocketAddress, rtcp: SocketAddress)? {
        guard let peer, let ports = offer.clientPort else { return nil }
        return (
            SocketAddress(ip: peer, port: ports.first),
            SocketAddress(ip: peer, port: ports.second ?? ports.first &+ 1)
        )
    }
}
