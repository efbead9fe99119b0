import CAllocationCounter
import SRTP
import TestSupport
import Testing

/// The path of every forwarded packet allocates no memory.
struct AllocationTests {
    @Test(arguments: Setup.all) func protectingAndUnprotectingAllocateNothing(setup: Setup) throws {
        let pair = try setup.pair()
        let count = 64
        let payload = [UInt8](repeating: 7, count: 1200)
        let arena = UnsafeMutablePointer<UInt8>.allocate(capacity: 1500 * count)
        arena.initialize(repeating: 0, count: 1500 * count)
        defer { arena.deallocate() }
        try payload.withUnsafeBufferPointer { payload in
            let payloadStart = try #require(payload.baseAddress)
            var jobs = (0..<count).map { position in
                let header = Packets.rtp(sequence: UInt16(position)).header
                (arena + 1500 * position).update(from: header, count: header.count)
                return SRTPProtectionJob(
                    sender: pair.sender.handle, packet: arena + 1500 * position, headerLength: 12,
                    payload: payloadStart, payloadLength: 1200, index: UInt64(position))
            }
            // The first packet makes the source known, and the thread's first batch makes its queues: these may
            // allocate.
            try jobs.withUnsafeMutableBufferPointer { jobs in
                let length = 12 + 1200 + setup.profile.rtpTagLength
                SRTPSender.protect(jobs)
                _ = try pair.receiver.unprotectRTP(.init(start: arena, count: length))
                let before = allocation_count()
                SRTPSender.protect(jobs)
                let protecting = allocation_count() - before
                for job in jobs.dropFirst() {
                    _ = try pair.receiver.unprotectRTP(.init(start: job.packet, count: length))
                }
                let both = allocation_count() - before
                #expect(protecting == 0)
                // Built without optimization, the standard library's accessors have their frames on the heap.
                #if !DEBUG
                    #expect(both == 0)
                #endif
            }
        }
    }

    /// That the counter counts.
    @Test func anAllocationIsCounted() {
        let before = allocation_count()
        UnsafeMutablePointer<UInt8>.allocate(capacity: 100).deallocate()
        #expect(allocation_count() == before + 1)
    }
}
