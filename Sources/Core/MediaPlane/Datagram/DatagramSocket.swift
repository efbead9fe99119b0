import CLinux
import Glibc
package import Net
import Synchronization

/// A UDP socket of a gateway's: received from by its loop's thread, sent by from any thread.
package final class DatagramSocket: Sendable {
    package let port: UInt16
    /// What its batches are known by.
    package let tag: Int
    let receiver: DatagramReceiver

    private let loop: DatagramLoop
    private let largestDatagram: Int
    private let socket: Mutex<UDPSocket?>
    private let receiving: Mutex<Receiving>
    private let sending: Mutex<Sending>

    init(
        _ socket: consuming UDPSocket, tag: Int, largestDatagram: Int, receiver: DatagramReceiver, loop: DatagramLoop
    ) {
        self.tag = tag
        self.largestDatagram = largestDatagram
        self.receiver = receiver
        self.loop = loop
        port = socket.port
        receiving = Mutex(Receiving(descriptor: socket.descriptor, now: LoopTime.ofSystem().now))
        sending = Mutex(Sending(descriptor: socket.descriptor, sender: DatagramSender(call: loop.trains.call)))
        self.socket = Mutex(consume socket)
    }

    // MARK: Sending

    /// Sends the same packets to many, now: runs of packets of one size go as trains (UDP_SEGMENT), and as many destinations
    /// as possible share a system call. It never waits for the kernel, and for others that send by this socket only as long
    /// as their calls take.
    ///
    /// When the kernel has no room, the rest of the packets to that destination is dropped. Of ``SendKind/video``, that sets
    /// the destination's ``Destination/hasLostVideo``, and such a destination is left out until the caller clears it: at the
    /// next keyframe.
    /// - Parameters:
    ///   - packets: where they lie in `bytes`, in their order. There may be gaps between them. Empty ones are left out.
    ///   - destinations: also multicast groups.
    /// - Returns: packets dropped, over all destinations, because the kernel had no room or the destination was left out.
    @discardableResult
    package func send(
        _ packets: [Range<Int>], of bytes: UnsafeRawBufferPointer, as kind: SendKind,
        to destinations: inout [Destination]
    ) -> Int {
        guard !packets.isEmpty, !destinations.isEmpty else { return 0 }
        let trains = loop.trains.take()
        defer { loop.trains.give(back: trains) }
        trains.load(packets, of: bytes)
        return destinations.withUnsafeMutableBufferPointer { destinations in
            sending.withLock { sending in
                guard let descriptor = sending.descriptor else { return 0 }
                return trains.send(to: destinations, as: kind, by: &sending.sender, descriptor)
            }
        }
    }

    /// Sends one datagram, like a report.
    /// - Returns: whether the kernel took it.
    @discardableResult
    package func send(_ datagram: UnsafeRawBufferPointer, as kind: SendKind, to destination: Destination) -> Bool {
        var destinations = [destination]
        return send([0..<datagram.count], of: datagram, as: kind, to: &destinations) == 0
    }

    /// How datagrams go to multicast groups.
    /// - Parameters:
    ///   - timeToLive: routers that they may pass, and one; 1 stays in the local network.
    ///   - interface: the address of ours whose network they go to: an IPv4 one for IPv4 groups; for IPv6 ones, a link-local
    ///     one with its scope. Nil lets the system choose. ``Destination/init(peer:from:)`` says it for one group.
    /// - Throws: ``SocketError/system(errno:)``.
    package func setMulticast(timeToLive: UInt8, interface: IPAddress?) throws(SocketError) {
        let address = interface ?? IPAddress(high: 0, low: 0)
        var information = clinux_pktinfo(address: address.in6, interface: address.scope)
        let result = sending.withLock { sending in
            sending.descriptor.map { clinux_udp_multicast($0, Int32(timeToLive), &information) } ?? -EBADF
        }
        guard result >= 0 else { throw .system(errno: -result) }
    }

    // MARK: Reads

    package var counters: DatagramCounters {
        var counters = receiving.withLock { $0.counters }
        counters.add(sending.withLock { $0.sender.counters })
        return counters
    }

    // MARK: Closing

    /// Closes this socket alone; the receiver's others stay. What ``DatagramReceiver`` says of closing holds for it.
    package func close() {
        // Neither of its users has the descriptor any more before the system may give the number to somebody else.
        let (descriptor, registration) = receiving.withLock { ($0.descriptor.take(), $0.registration) }
        guard let descriptor else { return }
        sending.withLock { $0.descriptor = nil }
        if let registration { loop.remove(registration, descriptor: descriptor) }
        receiver.remove(self)
        socket.withLock { $0 = nil }
    }

    // MARK: For the receiver and the loop

    /// Lets the loop receive from it.
    /// - Throws: ``SocketError/system(errno:)``.
    func start() throws(SocketError) {
        guard let descriptor = receiving.withLock({ $0.descriptor }) else { return }
        let registration = try loop.add(self, descriptor: descriptor)
        receiving.withLock { $0.registration = registration }
    }

    /// Appends what is there, without waiting; on the loop's thread.
    func receive(by buffers: borrowing ReceiveBatch, at time: LoopTime, into datagrams: inout [ReceivedDatagram]) {
        receiving.withLock { receiving in
            guard let descriptor = receiving.descriptor else { return }
            let count = buffers.receive(from: descriptor)
            for index in 0..<count {
                receiving.take(buffers.message(index), limit: largestDatagram, at: time, into: &datagrams)
            }
            if count < ReceiveBatch.messages { receiving.drained = time.now }
        }
    }

    /// What the loop's thread needs.
    private struct Receiving {
        /// Nil once closed.
        var descriptor: Int32?
        var counters = DatagramCounters()
        /// When the socket was last found empty.
        var drained: Instant
        /// What its loop knows it by.
        var registration: UInt64?

        init(descriptor: Int32, now: Instant) {
            self.descriptor = descriptor
            drained = now
        }

        mutating func take(
            _ message: ReceivedMessage, limit: Int, at time: LoopTime, into datagrams: inout [ReceivedDatagram]
        ) {
            let age = time.age(of: message.timestamp, since: drained)
            let local = IPAddress(message.local.address, scope: message.local.interface)
            for start in stride(from: 0, to: message.bytes.count, by: message.segment) {
                let end = min(start + message.segment, message.bytes.count)
                guard end - start <= limit else {
                    counters.droppedOversized &+= 1
                    continue
                }
                counters.received &+= 1
                counters.receivedBytes &+= UInt64(truncatingIfNeeded: end - start)
                datagrams.append(
                    ReceivedDatagram(
                        bytes: UnsafeRawBufferPointer(rebasing: message.bytes[start..<end]), source: message.peer,
                        local: local, arrival: Instant(nanoseconds: time.now.nanoseconds &- age),
                        wallClock: time.wallClock &- age))
            }
        }
    }

    /// What senders need.
    private struct Sending {
        /// Nil once closed.
        var descriptor: Int32?
        var sender: DatagramSender
    }
}
