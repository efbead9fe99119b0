import CLinux
import MediaPlane
import Net

/// Somebody whom packets are sent to. Each packet carries its number.
final class TestPeer {
    let port: UInt16
    let destination: UnsafeMutablePointer<Destination>
    /// Packets that a batch was given for this peer.
    private(set) var given = 0

    init(port: UInt16) {
        self.port = port
        destination = .allocate(capacity: 1)
        destination.initialize(
            to: Destination(peer: SocketAddress(ip: .loopbackV4, port: port), local: clinux_pktinfo()))
    }

    deinit {
        destination.deallocate()
    }

    /// Queues `count` packets of `size` bytes, 8 or more.
    func give(
        _ count: Int, of size: Int = 1_000, as kind: SendKind = .video, arrival: Instant = .test,
        to batch: inout SendBatch
    ) {
        for _ in 0..<count {
            let packet = UnsafeMutableRawPointer(batch.next)
            packet.initializeMemory(as: UInt8.self, repeating: UInt8(truncatingIfNeeded: given), count: size)
            packet.storeBytes(of: given, as: Int.self)
            batch.commit(size, to: destination, as: kind, arrival: arrival)
            given += 1
        }
    }

    static func number(of packet: [UInt8]) -> Int {
        packet.withUnsafeBytes { $0.loadUnaligned(as: Int.self) }
    }
}

extension Instant {
    /// When tests begin.
    static let test = Instant(nanoseconds: 1_000_000_000_000)
}

extension SendBatch {
    /// A batch for a made-up kernel.
    init(for kernel: FakeKernel, limits: BacklogLimits = BacklogLimits()) {
        self.init(
            descriptor: kernel.descriptor, call: FakeKernel.call, limits: limits,
            clocks: { LoopTime(now: kernel.now, wallClock: 0) })
    }

    mutating func flush(to kernel: FakeKernel, at now: Instant = .test) {
        kernel.setTime(now)
        flush()
    }
}
