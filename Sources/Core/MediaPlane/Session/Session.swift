import CLinux
import Net
import SFU
import SRTP
import WebRTC

/// One peer on a worker: its transport, and its side of a stream. Confined to the worker that owns it.
final class Session {
    let key: SessionKey
    let path: StreamPath
    /// Its place in the worker's table.
    let slot: Int32
    let peer: PeerSession
    /// Where and how its media is sent; read by the fan-out.
    let transport: UnsafeMutablePointer<SendTransport>
    let side: Side
    let created: Instant
    /// Addresses that lead to this session in the worker's table.
    var addresses: [SocketAddress] = []
    /// The address of ours that its peer uses.
    var local = clinux_pktinfo()
    /// Keys under which its ICE user name fragments stand in the worker's table: the present one and the one before.
    var fragmentKeys: [UInt64] = []
    /// The slot of the timer wheel in which it is due; the largest number for none.
    var wheelSlot = Int64.max
    var wasConnected = false

    enum Side {
        case publisher(PublisherSide)
        case viewer(ViewerSide)
    }

    init(key: SessionKey, path: StreamPath, slot: Int32, peer: PeerSession, side: Side, now: Instant) {
        self.key = key
        self.path = path
        self.slot = slot
        self.peer = peer
        self.side = side
        created = now
        transport = SendTransport.allocate()
    }

    deinit {
        transport.deallocate()
    }

    /// When it wants to be looked at next.
    var deadline: Instant {
        let media =
            switch side {
            case .publisher(let side): side.deadline
            case .viewer(let side): side.deadline
            }
        return min(peer.deadline, wasConnected ? media : .distantFuture)
    }
}
