import MediaPlane
import Net
import Testing

/// Plain datagrams between sockets of this machine.
@Suite(.timeLimit(.minutes(1))) struct DatagramLoopTests {
    private let loop: DatagramLoop

    init() throws {
        loop = try DatagramLoop(name: "datagrams")
    }

    @Test(arguments: [IPAddress.loopbackV4, .loopbackV6]) func trainsArriveWholeAndInOrder(ip: IPAddress) async throws {
        defer { loop.stop() }
        var inbox = Inbox(loop)
        let target = try inbox.receiver.open(port: 0, tag: 7)
        let source = try inbox.receiver.open(port: 0, tag: 8)
        let packets = TestPackets(sizes: Array(repeating: 1_000, count: 150) + [400, 1_200, 1_200, 17, 1])
        var destinations = [target.destination(ip)]
        let before = LoopTime.ofSystem()
        #expect(packets.send(by: source, to: &destinations) == 0)
        let found = try await inbox.datagrams(155)
        let after = LoopTime.ofSystem()
        #expect(found.map(\.datagram.bytes) == packets.each)
        #expect(found.allSatisfy { $0.tag == 7 })
        #expect(found.allSatisfy { $0.datagram.source == SocketAddress(ip: ip, port: source.port) })
        #expect(found.allSatisfy { $0.datagram.local == ip })
        #expect(found.allSatisfy { (before.now...after.now).contains($0.datagram.arrival) })
        #expect(found.allSatisfy { (before.wallClock...after.wallClock).contains($0.datagram.wallClock) })
        // 64, 64, 22 and the short one, 2 and the short one, 1.
        let sent = source.counters
        #expect(sent.sent == 155 && sent.trains == 4 && sent.sendCalls == 1 && sent.refusedTrains == 0)
        #expect(sent.sentBytes == 150_000 + 400 + 2_400 + 18)
        let received = target.counters
        #expect(received.received == 155 && received.receivedBytes == sent.sentBytes && received.sent == 0)
        #expect(loop.counters.received == 155 && loop.counters.sent == 155)
    }

    @Test func oneCallReachesManyDestinations() async throws {
        defer { loop.stop() }
        var inbox = Inbox(loop)
        let targets = try (0..<40).map { try inbox.receiver.open(port: 0, tag: $0) }
        let source = try inbox.receiver.open(port: 0, tag: 100)
        let packets = TestPackets(sizes: Array(repeating: 500, count: 12) + [499])
        var destinations = targets.map { $0.destination() }
        #expect(packets.send(by: source, to: &destinations) == 0)
        let found = try await inbox.datagrams(40 * 13)
        for tag in 0..<40 { #expect(found.filter { $0.tag == tag }.map(\.datagram.bytes) == packets.each) }
        let counters = source.counters
        #expect(counters.sendCalls == 1 && counters.trains == 40 && counters.sent == 520)
    }

    /// More messages than one system call takes.
    @Test func manyMessagesTakeSeveralCalls() async throws {
        defer { loop.stop() }
        var inbox = Inbox(loop)
        let target = try inbox.receiver.open(port: 0, tag: 1)
        let source = try inbox.receiver.open(port: 0, tag: 2)
        let packets = TestPackets(sizes: (1...700).map { $0 }, gap: 0)
        var destinations = [target.destination()]
        #expect(packets.send(by: source, to: &destinations) == 0)
        let found = try await inbox.datagrams(700)
        #expect(found.map(\.datagram.bytes) == packets.each)
        #expect(source.counters.sendCalls == 2 && source.counters.trains == 0)
    }

    @Test func anAnswerComesFromTheAddressAsked() async throws {
        defer { loop.stop() }
        var inbox = Inbox(loop)
        let server = try inbox.receiver.open(port: 0, tag: 1)
        let client = try inbox.receiver.open(port: 0, tag: 2)
        let second = try #require(IPAddress("127.0.0.2"))
        #expect(client.send([1], to: Destination(peer: SocketAddress(ip: second, port: server.port), from: nil)))
        let asked = try await inbox.datagrams(1)[0].datagram
        #expect(asked.local == second)
        #expect(server.send([2], to: Destination(peer: asked.source, from: asked.local)))
        let answer = try await inbox.datagrams(1)[0].datagram
        #expect(answer.bytes == [2] && answer.source == SocketAddress(ip: second, port: server.port))
    }

    @Test func largerDatagramsAreCountedAndDropped() async throws {
        defer { loop.stop() }
        var inbox = Inbox(loop)
        let target = try inbox.receiver.open(port: 0, tag: 1, largestDatagram: 100)
        let source = try inbox.receiver.open(port: 0, tag: 2)
        // Also when they come in one train, with a last one that is taken.
        let packets = TestPackets(sizes: [100, 101, 101, 101, 50, 2_000, 1])
        var destinations = [target.destination()]
        packets.send(by: source, to: &destinations)
        let found = try await inbox.datagrams(3)
        #expect(found.map(\.datagram.bytes) == [packets.each[0], packets.each[4], packets.each[6]])
        #expect(target.counters.droppedOversized == 4 && target.counters.received == 3)
    }

    @Test func anEmptyPacketIsNotSent() async throws {
        defer { loop.stop() }
        var inbox = Inbox(loop)
        let socket = try inbox.receiver.open(port: 0, tag: 1)
        var destinations = [socket.destination()]
        TestPackets(sizes: [10, 0, 10]).send(by: socket, to: &destinations)
        #expect(try await inbox.datagrams(2).map(\.datagram.bytes.count) == [10, 10])
        #expect(socket.counters.sent == 2)
        var none: [Destination] = []
        #expect(TestPackets(sizes: [10]).send(by: socket, to: &none) == 0)
        #expect(TestPackets(sizes: []).send(by: socket, to: &destinations) == 0)
        #expect(socket.counters.sent == 2)
    }

    /// What no datagram can carry costs nobody else.
    @Test func anImpossiblePacketIsCounted() async throws {
        defer { loop.stop() }
        var inbox = Inbox(loop)
        let socket = try inbox.receiver.open(port: 0, tag: 1)
        var destinations = [socket.destination()]
        #expect(TestPackets(sizes: [70_000, 10]).send(by: socket, to: &destinations) == 0)
        #expect(try await inbox.datagrams(1)[0].datagram.bytes.count == 10)
        #expect(socket.counters.failed == 1 && !destinations[0].hasLostVideo)
    }

    // MARK: Deadlines

    @Test func theHandlerIsCalledAtItsDeadline() async throws {
        defer { loop.stop() }
        var inbox = Inbox(loop) { call in call.time.now.advanced(by: .milliseconds(15)) }
        inbox.receiver.wake()
        var last = try await inbox.call()
        for _ in 0..<5 {
            let next = try await inbox.call()
            #expect(next.datagrams.isEmpty && next.tag == 0)
            #expect(next.time.now.nanoseconds(since: last.time.now) >= 15_000_000)
            last = next
        }
        inbox.receiver.close()
    }

    /// The last answer counts. Times are in milliseconds; the second answer is given before the first one is due.
    @Test(arguments: [(3_600_000, 20), (200, 260)]) func aLaterAnswerCounts(first: Int, second: Int) async throws {
        defer { loop.stop() }
        var inbox = Inbox(loop, answers: [first, second])
        inbox.receiver.wake()
        let times = [try await inbox.call(), try await inbox.call(), try await inbox.call()].map(\.time.now)
        #expect(times[2].nanoseconds(since: times[1]) >= Int64(second) * 1_000_000)
    }

    /// No deadline, or one that is far away, in place of one that is near.
    @Test(arguments: [nil, 3_600_000]) func aDeadlineIsTakenBack(second: Int?) async throws {
        defer { loop.stop() }
        var inbox = Inbox(loop, answers: [200, second])
        var witness = Inbox(loop, answers: [nil, 300])
        inbox.receiver.wake()
        for _ in 0..<2 { _ = try await inbox.call() }
        witness.receiver.wake()
        for _ in 0..<2 { _ = try await witness.call() }
        let witnessed = try await witness.call()
        inbox.receiver.wake()
        let third = try await inbox.call()
        #expect(third.time.now >= witnessed.time.now)
    }

    @Test func manyDeadlinesComeEach() async throws {
        defer { loop.stop() }
        var inboxes = (0..<200).map { index in
            Inbox(loop) { call in call.time.now.advanced(by: .milliseconds(1 + index % 30)) }
        }
        for inbox in inboxes { inbox.receiver.wake() }
        for index in inboxes.indices {
            var times: [Instant] = []
            for _ in 0..<4 { times.append(try await inboxes[index].call().time.now) }
            for (former, next) in zip(times, times.dropFirst()) {
                #expect(next.nanoseconds(since: former) >= Int64(1 + index % 30) * 1_000_000)
            }
            inboxes[index].receiver.close()
        }
    }
}
