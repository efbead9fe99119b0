import Testing

/// What forwarding costs beside the cipher and the kernel: counts, exact ones, and no times.
@Suite(.enabled(if: HeapTraffic.isOfOptimizedCode, "code that is not optimized counts references at every turn"))
struct HotLoopTests {
    /// The same packets to ten viewers and to a hundred: whatever a batch allocates and retains, for a hundred it is no
    /// more. So a forwarded packet does neither.
    @Test(arguments: Cipher.all) func aForwardedPacketAllocatesAndRetainsNothing(cipher: Cipher) throws {
        let few = try HotLoopScene(viewers: 10, cipher: cipher).stream(bursts: Self.bursts)
        let scene = try HotLoopScene(viewers: 100, cipher: cipher)
        let many = try scene.stream(bursts: Self.bursts)
        scene.simulation.run(for: .seconds(1))

        try #require(many.received == few.received)
        #expect(few.forwarded == 10 * few.received)
        #expect(many.forwarded == 100 * many.received)
        #expect(many.traffic.allocations <= few.traffic.allocations)
        #expect(many.traffic.retains <= few.traffic.retains)
        #expect(many.traffic.releases <= few.traffic.releases)
        #expect(many.traffic.otherReferences <= few.traffic.otherReferences)
        // One for each viewer and track in a batch, and one for each time that the arena was full.
        let checks = many.traffic.exclusivityChecks - few.traffic.exclusivityChecks
        let runs = 2 * (100 - 10) * many.batches + (many.sendCalls - few.sendCalls)
        #expect(checks <= runs)
        for viewer in scene.viewers { viewer.expectIntact() }
    }

    /// Bursts of one frame and of three: what the packets more cost. (Not quite no allocation: a timer may be the first in
    /// its slot of the wheel.)
    @Test(arguments: Cipher.all) func aReceivedPacketHardlyAllocatesAndRetainsLittle(cipher: Cipher) throws {
        let scene = try HotLoopScene(viewers: 1, cipher: cipher)
        let few = try scene.stream(frames: 1, bursts: Self.bursts)
        let many = try scene.stream(frames: 3, bursts: Self.bursts)

        let packets = Double(many.received - few.received)
        let traffic = many.traffic - few.traffic
        print(
            """
            Each received packet, \(cipher.testDescription): \(Double(traffic.allocations) / packets) allocations, \
            \(Double(traffic.retains) / packets) retains, \(Double(traffic.releases) / packets) releases, \
            \(Double(traffic.exclusivityChecks) / packets) exclusivity checks
            """)
        #expect(Double(traffic.allocations) <= 0.05 * packets)
        #expect(Double(traffic.retains) <= Self.retainsOfReceivedPacket * packets)
        #expect(Double(traffic.releases) <= (Self.retainsOfReceivedPacket + 2) * packets)
    }

    /// A viewer asks for one packet and for seventeen: what the sixteen more cost.
    @Test(arguments: Cipher.all) func aResentPacketAllocatesNothing(cipher: Cipher) throws {
        let scene = try HotLoopScene(viewers: 1, cipher: cipher)
        let viewer = scene.viewers[0]
        _ = try scene.stream(bursts: 20)
        // The first packet that a viewer misses makes its table of resends.
        _ = try scene.resend(0..<17, to: viewer)
        let few = try scene.resend(20..<21, to: viewer)
        let many = try scene.resend(30..<47, to: viewer)

        try #require(few.resent == 1 && many.resent == 17)
        let traffic = many.traffic - few.traffic
        print("Sixteen resent packets, \(cipher.testDescription): \(traffic)")
        #expect(traffic.allocations == 0)
        #expect(traffic.retains <= 16 * Self.retainsOfResentPacket)
    }

    /// Frames of a publisher that paces no packet, of 2.5 Mbit/s, with a keyframe in every fifty.
    @Test func aThousandForwardedPacketsTakeTwoSystemCalls() throws {
        let scene = try HotLoopScene(viewers: 100)
        var stretch = try scene.stream(hasAudio: false, bursts: 50)
        stretch.add(try scene.stream(isKeyframe: true, hasAudio: false, bursts: 1))
        scene.simulation.run(for: .seconds(1))

        #expect(stretch.forwarded == 100 * stretch.received)
        let calls = 1_000 * Double(stretch.sendCalls) / Double(stretch.forwarded)
        print("System calls for a thousand forwarded packets: \(calls)")
        #expect(calls <= 2)
        for viewer in scene.viewers { viewer.expectIntact() }
    }

    /// That the counters count, and what.
    @Test func theCountersCount() {
        let before = Witness(next: nil)
        let traffic = HeapTraffic.of {
            let witness = Witness(next: before)
            Self.keep(witness)
        }
        #expect(traffic.allocations == 1)
        #expect(traffic.retains >= 1)
        #expect(traffic.releases >= 1)
    }

    private final class Witness {
        let next: Witness?

        init(next: Witness?) {
            self.next = next
        }
    }

    @inline(never) @_optimize(none) private static func keep(_ witness: Witness) {}

    private static let bursts = 40
    /// Of the session, its keys, the track, the layer: none of them for a viewer.
    private static let retainsOfReceivedPacket = 10.0
    /// Of the viewer's line and the cache.
    private static let retainsOfResentPacket = 5
}
