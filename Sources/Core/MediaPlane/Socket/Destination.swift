import CLinux
import Net

/// Where a session's datagrams go, in the form that the kernel takes: its peer's address, and the address of ours that
/// the peer asked, so that a host with several answers from the right one.
struct Destination {
    var peer: sockaddr_in6
    var local: clinux_pktinfo

    init(peer: SocketAddress, local: clinux_pktinfo) {
        self.peer = peer.sockaddr
        self.local = local
    }
}
