import MediaPlane
import Net
import Synchronization
import Testing

/// What a receiver's handler was called with.
struct Inbox {
    /// A call of the handler.
    struct Call: Sendable {
        var tag: Int
        var datagrams: [Datagram]
        var time: LoopTime
    }

    struct Datagram: Sendable {
        var bytes: [UInt8]
        var source: SocketAddress
        var local: IPAddress
        var arrival: Instant
        var wallClock: Int64
    }

    let receiver: DatagramReceiver
    private var calls: AsyncStream<Call>.Iterator

    /// - Parameter deadline: what the handler answers a call.
    init(_ loop: DatagramLoop, deadline: @escaping @Sendable (Call) -> Instant? = { _ in nil }) {
        let (stream, continuation) = AsyncStream.makeStream(of: Call.self)
        calls = stream.makeAsyncIterator()
        receiver = loop.makeReceiver { batch in
            let call = Call(
                tag: batch.tag,
                datagrams: batch.datagrams.map {
                    Datagram(
                        bytes: [UInt8]($0.bytes), source: $0.source, local: $0.local, arrival: $0.arrival,
                        wallClock: $0.wallClock)
                }, time: batch.time)
            continuation.yield(call)
            return deadline(call)
        }
    }

    /// One whose handler answers its first calls with so many milliseconds or never, each but the last after having asked
    /// for the next call; and further ones with never.
    init(_ loop: DatagramLoop, answers: [Int?]) {
        let waker = Shared(Mutex<DatagramReceiver?>(nil))
        let given = Shared(Atomic(0))
        self.init(loop) { call in
            let index = given.value.wrappingAdd(1, ordering: .relaxed).oldValue
            guard answers.indices.contains(index) else { return nil }
            if index + 1 < answers.count { waker.value.withLock { $0 }?.wake() }
            return answers[index].map { call.time.now.advanced(by: .milliseconds($0)) }
        }
        waker.value.withLock { [receiver] in $0 = receiver }
    }

    /// The next call.
    mutating func call() async throws -> Call {
        try #require(await calls.next(isolation: nil))
    }

    /// Calls until so many datagrams came.
    mutating func datagrams(_ count: Int) async throws -> [(tag: Int, datagram: Datagram)] {
        var found: [(tag: Int, datagram: Datagram)] = []
        while found.count < count {
            let call = try await call()
            found += call.datagrams.map { (call.tag, $0) }
        }
        return found
    }
}

/// Packets with gaps between them, each filled by its number.
struct TestPackets {
    var bytes: [UInt8] = []
    var ranges: [Range<Int>] = []

    init(sizes: [Int], gap: Int = 4) {
        for (index, size) in sizes.enumerated() {
            bytes += [UInt8](repeating: 0xEE, count: gap)
            ranges.append(bytes.count..<bytes.count + size)
            bytes += [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: size)
        }
    }

    var each: [[UInt8]] { ranges.map { Array(bytes[$0]) } }

    @discardableResult
    func send(by socket: DatagramSocket, as kind: SendKind = .video, to destinations: inout [Destination]) -> Int {
        bytes.withUnsafeBytes { socket.send(ranges, of: $0, as: kind, to: &destinations) }
    }
}

extension DatagramSocket {
    /// Where it is reached on this machine.
    func destination(_ ip: IPAddress = .loopbackV4) -> Destination {
        Destination(peer: SocketAddress(ip: ip, port: port), from: ip)
    }

    func send(_ bytes: [UInt8], to destination: Destination) -> Bool {
        bytes.withUnsafeBytes { send($0, as: .other, to: destination) }
    }
}

/// Something that cannot be copied, shared by closures.
final class Shared<Value: ~Copyable & Sendable>: Sendable {
    let value: Value

    init(_ value: consuming Value) {
        self.value = value
    }
}
