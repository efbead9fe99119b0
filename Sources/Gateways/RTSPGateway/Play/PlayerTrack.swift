import MediaPlane
import RTSP

/// A track that a player has set up.
struct PlayerTrack {
    /// Of ``PlayerGroup/tracks``.
    var index: Int
    var route: PlayerRoute
    /// What RTP-Info calls it.
    var url: String

    var transport: RTSPTransport { route.transport }
}

/// How the packets of one track get to a player.
enum PlayerRoute {
    /// On channels of the connection.
    case interleaved(rtp: UInt8, rtcp: UInt8)
    /// From our shared ports.
    case udp(rtp: Destination, rtcp: Destination)
    /// To the group that the stream has.
    case multicast

    var transport: RTSPTransport {
        switch self {
        case .interleaved: .tcp
        case .udp: .udp
        case .multicast: .multicast
        }
    }
}
