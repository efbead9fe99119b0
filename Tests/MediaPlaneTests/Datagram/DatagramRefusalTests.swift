import Glibc
import MediaPlane
import Net
import TestSupport
import Testing

/// What becomes of packets that the kernel does not take; the kernel is made up.
@Suite struct DatagramRefusalTests {
    private let kernel = FakeKernel.make()
    private let loop: DatagramLoop
    private let socket: DatagramSocket

    init() throws {
        loop = try DatagramLoop(name: "refusals", call: FakeKernel.callByAddress)
        socket = try loop.makeReceiver { _ in nil }.open(port: 0, tag: 0)
    }

    private func destinations(_ count: UInt16) -> [Destination] {
        (1...count).map { Destination(peer: SocketAddress(ip: kernel.address, port: $0), from: nil) }
    }

    private func packets(to port: UInt16) -> [[UInt8]] {
        kernel.datagrams.filter { $0.port == port }.map(\.bytes)
    }

    @Test(arguments: [EAGAIN, ENOBUFS, ENOMEM]) func theRestForOneDestinationIsDropped(error: Int32) {
        defer { loop.stop() }
        var destinations = destinations(4)
        let packets = TestPackets(sizes: [100, 100, 50, 200, 200, 150, 300])
        // Three messages for each: the second one's second, and all of the third's.
        kernel.answer(.take(4), .fail(error), .fail(error))
        #expect(packets.send(by: socket, to: &destinations) == 4 + 7)
        #expect(self.packets(to: 1) == packets.each && self.packets(to: 4) == packets.each)
        #expect(self.packets(to: 2) == Array(packets.each.prefix(3)) && self.packets(to: 3).isEmpty)
        #expect(destinations.map(\.hasLostVideo) == [false, true, true, false])
        #expect(socket.counters.droppedFull == 11 && socket.counters.sent == 17 && socket.counters.failed == 0)

        // They are left out until their owner has seen to it; a report they do get.
        #expect(packets.send(by: socket, to: &destinations) == 14)
        #expect(self.packets(to: 2).count == 3 && self.packets(to: 4).count == 14)
        #expect(socket.counters.droppedIncomplete == 14 && socket.counters.droppedFull == 11)
        #expect(packets.send(by: socket, as: .other, to: &destinations) == 0)
        #expect(self.packets(to: 2).count == 10)
        for index in destinations.indices { destinations[index].hasLostVideo = false }
        #expect(packets.send(by: socket, to: &destinations) == 0)
        #expect(self.packets(to: 2).count == 17 && self.packets(to: 3).count == 14)
    }

    /// Sound needs no keyframe.
    @Test(arguments: [SendKind.audio, .other]) func onlyVideoIsLeftOutAfterwards(kind: SendKind) {
        defer { loop.stop() }
        var destinations = destinations(2)
        let packets = TestPackets(sizes: [100, 90, 110])
        kernel.answer(.fail(EAGAIN))
        #expect(packets.send(by: socket, as: kind, to: &destinations) == 3)
        #expect(destinations.allSatisfy { !$0.hasLostVideo })
        #expect(self.packets(to: 1).isEmpty && self.packets(to: 2) == packets.each)
        #expect(packets.send(by: socket, as: kind, to: &destinations) == 0)
        #expect(self.packets(to: 1) == packets.each)
    }

    /// A destination's messages may lie in two calls.
    @Test func whatIsDroppedStaysDroppedInTheNextCall() {
        defer { loop.stop() }
        var destinations = destinations(3)
        // 300 messages for each of them, 512 in a call: the second one has 212 in the first.
        let packets = TestPackets(sizes: (1...300).map { $0 })
        kernel.answer(.take(400), .fail(EAGAIN))
        #expect(packets.send(by: socket, as: .audio, to: &destinations) == 200)
        #expect(self.packets(to: 1) == packets.each && self.packets(to: 3) == packets.each)
        #expect(self.packets(to: 2) == Array(packets.each.prefix(100)))
        #expect(socket.counters.droppedFull == 200)
    }

