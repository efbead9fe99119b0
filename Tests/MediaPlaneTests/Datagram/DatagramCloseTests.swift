import MediaPlane
import Net
import Synchronization
import Testing

/// What is closed is silent, and its port is free.
@Suite(.timeLimit(.minutes(1))) struct DatagramCloseTests {
    private let loop: DatagramLoop

    init() throws {
        loop = try DatagramLoop(name: "closing")
    }

    @Test func aClosedSocketSendsNothingAndFreesItsPort() async throws {
        defer { loop.stop() }
        var inbox = Inbox(loop)
        let target = try inbox.receiver.open(port: 0, tag: 1)
        let other = Inbox(loop)
        let socket = try other.receiver.open(port: 0, tag: 2)
        #expect(socket.send([1], to: target.destination()))
        let before = loop.counters
        other.receiver.close()
        other.receiver.close()
        socket.close()
        _ = socket.send([2], to: target.destination())
        #expect(throws: SocketError.self) { try socket.setMulticast(timeToLive: 1, interface: nil) }
        #expect(throws: SocketError.self) { try other.receiver.open(port: 0, tag: 3) }
        #expect(loop.socketCount == 1)
        let again = try inbox.receiver.open(port: socket.port, tag: 4)
        #expect(again.send([3], to: target.destination()))
        #expect(try await inbox.datagrams(2).map(\.datagram.bytes) == [[1], [3]])
        // What it did is not forgotten.
        #expect(socket.counters.sent == 1 && loop.counters.sent == before.sent + 1)
    }

    /// By another thread or by the handler itself: what is to be called at the end is called once, and the handler no more.
    @Test(arguments: [false, true]) func theEndComesOnceAndLast(byHandler: Bool) async throws {
        defer { loop.stop() }
        let (log, continuation) = AsyncStream.makeStream(of: String.self)
        let shared = Shared(Mutex<DatagramReceiver?>(nil))
        let receiver = loop.makeReceiver { batch in
            continuation.yield("call")
            if byHandler {
                shared.value.withLock { $0 }?.close { continuation.yield("end") }
                continuation.yield("closed")
            }
            return batch.time.now
        }
        shared.value.withLock { $0 = receiver }
        let socket = try receiver.open(port: 0, tag: 0)
        #expect(socket.send([0], to: socket.destination()))
        var lines: [String] = []
        for await line in log {
            lines.append(line)
            if lines.count == 5, !byHandler { receiver.close { continuation.yield("end") } }
            if line == "end" { break }
        }
        receiver.wake()
        loop.stop()
        try await Task.sleep(for: .milliseconds(20))
        continuation.finish()
        #expect(lines.last == "end")
        if byHandler { #expect(lines == ["call", "closed", "end"]) }
        for await line in log { Issue.record("\(line) after the end") }
        shared.value.withLock { $0 = nil }
    }

    /// A session and its receiver hold each other, until the end.
    @Test(arguments: [false, true]) func theEndLetsGoOfWhatTheHandlerHolds(isStopped: Bool) async throws {
        let holder = Shared(Mutex<DatagramReceiver?>(nil))
        weak let held = holder
        let receiver = loop.makeReceiver { [holder] _ in holder.value.withLock { _ in nil } }
        holder.value.withLock { $0 = receiver }
        if isStopped { loop.stop() }
        await withCheckedContinuation { continuation in receiver.close { continuation.resume() } }
        loop.stop()
        _ = consume holder
        #expect(held == nil)
    }

    /// Sessions come and go while datagrams arrive, and senders send by sockets that close.
    @Test func aThousandComeAndGoUnderLoad() async throws {
        let inbox = Inbox(loop)
        let source = try inbox.receiver.open(port: 0, tag: 0)
        let ports = Shared(Mutex<[UInt16]>([]))
        let isOver = Shared(Atomic(false))
        let ends = Shared(Atomic(0))
        let calls = Shared(Atomic(0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    let packets = TestPackets(sizes: [300, 300, 300, 200])
                    while !isOver.value.load(ordering: .relaxed) {
                        var destinations = ports.value.withLock { $0 }.map {
                            Destination(peer: SocketAddress(ip: .loopbackV4, port: $0), from: nil)
                        }
                        packets.send(by: source, to: &destinations)
                        await Task.yield()
                    }
                }
            }
            group.addTask { [loop] in
                defer { isOver.value.store(true, ordering: .relaxed) }
                for _ in 0..<1_000 {
                    let isClosed = Shared(Atomic(false))
                    let receiver = loop.makeReceiver { batch in
                        // Nothing is called after the end.
                        let isOverAlready = isClosed.value.load(ordering: .acquiring)
                        #expect(!isOverAlready)
                        calls.value.add(1, ordering: .relaxed)
                        return batch.time.now.advanced(by: .milliseconds(1))
                    }
                    let pair = try receiver.openPair(firstPort: 0, tag: 0)
                    ports.value.withLock { $0 = [pair.rtp.port, pair.rtcp.port] }
                    receiver.wake()
                    var own = [pair.rtp.destination(), pair.rtcp.destination()]
                    TestPackets(sizes: [100, 100]).send(by: pair.rtp, to: &own)
                    receiver.close {
                        isClosed.value.store(true, ordering: .releasing)
                        ends.value.add(1, ordering: .relaxed)
                    }
                    TestPackets(sizes: [100, 100]).send(by: pair.rtcp, to: &own)
                }
            }
            try await group.waitForAll()
        }
        #expect(loop.socketCount == 1)
        let last = loop.makeReceiver { _ in nil }
        await withCheckedContinuation { continuation in last.close { continuation.resume() } }
        let (ended, called) = (ends.value.load(ordering: .relaxed), calls.value.load(ordering: .relaxed))
        #expect(ended == 1_000 && called > 0)
        loop.stop()
    }

    @Test func aStoppedLoopOpensNothingAndEndsEverything() async throws {
        let receiver = loop.makeReceiver { _ in nil }
        let later = loop.makeReceiver { _ in nil }
        let socket = try receiver.open(port: 0, tag: 0)
        loop.stop()
        #expect(loop.socketCount == 0)
        _ = try UDPSocket(port: socket.port)
        #expect(throws: SocketError.self) { try later.open(port: 0, tag: 0) }
        await withCheckedContinuation { continuation in later.close { continuation.resume() } }
        loop.stop()
    }
}
