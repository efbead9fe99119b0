import MediaPlane
import Net
import Synchronization

/// A program with two UDP ports, for RTP and RTCP.
final class DatagramPeer: Sendable {
    let rtp: DatagramSocket
    let rtcp: DatagramSocket
    private let received: Received

    private final class Received: Sendable {
        let datagrams = Mutex<[(isControl: Bool, bytes: [UInt8])]>([])
    }

    init(_ loop: DatagramLoop) throws {
        let received = Received()
        self.received = received
        (rtp, rtcp) = try loop.makeReceiver { batch in
            for datagram in batch.datagrams {
                received.datagrams.withLock { $0.append((batch.tag == 2, Array(datagram.bytes))) }
            }
            return nil
        }.openPair(firstPort: 0, tag: 1)
    }

    /// Where it is told to be.
    var route: (rtp: Destination, rtcp: Destination) {
        (destination(rtp.port), destination(rtcp.port))
    }

    private func destination(_ port: UInt16) -> Destination {
        Destination(peer: SocketAddress(ip: .loopbackV4, port: port), from: nil)
    }

    /// RTP packets so far, when there are as many.
    func packets(_ count: Int) async throws -> [SentPacket] {
        try await datagrams(count, isControl: false).map { SentPacket($0) }
    }

    /// RTCP so far, when there is as much.
    func reports(_ count: Int) async throws -> [[UInt8]] {
        try await datagrams(count, isControl: true)
    }

    private func datagrams(_ count: Int, isControl: Bool) async throws -> [[UInt8]] {
        while true {
            let found = received.datagrams.withLock { $0.filter { $0.isControl == isControl }.map(\.bytes) }
            if found.count >= count { return found }
            try await Task.sleep(for: .milliseconds(1))
        }
    }
}
