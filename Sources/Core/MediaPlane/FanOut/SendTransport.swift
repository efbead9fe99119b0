import CLinux
import Net
import SRTP

/// What the fan-out needs to know of one peer: where to, with which keys, under which header extension ids. Plain data in
/// memory of its own, so that the loop over subscriptions touches no reference count.
///
/// The session that allocates it outlives every use and owns the sender that it points to.
struct SendTransport {
    var destination: Destination
    /// The session's place in its worker's table.
    var slot: Int32 = 0
    /// Set once the peer is connected.
    var sender: SRTPSender.Handle?
    /// Bytes that the cipher appends.
    var tagLength = 0
    /// The peer's id of each kind of header extension, by raw value; 0 where it negotiated none.
    var extensionIDs = ExtensionIDs()

    static func allocate() -> UnsafeMutablePointer<SendTransport> {
        let pointer = UnsafeMutablePointer<SendTransport>.allocate(capacity: 1)
        let nowhere = SocketAddress(ip: IPAddress(high: 0, low: 0), port: 0)
        pointer.initialize(
            to: SendTransport(destination: Destination(peer: nowhere, local: clinux_pktinfo())))
        return pointer
    }
}

/// A header extension id for each kind, without any allocation.
struct ExtensionIDs {
    private var ids: InlineArray<32, UInt8> = .init(repeating: 0)

    /// The id negotiated for a kind's raw value; 0 for none.
    subscript(kind: UInt8) -> UInt8 {
        get { kind < 32 ? ids[Int(kind)] : 0 }
        set { if kind < 32 { ids[Int(kind)] = newValue } }
    }
}
