import SRTP
import TestSupport
import Testing

struct SRTPSenderTests {
    /// Jobs of three senders with all profiles, mixed, from shared payloads: as if each was protected alone.
    @Test func jobsEqualSinglePackets() throws {
        var random = SeededRandom(seed: 5)
        let pairs = try SRTPProfile.allCases.map { try Pair($0, seed: 5) }
        var packets: [(pair: Pair, plain: Packets.Packet, index: UInt64)] = []
        for index in 65_500..<65_600 as Range<UInt64> {
            let plain = Packets.randomRTP(sequence: UInt16(truncatingIfNeeded: index), ssrc: 3, using: &random)
            for pair in pairs { packets.append((pair, plain, index)) }
        }
        // One arena for all, as in the media plane; the byte between packets must stay.
        let arena = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 2048 * packets.count)
        arena.initialize(repeating: 0xEE)
        defer { arena.deallocate() }
        let start = try #require(arena.baseAddress)
        var jobs: [SRTPProtectionJob] = []
        var payloads: [UnsafeMutableBufferPointer<UInt8>] = []
        defer { payloads.forEach { $0.deallocate() } }
        for (position, packet) in packets.enumerated() {
            let payload = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: packet.plain.payload.count + 1)
            _ = payload.initialize(fromContentsOf: packet.plain.payload)
            payloads.append(payload)
            let target = start + 2048 * position
            target.update(from: packet.plain.header, count: packet.plain.header.count)
            jobs.append(
                SRTPProtectionJob(
                    sender: packet.pair.sender.handle, packet: target, headerLength: Int32(packet.plain.header.count),
                    payload: try #require(payload.baseAddress), payloadLength: Int32(packet.plain.payload.count),
                    index: packet.index))
        }
        jobs.withUnsafeMutableBufferPointer { SRTPSender.protect($0) }
        for (position, packet) in packets.enumerated() {
            let alone = packet.pair.sender.protected(packet.plain, index: packet.index, profile: packet.pair.profile)
            let written = Array(arena[(2048 * position)..<(2048 * position + alone.count)])
            #expect(written == alone)
            let behind = arena[2048 * position + alone.count]
            #expect(behind == 0xEE)
            #expect(try packet.pair.receiver.unprotectedRTP(written) == packet.plain.bytes)
        }
    }

    @Test(arguments: SRTPProfile.allCases) func inPlaceEqualsOutOfPlace(profile: SRTPProfile) throws {
        var random = SeededRandom(seed: 6)
        let sender = try Pair(profile).sender
        for sequence in 0..<200 as Range<UInt16> {
            let plain = Packets.randomRTP(sequence: sequence, ssrc: 1, using: &random)
            var packet = plain.bytes + [UInt8](repeating: 0, count: profile.rtpTagLength)
            packet.withUnsafeMutableBufferPointer { bytes in
                guard let start = bytes.baseAddress else { return }
                _ = sender.protectRTP(
                    packet: start, headerLength: plain.header.count, payload: start + plain.header.count,
                    payloadLength: plain.payload.count, index: UInt64(sequence))
            }
            #expect(packet == sender.protected(plain, index: UInt64(sequence), profile: profile))
        }
    }

    /// Under one key no keystream comes twice, whatever the SSRC and the index are: it would give away both plaintexts.
    @Test(arguments: SRTPProfile.allCases) func noKeystreamRepeats(profile: SRTPProfile) throws {
        let sender = try Pair(profile).sender
        let indices = (0..<48).flatMap { bit in [1 << bit, (1 << bit) - 1] as [UInt64] } + (100...3000)
        let ssrcs = (0..<32).map { 1 << $0 as UInt32 } + [0, .max, 0x1_0001]
        var seen: Set<[UInt8]> = []
        var count = 0
        for ssrc in ssrcs {
            for index in Set(indices) {
                let plain = Packets.rtp(
                    sequence: UInt16(truncatingIfNeeded: index), ssrc: ssrc, payload: .init(repeating: 0, count: 16))
                let packet = sender.protected(plain, index: index, profile: profile)
                seen.insert(Array(packet[12..<28]))
                count += 1
            }
        }
        #expect(seen.count == count)
    }

    @Test(arguments: SRTPProfile.allCases) func everyRTCPPacketHasTheNextIndex(profile: SRTPProfile) throws {
        let sender = try Pair(profile).sender
        var seen: Set<[UInt8]> = []
        for index in 0..<1000 as Range<UInt32> {
            var packet: [UInt8] = [0x80, 200, 0, 5, 0, 0, 0, 1] + [UInt8](repeating: 0, count: 16)
            try sender.protectRTCP(&packet)
            seen.insert(Array(packet[8..<24]))
            // The word is the last of GCM's trailer, and the first of AES-CM's.
            let offset = profile == .aes128CMHMACSHA1_80 ? 24 : 24 + 16
            let word = packet[offset..<(offset + 4)].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
            #expect(word == 1 << 31 | index)
        }
        #expect(seen.count == 1000)
    }

    @Test(arguments: SRTPProfile.allCases) func afterTheLastRTCPIndexTheKeyIsExhausted(profile: SRTPProfile) throws {
        var random = SeededRandom(seed: 8)
        let masterKey = Packets.masterKey(profile, using: &random)
        let derivation = try KeyDerivation(profile: profile, masterKey: masterKey)
        let sender = try SRTPSender(
            profile: profile, rtpKeys: derivation.rtpKeys(), rtcpKeys: derivation.rtcpKeys(), nextRTCPIndex: (1 << 31) - 1)
        let receiver = try SRTPReceiver(profile: profile, masterKey: masterKey)
        let plain = Packets.randomRTCP(ssrc: 1, using: &random)
        var last = plain
        try sender.protectRTCP(&last)
        #expect(try receiver.unprotectedRTCP(last) == plain)
        for _ in 1...2 {
            var packet = plain
            #expect(throws: SRTPError.keyExhausted) { try sender.protectRTCP(&packet) }
            #expect(packet == plain)
        }
    }

    @Test func shortRTCPIsRefused() throws {
        let sender = try Pair(.aeadAES128GCM).sender
        for count in 0..<8 {
            var packet = [UInt8](repeating: 0x80, count: count)
            #expect(throws: SRTPError.malformed) { try sender.protectRTCP(&packet) }
            #expect(packet.count == count)
        }
    }
}
