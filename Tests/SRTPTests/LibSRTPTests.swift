import SRTP
import TestSupport
import Testing

/// Ours against libsrtp2, byte for byte, in both directions.
struct LibSRTPTests {
    /// Two SSRCs, whose sequence numbers begin near the wrap and jump ahead, so that the rollover counter counts to
    /// three and more. Each packet is protected by both, and what one protected the other unprotects.
    @Test(arguments: Setup.all, [1, 2] as [UInt64]) func rtp(setup: Setup, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let masterKey = Packets.masterKey(setup.profile, using: &random)
        let ours = try setup.pair(masterKey: masterKey)
        let theirs = try (
            sender: LibSRTP(.outbound, profile: setup.profile, masterKey: masterKey),
            receiver: LibSRTP(.inbound, profile: setup.profile, masterKey: masterKey)
        )
        var indices: [UInt32: UInt64] = [0xCAFE_0001: 65_000, 0xCAFE_0002: 12]
        for _ in 0..<2000 {
            let ssrc: UInt32 = random.chance(0.5) ? 0xCAFE_0001 : 0xCAFE_0002
            let index = try #require(indices[ssrc])
            let plain = Packets.randomRTP(sequence: UInt16(truncatingIfNeeded: index), ssrc: ssrc, using: &random)
            let packet = ours.sender.protected(plain, index: index, profile: setup.profile)
            #expect(packet == (try theirs.sender.protectRTP(plain.bytes)))
            #expect(packet.count == plain.bytes.count + setup.profile.rtpTagLength)
            #expect(try theirs.receiver.unprotectRTP(packet) == plain.bytes)
            #expect(try ours.receiver.unprotectedRTP(packet) == plain.bytes)
            indices[ssrc] = index + (random.chance(0.08) ? .random(in: 1...9000, using: &random) : 1)
        }
        let rollovers = indices.values.map { $0 >> 16 }
        #expect(rollovers.allSatisfy { $0 >= 3 })
    }

    @Test(arguments: Setup.all, [1, 2] as [UInt64]) func rtcp(setup: Setup, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let masterKey = Packets.masterKey(setup.profile, using: &random)
        let ours = try setup.pair(masterKey: masterKey)
        let theirs = try (
            sender: LibSRTP(.outbound, profile: setup.profile, masterKey: masterKey),
            receiver: LibSRTP(.inbound, profile: setup.profile, masterKey: masterKey)
        )
        // libsrtp2 numbers its first packet one; RFC 3711 §3.4, and we, begin at zero.
        var first = Packets.randomRTCP(ssrc: 7, using: &random)
        let plainFirst = first
        try ours.sender.protectRTCP(&first)
        #expect(try theirs.receiver.unprotectRTCP(first) == plainFirst)
        for _ in 0..<500 {
            let plain = Packets.randomRTCP(ssrc: 0xCAFE_0001, using: &random)
            var packet = plain
            try ours.sender.protectRTCP(&packet)
            #expect(packet == (try theirs.sender.protectRTCP(plain)))
            #expect(packet.count == plain.count + setup.profile.rtcpTrailerLength)
            #expect(try theirs.receiver.unprotectRTCP(packet) == plain)
            #expect(try ours.receiver.unprotectedRTCP(packet) == plain)
        }
    }

    /// Reordered, repeated and damaged packets over a wrap: both accept the same ones.
    @Test(arguments: Setup.all, [1, 2] as [UInt64])
    func refusals(setup: Setup, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let masterKey = Packets.masterKey(setup.profile, using: &random)
        let (sender, ours) = try { ($0.sender, $0.receiver) }(setup.pair(masterKey: masterKey))
        let theirs = try LibSRTP(.inbound, profile: setup.profile, masterKey: masterKey)
        let packets = (64_700..<66_700 as Range<UInt64>).map { index in
            let plain = Packets.randomRTP(sequence: UInt16(truncatingIfNeeded: index), ssrc: 9, using: &random)
            return sender.protected(plain, index: index, profile: setup.profile)
        }
        var refused = 0
        for position in packets.indices {
            let earliest = max(0, position - 1200)
            let picked = random.chance(0.5) ? position : Int.random(in: earliest...position, using: &random)
            var packet = packets[picked]
            if random.chance(0.1) {
                let bit = Int.random(in: 0..<(packet.count * 8), using: &random)
                packet[bit / 8] ^= 1 << (bit % 8)
            }
            let (ourPlain, theirPlain) = (try? ours.unprotectedRTP(packet), try? theirs.unprotectRTP(packet))
            #expect(ourPlain == theirPlain)
            refused += ourPlain == nil ? 1 : 0
        }
        #expect((300...1700).contains(refused))
    }
}
