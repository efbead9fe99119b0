import CLinux
import Glibc
import MediaPlane
import Net
import Testing

/// A real socket whose buffer is really full: packets for a neighbour that does not answer ARP stay in the kernel, on the
/// sender's account, until it does.
@Suite(.enabled(if: NetworkNamespace.isAllowed, "needs root, for a network of its own"))
struct FullSocketTests {
    private struct Outcome: Sendable {
        var waiting = 0
        var isWritable = true
        var waits = false
        var readyAfterwards = false
        var counters = SendCounters()
        var given: [Int] = []
        var seen: [UInt16: [Int]] = [:]
    }

    @Test func whatTheKernelRefusedComesLaterInOrder() throws {
        let outcome = try NetworkNamespace.run { () throws -> Outcome in
            try NetworkNamespace.command(
                "ip link add name a type veth peer name b address 02:00:00:00:00:02",
                "ip link set dev a up", "ip link set dev b up", "ip address add 192.0.2.1/24 dev a")
            let witness = try Witness(interface: "b")
            let socket = try UDPSocket(port: 0)
            var size: Int32 = 32_768
            setsockopt(socket.descriptor, SOL_SOCKET, SO_SNDBUF, &size, socklen_t(MemoryLayout<Int32>.size))
            let wake = clinux_eventfd()
            let poll = clinux_epoll(socket.descriptor, wake)
            defer {
                close(wake)
                close(poll)
            }

            let peers = (1...20).map { TestPeer(port: $0, host: 2) }
            var batch = SendBatch(descriptor: socket.descriptor, clocks: LoopTime.ofSystem)
            for _ in 0..<3 {
                for peer in peers { peer.give(5, to: &batch) }
                batch.flush()
            }
            var outcome = Outcome()
            outcome.waiting = batch.backlogBytes
            outcome.waits = batch.waitsForSocket
            clinux_epoll_watch_writable(poll, socket.descriptor, 1)
            outcome.isWritable = clinux_epoll_wait(poll, 0) & CLINUX_READY_WRITABLE != 0

            try NetworkNamespace.command("ip neighbour replace 192.0.2.2 lladdr 02:00:00:00:00:02 dev a nud permanent")
            for _ in 0..<1_000 where batch.backlogBytes > 0 {
                if clinux_epoll_wait(poll, 1_000_000_000) & CLINUX_READY_WRITABLE != 0 {
                    outcome.readyAfterwards = true
                    batch.flush()
                }
            }
            outcome.counters = batch.counters
            outcome.given = peers.map(\.given)
            outcome.seen = witness.numbers(packets: 300)
            return outcome
        }
        #expect(outcome.waiting > 100_000 && outcome.waits && !outcome.isWritable && outcome.readyAfterwards)
        #expect(outcome.counters.packets == 300 && outcome.counters.droppedBacklogFull == 0)
        #expect(outcome.given.allSatisfy { $0 == 15 } && outcome.seen.count == 20)
        for (port, numbers) in outcome.seen { #expect(numbers == Array(0..<15), "port \(port)") }
    }
}

/// Reads every packet that comes in by an interface.
private struct Witness: ~Copyable {
    private let descriptor: Int32

    init(interface: String) throws {
        descriptor = socket(AF_PACKET, Int32(SOCK_DGRAM.rawValue), Int32(UInt16(0x0800).bigEndian))
        guard descriptor >= 0 else { throw NetworkNamespace.Failure(what: "a packet socket") }
        var (size, patience) = (Int32(16 << 20), timeval(tv_sec: 5, tv_usec: 0))
        // SO_RCVBUFFORCE
        setsockopt(descriptor, SOL_SOCKET, 33, &size, socklen_t(MemoryLayout<Int32>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        // struct sockaddr_ll: family, protocol, interface.
        var address = [UInt8](repeating: 0, count: 20)
        address.withUnsafeMutableBytes {
            $0.storeBytes(of: UInt16(AF_PACKET), as: UInt16.self)
            $0.storeBytes(of: UInt16(0x0800).bigEndian, toByteOffset: 2, as: UInt16.self)
            $0.storeBytes(of: if_nametoindex(interface), toByteOffset: 4, as: UInt32.self)
        }
        let result = address.withUnsafeBytes {
            bind(descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), 20)
        }
        guard result == 0 else { throw NetworkNamespace.Failure(what: "binding to \(interface)") }
    }

    deinit {
        close(descriptor)
    }

    /// The numbers of so many packets by port, in the order in which they came. A train may come as one.
    func numbers(packets: Int) -> [UInt16: [Int]] {
        var numbers: [UInt16: [Int]] = [:]
        var buffer = [UInt8](repeating: 0, count: 70_000)
        var count = 0
        while count < packets {
            let length = recv(descriptor, &buffer, buffer.count, 0)
            guard length > 0 else { break }
            // IPv4 without options, UDP.
            guard length > 28, buffer[9] == 17 else { continue }
            let port = UInt16(buffer[22]) << 8 | UInt16(buffer[23])
            for start in stride(from: 28, to: length, by: TestPeer.usualSize) {
                numbers[port, default: []].append(TestPeer.number(of: Array(buffer[start..<(start + 8)])))
                count += 1
            }
        }
        return numbers
    }
}
