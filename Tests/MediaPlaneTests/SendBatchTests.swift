import Glibc
import MediaPlane
import Net
import Testing

/// What is sent, in which messages, and what becomes of what the kernel does not take.
@Suite struct SendBatchTests {
    private let kernel = FakeKernel.make()

    @Test func equalSizesShareAMessage() {
        let peers = (1...3).map { TestPeer(port: $0) }
        var batch = SendBatch(for: kernel)
        for peer in peers { peer.give(10, to: &batch) }
        // A shorter packet ends a train, another kind does not join one.
        peers[0].give(2, of: 500, to: &batch)
        peers[0].give(1, of: 400, to: &batch)
        peers[0].give(1, of: 400, as: .audio, to: &batch)
        batch.flush(to: kernel)
        let counters = batch.counters
        #expect(counters.calls == 1 && counters.messages == 5 && counters.packets == 34)
        #expect(counters.bytes == 32_000 - 2_000 + 1_800)
        for peer in peers { #expect(kernel.numbers(to: peer.port) == Array(0..<peer.given)) }
        let runs = counters.runLengths.cumulative
        #expect(runs.map(\.limit) == [1, 2, 4, 8, 16, 32, 64])
        #expect(runs.map(\.count) == [1, 1, 2, 2, 5, 5, 5])
        let sizes = counters.batchSizes.cumulative
        #expect(sizes.map(\.limit) == [1, 4, 16, 64, 256, 1_024, 4_096])
        #expect(sizes.map(\.count) == [0, 0, 0, 1, 1, 1, 1])
    }

    @Test func trainsHaveTheKernelsLength() {
        let peer = TestPeer(port: 1)
        var batch = SendBatch(for: kernel)
        peer.give(200, of: 100, to: &batch)
        // 65,000 bytes of 1,400 each.
        peer.give(93, of: 1_400, to: &batch)
        batch.flush(to: kernel)
        // 64 + 64 + 64 + 8, then 46 + 46 + 1.
        let messages = batch.counters.messages
        #expect(messages == 7)
        #expect(kernel.numbers(to: 1) == Array(0..<293))
    }

    @Test func partialSendsGoOn() {
        let peers = (1...20).map { TestPeer(port: $0) }
        var batch = SendBatch(for: kernel)
        for peer in peers { peer.give(3, to: &batch) }
        kernel.answer(.take(1), .take(7), .fail(EINTR), .take(2))
        batch.flush(to: kernel)
        for peer in peers { #expect(kernel.numbers(to: peer.port) == [0, 1, 2]) }
        let (calls, waiting) = (batch.counters.calls, batch.backlogBytes)
        #expect(calls == 5 && waiting == 0)
    }

    /// What was not taken goes first when the socket is writable; nothing newer overtakes it.
    @Test func aFullSocketKeepsTheOrder() {
        let peers = (1...8).map { TestPeer(port: $0) }
        var batch = SendBatch(for: kernel)
        for peer in peers { peer.give(4, to: &batch) }
        kernel.answer(.take(3), .fail(EAGAIN))
        batch.flush(to: kernel)
        let (waiting, waits, delay) = (batch.backlogBytes, batch.waitsForSocket, batch.retryDelay)
        #expect(waiting == 20_000 && waits && delay == nil)
        #expect(kernel.datagrams.count == 12)

        // The socket is full still: what is new waits behind what is old, also for those who had everything.
        for peer in peers { peer.give(2, of: 900, to: &batch) }
        kernel.answer(.fail(EAGAIN))
        batch.flush(to: kernel)
        let later = batch.backlogBytes
        #expect(later == 20_000 + 8 * 1_800 && kernel.datagrams.count == 12)

        // There is room for a part, and then for all.
        kernel.answer(.take(6), .fail(EAGAIN))
        batch.flush(to: kernel)
        peers[7].give(1, to: &batch)
        batch.flush(to: kernel)
        let (rest, stillWaits) = (batch.backlogBytes, batch.waitsForSocket)
        #expect(rest == 0 && !stillWaits)
        for peer in peers { #expect(kernel.numbers(to: peer.port) == Array(0..<peer.given)) }
        let counters = batch.counters
        #expect(counters.packets == 8 * 6 + 1 && counters.droppedBacklogFull == 0 && counters.failed == 0)
    }

    /// Nothing tells when the kernel has memory again.
    @Test(arguments: [ENOBUFS, ENOMEM]) func aLackOfMemoryIsTriedAgain(error: Int32) {
        let peer = TestPeer(port: 1)
        var batch = SendBatch(for: kernel)
        peer.give(5, to: &batch)
        kernel.answer(.fail(error))
        batch.flush(to: kernel)
        let (waits, delay) = (batch.waitsForSocket, batch.retryDelay)
        #expect(!waits && delay == 1_000_000)
        batch.flush(to: kernel)
        let after = batch.retryDelay
        #expect(after == nil && kernel.numbers(to: 1) == [0, 1, 2, 3, 4])
    }

    @Test(arguments: [EHOSTUNREACH, ENETUNREACH, EPERM, EACCES, ECONNREFUSED])
    func anUnreachablePeerCostsNobodyElse(error: Int32) {
        let peers = (1...5).map { TestPeer(port: $0) }
        var batch = SendBatch(for: kernel)
        for peer in peers { peer.give(3, to: &batch) }
        kernel.refuseEverything(to: 3, with: error)
        batch.flush(to: kernel)
        for peer in peers { #expect(kernel.numbers(to: peer.port) == (peer.port == 3 ? [] : [0, 1, 2])) }
        let (failed, losses) = (batch.counters.failed, batch.hasLosses)
        // Nobody there who would need a keyframe.
        #expect(failed == 3 && !losses && peers[2].destination.pointee.takesTrains)
    }

    // MARK: Refused trains

    /// One peer's path is too narrow: it gets single packets from then on, everybody else trains.
    @Test(arguments: [EINVAL, EMSGSIZE, EIO]) func aNarrowPathGetsSinglePackets(error: Int32) {
        let peers = (1...6).map { TestPeer(port: $0) }
        kernel.refuseTrains(to: 2, with: error)
        var batch = SendBatch(for: kernel)
        for _ in 0..<10 {
            for peer in peers { peer.give(3, to: &batch) }
            batch.flush(to: kernel)
        }
        for peer in peers { #expect(kernel.numbers(to: peer.port) == Array(0..<30)) }
        let counters = batch.counters
        // The first time: up to the train, the train, three packets, what is behind it.
        #expect(counters.calls == 6 + 9 && counters.refusedTrains == 1)
        #expect(counters.messages == 5 * 10 + 30)
        #expect(peers.map(\.destination.pointee.takesTrains) == [true, false, true, true, true, true])
    }

    /// A device or a kernel that cannot cut trains: a few destinations show it, then the socket gets none at all.
    @Test(arguments: [EIO, EINVAL]) func aSocketThatRefusesTrainsGetsNoMore(error: Int32) {
        let peers = (1...10).map { TestPeer(port: $0) }
        for peer in peers { kernel.refuseTrains(to: peer.port, with: error) }
        var batch = SendBatch(for: kernel)
        for peer in peers[0..<4] { peer.give(3, to: &batch) }
        batch.flush(to: kernel)
        let before = batch.counters
        #expect(before.refusedTrains == 4)
        for peer in peers { peer.give(3, to: &batch) }
        batch.flush(to: kernel)
        let after = batch.counters
        #expect(after.refusedTrains == 4 && after.calls == before.calls + 1 && after.failed == 0)
        #expect(peers[9].destination.pointee.takesTrains)
        for peer in peers { #expect(kernel.numbers(to: peer.port) == Array(0..<peer.given)) }
    }

    /// As long as others take trains, however many narrow paths there are, it is not the socket.
    @Test func narrowPathsBesideWideOnesAreNotTheSocket() {
        let peers = (1...20).map { TestPeer(port: $0) }
        for peer in peers where peer.port % 2 == 0 { kernel.refuseTrains(to: peer.port, with: EINVAL) }
        var batch = SendBatch(for: kernel)
        for _ in 0..<2 {
            for peer in peers { peer.give(4, to: &batch) }
            batch.flush(to: kernel)
        }
        let counters = batch.counters
        #expect(counters.refusedTrains == 10 && counters.messages == 2 * (10 + 10 * 4))
    }

    /// Where single packets are refused as well, trains are not to blame.
    @Test func aWrongAddressIsNoNarrowPath() {
        let peers = (1...8).map { TestPeer(port: $0) }
        for peer in peers[0..<7] { kernel.refuseEverything(to: peer.port, with: EINVAL) }
        var batch = SendBatch(for: kernel)
        for peer in peers { peer.give(4, to: &batch) }
        batch.flush(to: kernel)
        let failed = batch.counters.failed
        #expect(failed == 28 && peers.allSatisfy { $0.destination.pointee.takesTrains })
        #expect(kernel.numbers(to: 8) == [0, 1, 2, 3])
        peers[7].give(4, to: &batch)
        let messages = batch.counters.messages
        batch.flush(to: kernel)
        let later = batch.counters.messages
        #expect(later == messages + 1)
    }

    /// The socket fills up between the packets of a train that goes out one by one.
    @Test func aFullSocketWithinARefusedTrainKeepsTheRest() {
        let peers = [TestPeer(port: 1), TestPeer(port: 2)]
        var batch = SendBatch(for: kernel)
        for peer in peers { peer.give(5, to: &batch) }
        kernel.answer(.fail(EINVAL), .take(1), .fail(EINTR), .take(1), .fail(EAGAIN))
        batch.flush(to: kernel)
        let waiting = batch.backlogBytes
        #expect(waiting == 8_000 && kernel.numbers(to: 1) == [0, 1])
        // In the backlog the rest is a train again, which the kernel refuses again, and is full again.
        kernel.answer(.fail(EINVAL), .take(1), .fail(EAGAIN))
        peers[0].give(1, to: &batch)
        batch.flush(to: kernel)
        let later = batch.backlogBytes
        #expect(later == 8_000 && kernel.numbers(to: 1) == [0, 1, 2])
        batch.flush(to: kernel)
        #expect(kernel.numbers(to: 1) == Array(0..<6) && kernel.numbers(to: 2) == Array(0..<5))
        let counters = batch.counters
        #expect(counters.packets == 11 && counters.failed == 0)
    }
}