    @Test func interruptionsAndPartsAreNoLoss() {
        defer { loop.stop() }
        var destinations = destinations(5)
        let packets = TestPackets(sizes: [100, 100, 40, 100])
        kernel.answer(.take(1), .fail(EINTR), .take(2), .fail(EINTR), .take(3))
        #expect(packets.send(by: socket, to: &destinations) == 0)
        for port in 1...5 { #expect(self.packets(to: UInt16(port)) == packets.each) }
        #expect(socket.counters.sendCalls == 6)
    }

    @Test func anUnreachablePeerCostsNobodyElse() {
        defer { loop.stop() }
        var destinations = destinations(3)
        kernel.refuseEverything(to: 2, with: EHOSTUNREACH)
        let packets = TestPackets(sizes: [100, 100, 40])
        #expect(packets.send(by: socket, to: &destinations) == 0)
        #expect(self.packets(to: 1) == packets.each && self.packets(to: 3) == packets.each)
        #expect(socket.counters.failed == 3 && !destinations[1].hasLostVideo)
    }

    // MARK: Refused trains

    @Test(arguments: [EINVAL, EMSGSIZE, EIO]) func aNarrowPathGetsSinglePackets(error: Int32) {
        defer { loop.stop() }
        var destinations = destinations(3)
        kernel.refuseTrains(to: 2, with: error)
        let packets = TestPackets(sizes: [100, 100, 40, 200, 200])
        for _ in 0..<5 { #expect(packets.send(by: socket, to: &destinations) == 0) }
        for port: UInt16 in 1...3 {
            #expect(self.packets(to: port) == Array(repeatElement(packets.each, count: 5).joined()))
        }
        // Both trains of the first time, as they were in one call; none later.
        #expect(socket.counters.refusedTrains == 2 && socket.counters.sent == 75)
        #expect(socket.counters.trains == 20)
    }

    @Test func aSocketWhoseTrainsNobodyGetsSendsNone() {
        defer { loop.stop() }
        var destinations = destinations(6)
        for port in 1...6 { kernel.refuseTrains(to: UInt16(port), with: EIO) }
        let packets = TestPackets(sizes: [100, 100])
        packets.send(by: socket, to: &destinations)
        #expect(socket.counters.refusedTrains == 6)
        var others = self.destinations(6)
        packets.send(by: socket, to: &others)
        #expect(socket.counters.refusedTrains == 6 && socket.counters.trains == 0)
        for port: UInt16 in 1...6 { #expect(self.packets(to: port) == packets.each + packets.each) }
    }

    /// The kernel is full amid the packets of a refused train: those before it went, the rest is dropped.
    @Test func aRefusedTrainMayLoseItsEnd() {
        defer { loop.stop() }
        var destinations = destinations(2)
        kernel.refuseTrains(to: 1, with: EIO)
        kernel.answer(.take(9), .take(1), .take(1), .fail(EAGAIN))
        let packets = TestPackets(sizes: [100, 100, 100, 100, 30, 400])
        #expect(packets.send(by: socket, to: &destinations) == 4)
        #expect(self.packets(to: 1) == Array(packets.each.prefix(2)) && self.packets(to: 2) == packets.each)
        #expect(destinations.map(\.hasLostVideo) == [true, false] && socket.counters.droppedFull == 4)
    }

    /// A kernel of many moods: everybody gets the beginning of each batch, intact and in order, and all is counted.
    @Test(arguments: 0..<40) func lossesAreEndsAndCounted(seed: Int) {
        defer { loop.stop() }
        var random = SeededRandom(seed: UInt64(seed))
        var destinations = destinations(8)
        var (given, dropped) = (0, 0)
        for _ in 0..<60 {
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                kernel.answer(
                    [.fail(EAGAIN), .fail(ENOBUFS), .fail(EINTR), .take(1), .take(3)].randomElement(using: &random)
                        ?? .take(1))
            }
            kernel.refuseTrains(
                to: .random(in: 1...8, using: &random), with: [EINVAL, nil].randomElement(using: &random) ?? nil)
            let size = Int.random(in: 1...1_400, using: &random)
            let sizes = (0..<Int.random(in: 1...90, using: &random)).map { _ in
                Int.random(in: 0..<8, using: &random) > 0 ? size : Int.random(in: 1...1_400, using: &random)
            }
            let packets = TestPackets(sizes: sizes)
            let before = kernel.datagrams.count
            let kind = [SendKind.video, .audio].randomElement(using: &random) ?? .audio
            dropped += packets.send(by: socket, as: kind, to: &destinations)
            given += sizes.count * destinations.count
            let sent = kernel.datagrams[before...]
            for (index, destination) in destinations.enumerated() {
                let own = sent.filter { $0.port == index + 1 }.map(\.bytes)
                #expect(own == Array(packets.each.prefix(own.count)))
                #expect(kind == .audio || destination.hasLostVideo == (own.count < packets.each.count))
                destinations[index].hasLostVideo = false
            }
        }
        let counters = socket.counters
        #expect(dropped > 0 && counters.droppedFull + counters.droppedIncomplete == UInt64(dropped))
        #expect(Int(counters.sent) == kernel.datagrams.count && Int(counters.sent) + dropped == given)
    }
}
