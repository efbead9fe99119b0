import Glibc
import MediaPlane
import Net
import TestSupport
import Testing

/// What waits when the kernel takes nothing, and who loses what when too much does.
@Suite struct SendBacklogTests {
    private let kernel = FakeKernel.make()

    /// Video is dropped by viewer, from the first packet without room to the moment its owner has seen to it. Audio has
    /// room left.
    @Test func aFullBacklogDropsVideoByDestination() {
        let peers = (1...10).map { TestPeer(port: $0) }
        let listeners = (11...20).map { TestPeer(port: $0) }
        var batch = SendBatch(for: kernel, limits: BacklogLimits(bytes: 80_000))
        // 70,000 bytes are for anybody: seven viewers of ten packets.
        for peer in peers { peer.give(10, to: &batch) }
        for listener in listeners { listener.give(1, of: 100, as: .audio, to: &batch) }
        kernel.answer(.fail(EAGAIN))
        batch.flush(to: kernel)
        let (waiting, losses) = (batch.backlogBytes, batch.hasLosses)
        #expect(waiting == 71_000 && losses)
        #expect(
            peers.map(\.destination.pointee.hasLostVideo) == Array(repeating: false, count: 7) + [true, true, true])

        // The kernel takes packets again, but those viewers get no rest of a frame; audio they do get.
        for peer in peers { peer.give(2, to: &batch) }
        for peer in peers { peer.give(1, of: 100, as: .audio, to: &batch) }
        for peer in peers { peer.give(1, of: 100, as: .other, to: &batch) }
        batch.flush(to: kernel)
        for peer in peers[0..<7] { #expect(kernel.numbers(to: peer.port) == Array(0..<14)) }
        for peer in peers[7...] { #expect(kernel.numbers(to: peer.port) == [12, 13]) }
        for listener in listeners { #expect(kernel.numbers(to: listener.port) == [0]) }
        let counters = batch.counters
        #expect(counters.droppedBacklogFull == 30 && counters.droppedIncomplete == 6)

        // Their owner has seen to it: a keyframe comes.
        batch.hasLosses = false
        for peer in peers { peer.destination.pointee.hasLostVideo = false }
        for peer in peers { peer.give(3, to: &batch) }
        batch.flush(to: kernel)
        for peer in peers[7...] { #expect(kernel.numbers(to: peer.port) == [12, 13, 14, 15, 16]) }
    }

    /// The rest of a frame is dropped without asking whether a smaller packet would fit.
    @Test func aViewerThatLostAPacketLosesTheRest() {
        let peers = [TestPeer(port: 1), TestPeer(port: 2)]
        var batch = SendBatch(for: kernel, limits: BacklogLimits(bytes: 8_000))
        peers[0].give(5, to: &batch)
        peers[1].give(3, to: &batch)
        peers[1].give(1, of: 50, to: &batch)
        peers[1].give(1, of: 60, to: &batch)
        kernel.answer(.fail(EAGAIN))
        batch.flush(to: kernel)
        let (waiting, counters) = (batch.backlogBytes, batch.counters)
        #expect(waiting == 5_000 && counters.droppedBacklogFull == 4 && counters.droppedIncomplete == 1)
        #expect(!peers[0].destination.pointee.hasLostVideo && peers[1].destination.pointee.hasLostVideo)
    }

    /// Audio and what is sent again is lost without more ado when there is no room at all.
    @Test func onlyVideoNeedsAKeyframe() {
        let peer = TestPeer(port: 1)
        var batch = SendBatch(for: kernel, limits: BacklogLimits(bytes: 1_000))
        peer.give(1, of: 900, as: .other, to: &batch)
        peer.give(20, of: 100, as: .audio, to: &batch)
        kernel.answer(.fail(EAGAIN))
        batch.flush(to: kernel)
        let (losses, dropped) = (batch.hasLosses, batch.counters.droppedBacklogFull)
        #expect(!losses && !peer.destination.pointee.hasLostVideo && dropped == 21)
    }

    /// Once the oldest has waited for too long, video is not worth keeping; sound still is.
    @Test func anOldBacklogTakesNoVideo() {
        let peers = (1...3).map { TestPeer(port: $0) }
        var batch = SendBatch(for: kernel)
        for (index, milliseconds) in [0, 49, 50].enumerated() {
            peers[index].give(2, to: &batch)
            peers[index].give(1, of: 100, as: .audio, to: &batch)
            kernel.answer(.fail(EAGAIN))
            batch.flush(to: kernel, at: .test.advanced(by: .milliseconds(milliseconds)))
        }
        #expect(peers.map(\.destination.pointee.hasLostVideo) == [false, false, true])
        batch.flush(to: kernel)
        #expect(kernel.numbers(to: 1) == [0, 1, 2] && kernel.numbers(to: 2) == [0, 1, 2])
        #expect(kernel.numbers(to: 3) == [2])
    }

    @Test func messagesAreBoundedLikeBytes() {
        let peers = (1...10).map { TestPeer(port: $0) }
        var batch = SendBatch(for: kernel, limits: BacklogLimits(messages: 8))
        for peer in peers { peer.give(1, to: &batch) }
        kernel.answer(.fail(EAGAIN))
        batch.flush(to: kernel)
        let waiting = batch.backlogBytes
        #expect(waiting == 7_000)
        batch.flush(to: kernel)
        #expect(kernel.datagrams.count == 7)
    }

    /// A kernel of many moods: whatever it answers, every packet arrives once, intact, and in its peer's order.
    @Test(arguments: 0..<40) func nothingIsLostRepeatedOrOvertaken(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let peers = (1...12).map { TestPeer(port: $0) }
        var batch = SendBatch(for: kernel, limits: BacklogLimits(age: .seconds(1_000)))
        for _ in 0..<200 {
            annoy(&random)
            for peer in peers.shuffled(using: &random).prefix(4) {
                peer.give(.random(in: 1...6, using: &random), of: .random(in: 8...1_400, using: &random), to: &batch)
            }
            batch.flush(to: kernel)
        }
        settle(&batch)
        let (counters, losses) = (batch.counters, batch.hasLosses)
        #expect(counters.failed == 0 && counters.droppedBacklogFull == 0 && !losses)
        for peer in peers { #expect(kernel.numbers(to: peer.port) == Array(0..<peer.given)) }
        expectIntact()
    }

    /// The same with little room: what arrives is in order, a gap begins only where the owner was told, and the counters
    /// know of every packet.
    @Test(arguments: 0..<40) func lossesAreToldAndCounted(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let peers = (1...12).map { TestPeer(port: $0) }
        var batch = SendBatch(for: kernel, limits: BacklogLimits(bytes: 12_000, messages: 32))
        /// For each peer, the numbers that came first after its owner had seen to a loss.
        var beginnings: [UInt16: Set<Int>] = [:]
        for _ in 0..<200 {
            annoy(&random)
            for peer in peers.shuffled(using: &random).prefix(4) {
                peer.give(.random(in: 1...6, using: &random), of: .random(in: 8...1_400, using: &random), to: &batch)
            }
            batch.flush(to: kernel)
            guard batch.hasLosses else { continue }
            batch.hasLosses = false
            for peer in peers where peer.destination.pointee.hasLostVideo {
                peer.destination.pointee.hasLostVideo = false
                beginnings[peer.port, default: []].insert(peer.given)
            }
        }
        settle(&batch)
        var given = 0
        for peer in peers {
            given += peer.given
            let numbers = kernel.numbers(to: peer.port)
            for (former, next) in zip(numbers, numbers.dropFirst()) where next != former + 1 {
                #expect(next > former && beginnings[peer.port]?.contains(next) == true)
            }
        }
        let counters = batch.counters
        #expect(counters.droppedBacklogFull > 0)
        #expect(Int(counters.packets + counters.droppedBacklogFull + counters.droppedIncomplete) == given)
        #expect(Int(counters.packets) == kernel.datagrams.count)
        expectIntact()
    }

    /// Lets the next calls fail or do half of their work, as they please.
    private func annoy(_ random: inout SeededRandom) {
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            switch Int.random(in: 0..<8, using: &random) {
            case 0...1: kernel.answer(.fail(EAGAIN))
            case 2: kernel.answer(.fail(ENOBUFS))
            case 3: kernel.answer(.fail(EINTR))
            default: kernel.answer(.take(.random(in: 1...4, using: &random)))
            }
        }
        let port = UInt16.random(in: 1...12, using: &random)
        kernel.refuseTrains(to: port, with: [EINVAL, EIO, nil].randomElement(using: &random) ?? nil)
    }

    private func settle(_ batch: inout SendBatch) {
        for _ in 0..<100 where batch.backlogBytes > 0 { batch.flush(to: kernel) }
        let waiting = batch.backlogBytes
        #expect(waiting == 0)
    }

    private func expectIntact() {
        for datagram in kernel.datagrams {
            let filler = UInt8(truncatingIfNeeded: TestPeer.number(of: datagram.bytes))
            #expect(datagram.bytes.dropFirst(8).allSatisfy { $0 == filler })
        }
    }
}

extension BacklogLimits {
    init(bytes: Int = 2 << 20, messages: Int = 4_096, age: Duration = .milliseconds(50)) {
        self.init()
        self.bytes = bytes
        self.messages = messages
        self.age = age
    }
}
