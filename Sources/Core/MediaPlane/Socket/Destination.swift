package import CLinux
package import Net

/// Where a session's datagrams go, in the form that the kernel takes: its peer's address, and the address of ours that
/// the peer asked, so that a host with several answers from the right one.
package struct Destination {
    var peer: sockaddr_in6
    var local: clinux_pktinfo
    /// Whether trains of packets (UDP_SEGMENT) get there. Cleared when the kernel refuses one: the path may be too narrow.
    package internal(set) var takesTrains = true
    /// Set when video for this peer was dropped: what follows is of no use to it before a keyframe. Until this is cleared,
    /// no more video is taken for it.
    package var hasLostVideo = false

    package init(peer: SocketAddress, local: clinux_pktinfo) {
        self.peer = peer.sockaddr
        self.local = local
    }

    /// A peer, and the address of ours that it asked; nil lets the system choose one.
    package init(peer: SocketAddress, from local: IPAddress?) {
        // IPv4 leaves from an IPv4 address only, if that is "any".
        let local = local ?? (peer.ip.isIPv4 ? IPAddress(v4: 0) : IPAddress(high: 0, low: 0))
        self.init(peer: peer, local: clinux_pktinfo(address: local.in6, interface: local.scope))
    }

    /// Where the peer is.
    package var address: SocketAddress { SocketAddress(peer) }

    /// The peer is somewhere else now, on another path.
    mutating func move(to peer: SocketAddress, from local: clinux_pktinfo) {
        self.peer = peer.sockaddr
        self.local = local
        takesTrains = true
    }
}
