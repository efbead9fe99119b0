import GatewaySupport
import MediaPlane
import Net
import Synchronization

/// The server's two UDP ports, for RTP and for RTCP, which all sessions share: what comes in belongs to the session that
/// agreed on the address it comes from, and to nobody else.
final class SharedPorts: Sendable {
    let rtp: DatagramSocket
    let rtcp: DatagramSocket
    private let receiver: DatagramReceiver
    private let registry: Registry

    /// - Parameters:
    ///   - firstPort: that of RTP, even; 0 lets the system choose both.
    ///   - counters: for what nobody agreed on.
    /// - Throws: ``SocketError``.
    init(_ loop: DatagramLoop, firstPort: UInt16, counters: RTSPCounters) throws(SocketError) {
        let registry = Registry()
        self.registry = registry
        receiver = loop.makeReceiver { batch in
            registry.deliver(batch, counters)
            return nil
        }
        (rtp, rtcp) = try receiver.openPair(firstPort: firstPort, tag: Self.rtpTag)
    }

    /// Lets a session have what comes from these addresses. One that another session has is this one's from now on: its
    /// host's port was given to another program.
    func register(_ route: DatagramRoute, to client: any DatagramClient) {
        registry.clients.withLock { clients in
            clients[Registry.Key(address: route.rtp, isControl: false)] = (client, route.track)
            clients[Registry.Key(address: route.rtcp, isControl: true)] = (client, route.track)
        }
    }

    /// The session needs it no more.
    func unregister(_ route: DatagramRoute, of client: any DatagramClient) {
        registry.clients.withLock { clients in
            for key in [
                Registry.Key(address: route.rtp, isControl: false), Registry.Key(address: route.rtcp, isControl: true),
            ] where clients[key]?.client === client {
                clients[key] = nil
            }
        }
    }

    func close() {
        receiver.close()
    }

    private static let rtpTag = 1

    /// Who agreed on which address.
    private final class Registry: Sendable {
        let clients = Mutex<[Key: (client: any DatagramClient, track: Int)]>([:])

        struct Key: Hashable {
            var address: SocketAddress
            var isControl: Bool
        }

        /// On the loop's thread.
        func deliver(_ batch: borrowing DatagramBatch, _ counters: RTSPCounters) {
            let isControl = batch.tag != SharedPorts.rtpTag
            var served: [any DatagramClient] = []
            for datagram in batch.datagrams {
                let entry = clients.withLock { $0[Key(address: datagram.source, isControl: isControl)] }
                guard let entry else {
                    counters.datagramsOfStrangers.count()
                    continue
                }
                entry.client.receive(
                    datagram.bytes, track: entry.track, isControl: isControl,
                    at: LoopTime(now: datagram.arrival, wallClock: datagram.wallClock))
                if !served.contains(where: { $0 === entry.client }) { served.append(entry.client) }
            }
            for client in served { client.endBatch(at: batch.time) }
        }
    }
}

/// Where one track of a session sends from and is sent to by UDP.
struct DatagramRoute: Hashable, Sendable {
    var track: Int
    var rtp: SocketAddress
    var rtcp: SocketAddress
}

/// A session that receives by UDP. Called on the datagrams' thread; must not wait.
protocol DatagramClient: AnyObject, Sendable {
    /// - Parameters:
    ///   - bytes: valid during the call.
    ///   - time: when it came in.
    func receive(_ bytes: UnsafeRawBufferPointer, track: Int, isControl: Bool, at time: LoopTime)

    /// What was received at once has been handed over.
    func endBatch(at time: LoopTime)
}
