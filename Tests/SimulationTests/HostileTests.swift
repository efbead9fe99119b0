import Bytes
import Codecs
import DTLS
import MediaPlane
import Net
import RTP
import TestSupport
import Testing
import WebRTC

/// Peers and strangers who mean harm: refused, counted, and nobody else notices.
@Suite struct HostileTests {
    /// ClientHellos from an address that no check came from, before, during and after the real peer's handshake (A05).
    @Test func handshakesFromUncheckedAddressesHaveNoEffect() throws {
        let simulation = try Simulation()
        let stranger = Stranger(simulation)
        let hello = try Stranger.clientHello()
        #expect(hello.count > 100)
        let publisher = try VirtualPublisher(simulation)
        for _ in 0..<50 {
            for _ in 0..<20 { stranger.send(hello) }
            simulation.run(for: .milliseconds(5))
        }
        simulation.run(for: .seconds(1))
        #expect(publisher.isConnected && simulation.loop.tables.streams == 1)
        #expect(simulation.counters.droppedUnknownSource == 1_000)
        #expect(stranger.received.isEmpty && simulation.loop.tables.addresses == 1)
    }

    /// The certificate is not the one that the offer announced (A10).
    @Test func aWrongFingerprintEndsTheSessionBeforeAnyMedia() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 1)
        var plan = ViewerPlan()
        plan.fingerprint = try Identities.stranger.get().fingerprint
        let impostor = try VirtualViewer(simulation, name: "impostor", plan: plan)
        let publishing = try VirtualPublisher(
            simulation, generation: 1, fingerprint: try Identities.stranger.get().fingerprint)
        simulation.run(for: .seconds(2))
        for key in [impostor.key, publishing.key] {
            #expect(simulation.closeReason(of: key) == .dtls(.fingerprintMismatch))
        }
        #expect(impostor.mediaDatagrams == 0 && !impostor.isConnected)
        #expect(simulation.loop.tables.sessions == 2)
        try expectUnharmed(viewers, by: publisher, in: simulation)
    }

    @Test func replayedPacketsAreRefusedAndCounted() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 2)
        let recorded = try record(publisher, in: simulation)
        let stranger = Stranger(simulation)
        let media = recorded.filter { $0[0] >= 128 }
        #expect(media.count > 100)
        let before = simulation.counters
        for packet in media {
            simulation.send(packet, from: publisher.address)
            stranger.send(packet)
            // From another peer's address it counts as that peer's.
            simulation.send(packet, from: viewers[0].address)
        }
        simulation.run(for: .milliseconds(100))
        let after = simulation.counters
        let reports = media.count { DatagramKind($0.span) == .rtcp }
        #expect(after.droppedReplayed - before.droppedReplayed == UInt64(media.count))
        #expect(after.droppedUnknownSource - before.droppedUnknownSource == UInt64(media.count))
        #expect(after.droppedUnknownTrack - before.droppedUnknownTrack == UInt64(media.count - reports))
        #expect(after.droppedForged - before.droppedForged == UInt64(reports))
        #expect(stranger.received.isEmpty)
        try expectUnharmed(viewers, by: publisher, in: simulation)
    }

    /// 10,000 packets with wrong tags from the right address, of its own source, of others, RTP and RTCP (A06, O09).
    @Test func forgedPacketsAreRefusedAndCounted() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 2)
        let recorded = try record(publisher, in: simulation).filter { $0[0] >= 128 }
        var random = SeededRandom(seed: 5)
        let before = simulation.counters
        for count in 0..<10_000 {
            var packet = recorded[count % recorded.count]
            switch count % 4 {
            case 0: packet[packet.count - 1] ^= 1
            case 1: packet[3] &+= 100
            case 2: packet[8..<12] = random.bytes(4)[...]
            default: packet[packet.count / 2] ^= 0x80
            }
            simulation.send(packet, from: publisher.address)
            if count % 100 == 99 { simulation.run(for: .milliseconds(10)) }
        }
        simulation.run(for: .milliseconds(100))
        #expect(simulation.counters.droppedForged - before.droppedForged == 10_000)
        try expectUnharmed(viewers, by: publisher, in: simulation)
    }

    /// Datagrams that begin with every byte there is (M06), from a stranger and from a peer's address.
    @Test func everyFirstByteGoesWhereItBelongs() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 1)
        simulation.run(for: .seconds(1))
        var random = SeededRandom(seed: 6)
        let garbage = (UInt8(0)...255).map { [$0, 96] + random.bytes(100) }
        let stranger = Stranger(simulation)
        var before = simulation.counters
        for datagram in garbage { stranger.send(datagram) }
        simulation.run(for: .milliseconds(20))
        var after = simulation.counters
        #expect(after.droppedSTUN - before.droppedSTUN == 4)
        #expect(after.droppedUnknownSource - before.droppedUnknownSource == 44 + 64)
        #expect(after.droppedMalformed - before.droppedMalformed == 256 - 4 - 44 - 64)
        #expect(stranger.received.isEmpty)

        before = after
        for datagram in garbage { simulation.send(datagram, from: publisher.address) }
        simulation.run(for: .milliseconds(20))
        after = simulation.counters
        let media = (after.droppedMalformed - before.droppedMalformed) + (after.droppedForged - before.droppedForged)
        #expect(after.droppedSTUN - before.droppedSTUN == 4)
        #expect(after.droppedUnknownSource == before.droppedUnknownSource)
        #expect(media == 256 - 4 - 44)
        try expectUnharmed(viewers, by: publisher, in: simulation)
    }

    /// Alerts and application data in plaintext end no session (A08).
    @Test func plaintextRecordsEndNothing() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 1)
        let records: [[UInt8]] = [(21, [2, 40]), (21, [1, 0]), (23, [1, 2]), (20, [1]), (22, [1, 0])].map {
            type, body in
            [type, 0xFE, 0xFD, 0, 0, 0, 0, 0, 0, 0, 77, 0, UInt8(body.count)] + body
        }
        for record in records + [try Stranger.clientHello()] {
            simulation.send(record, from: publisher.address)
            simulation.send(record, from: viewers[0].address)
        }
        simulation.run(for: .milliseconds(100))
        #expect(simulation.loop.tables.sessions == 2)
        try expectUnharmed(viewers, by: publisher, in: simulation)
    }

    @Test func oversizedDatagramsAreDropped() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 1)
        let stranger = Stranger(simulation)
        let before = simulation.counters.droppedOversized
        for size in [1_501, 2_000, 9_000, 65_507] {
            for first in [0, 22, 128] as [UInt8] {
                simulation.send([UInt8](repeating: first, count: size), from: publisher.address)
                stranger.send([UInt8](repeating: first, count: size))
            }
        }
        simulation.run(for: .milliseconds(20))
        #expect(simulation.counters.droppedOversized - before == 24)
        try expectUnharmed(viewers, by: publisher, in: simulation)
    }

    /// Checks with a wrong password, of an unknown session, cut short or changed on their way.
    @Test func checksThatAreNotAuthenticAreNotAnswered() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 1)
        let checks = try record(publisher, in: simulation, for: .seconds(7)).filter { $0[0] < 4 }
        let check = try #require(checks.first)
        let stranger = Stranger(simulation)
        let before = simulation.counters.droppedSTUN
        var sent: UInt64 = 0
        for index in check.indices {
            var changed = check
            changed[index] ^= 1
            // A changed first byte may be no STUN any more, and FINGERPRINT needs not be there: its type may change.
            guard changed[0] < 4, index < check.count - 8 else { continue }
            stranger.send(changed)
            stranger.send(Array(check[..<index]))
            sent += index > 0 ? 2 : 1
        }
        simulation.run(for: .milliseconds(20))
        #expect(simulation.counters.droppedSTUN - before == sent)
        #expect(stranger.received.isEmpty && simulation.loop.tables.addresses == 2)
        try expectUnharmed(viewers, by: publisher, in: simulation)
    }

    /// RTCP that breaks its own format, in packets that are authentic (M10).
    @Test func authenticNonsenseHurtsNobody() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 2)
        var random = SeededRandom(seed: 8)
        let before = simulation.counters
        for count in 0..<1_000 {
            let length = Int.random(in: 8...1_400, using: &random)
            var packet = random.bytes(length)
            packet[0] = 0x80 | packet[0] & 0x3F
            packet[1] = UInt8.random(in: 200...207, using: &random)
            packet.replaceSubrange(4..<8, with: [0, 0, 0, 1])
            if count % 2 == 0 {
                // The length is right, what is inside is not.
                packet.removeLast(packet.count % 4)
                let words = packet.count / 4 - 1
                (packet[2], packet[3]) = (UInt8(words >> 8), UInt8(truncatingIfNeeded: words))
            }
            publisher.sendControl(packet)
            viewers[0].sendControl(packet)
            if count % 50 == 49 { simulation.run(for: .milliseconds(10)) }
        }
        for peer in [publisher, viewers[0]] as [VirtualPeer] {
            peer.sendControl(compoundOf500)
            peer.sendControl([0x81, 203, 0, 2, 1, 2, 3, 4, 255, 65, 65, 65])
        }
        simulation.run(for: .milliseconds(100))
        #expect(simulation.counters.droppedForged == before.droppedForged)
        #expect(simulation.counters.droppedMalformed > before.droppedMalformed + 500)
        #expect(simulation.loop.tables.sessions == 3)
        try expectUnharmed([viewers[1]], by: publisher, in: simulation)
    }

    /// An authentic publisher makes up sources without end.
    @Test func sourcesWithoutEndAreCutOff() throws {
        let simulation = try Simulation()
        let (publisher, viewers) = try simulation.connect(viewers: 1)
        var random = SeededRandom(seed: 9)
        for _ in 0..<1_000 {
            var writer = ByteWriter()
            RTPHeader.write(
                payloadType: 96, marker: false, sequence: 1, timestamp: 0,
                ssrc: .random(in: 1...UInt32.max, using: &random),
                to: &writer)
            writer.write(random.bytes(50))
            publisher.sendMedia(writer.bytes, RTPHeader.fixedLength, 1)
        }
        simulation.run(for: .seconds(1))
        #expect(simulation.counters.droppedMalformed > 900)
        #expect(simulation.loop.tables.sessions == 2)
        #expect(viewers[0].closeReason == nil)
    }

    // MARK: Helpers

    /// What a peer sends within a while.
    private func record(
        _ peer: VirtualPeer, in simulation: Simulation, for duration: Duration = .seconds(2)
    ) throws -> [[UInt8]] {
        var recorded: [[UInt8]] = []
        peer.wiretap = { recorded.append($0) }
        simulation.run(for: duration)
        peer.wiretap = nil
        return recorded
    }

    /// Everybody still gets everything, each packet once.
    private func expectUnharmed(
        _ viewers: [VirtualViewer], by publisher: VirtualPublisher, in simulation: Simulation,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        simulation.run(for: .seconds(1))
        let end = simulation.now
        simulation.run(for: .milliseconds(100))
        for viewer in viewers {
            viewer.expectIntact(sourceLocation: sourceLocation)
            #expect(viewer.closeReason == nil && viewer.goodbyes.isEmpty, sourceLocation: sourceLocation)
            #expect(viewer.replays == 0, sourceLocation: sourceLocation)
            for track in [viewer.video, viewer.audio] {
                let source = try #require(publisher.source(track.kind), sourceLocation: sourceLocation)
                let missing = track.missing(of: source, sentUntil: end)
                #expect(missing.isEmpty && track.holes == 0, "\(track.kind)", sourceLocation: sourceLocation)
            }
        }
    }

    private var compoundOf500: [UInt8] {
        Array(repeatElement([0x80, 201, 0, 1, 0, 0, 0, 1] as [UInt8], count: 500).joined().prefix(1_400))
    }
}
