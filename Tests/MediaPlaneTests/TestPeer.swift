import CLinux
import MediaPlane
import Net

/// Somebody whom packets are sent to. Each packet carries its number.
final class TestPeer {
    let port: UInt16
    let destination: UnsafeMutablePointer<Destination>
    /// Packets that a batch was given for this peer.
    private(set) var given = 0

    /// - Parameter host: nil for this machine, or the last number of an address in 192.0.2.0/24, whose first host is ours.
    init(port: UInt16, host: UInt8? = nil) {
        self.port = port
        var local = clinux_pktinfo()
        if host != nil {
            withUnsafeMutableBytes(of: &local.address) { bytes in
                for (index, value) in [(10, 0xFF), (11, 0xFF), (12, 192), (14, 2), (15, 1)] {
                    bytes[index] = UInt8(value)
                }
            }
        }
        let ip = host.flatMap { IPAddress("192.0.2.\($0)") } ?? .loopbackV4
        destination = .allocate(capacity: 1)
        destination.initialize(to: Destination(peer: SocketAddress(ip: ip, port: port), local: local))
    }

    deinit {
        destination.deallocate()
    }

    /// Queues `count` packets of `size` bytes, 8 or more.
    func give(
        _ count: Int, of size: Int = usualSize, as kind: SendKind = .video, arrival: Instant = .test,
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

    static let usualSize = 1_000

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
