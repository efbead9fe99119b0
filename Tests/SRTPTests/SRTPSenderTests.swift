import Cryptography
import SRTP
import TestSupport
import Testing

struct SRTPSenderTests {
    /// Batches of 0 to 70 jobs of five senders with mixed profiles, from shared payloads: as if each packet was
    /// protected alone, by OpenSSL.
    @Test(arguments: Setup.all) func jobsEqualSinglePackets(setup: Setup) throws {
        var random = SeededRandom(seed: 5)
        let profiles = [setup.profile, setup.profile, setup.profile] + SRTPProfile.allCases
        let senders = try profiles.enumerated().map { seed, profile in
            let alone = Setup(profile: profile, engine: .openSSL)
            let batched = Setup(profile: profile, engine: setup.engine)
            let seed = UInt64(seed)
            return (profile, alone: try alone.pair(seed: seed).sender, batched: try batched.pair(seed: seed).sender)
        }
        let arena = Arena(slots: 70)
        for count in [0, 1, 2, 6, 7, 8, 9, 20, 31, 32, 33, 70] {
            let packets = (0..<count).map { _ in
                let index = UInt64.random(in: 0..<(1 << 48), using: &random)
                let plain = Packets.randomRTP(sequence: UInt16(truncatingIfNeeded: index), ssrc: 3, using: &random)
                return (plain, index, sender: Int.random(in: senders.indices, using: &random))
            }
            var jobs = packets.enumerated().map { slot, packet in
                arena.job(
                    slot: slot, plain: packet.0, sender: senders[packet.sender].batched, index: packet.1,
                    inPlace: random.chance(0.3))
            }
            jobs.withUnsafeMutableBufferPointer { SRTPSender.protect($0) }
            for (slot, packet) in packets.enumerated() {
                let (profile, alone, _) = senders[packet.sender]
                let expected = alone.protected(packet.0, index: packet.1, profile: profile)
                #expect(arena.written(slot: slot, count: expected.count) == expected)
                // Nothing is written behind the tag, where the next packet may be.
                let behind = arena.written(slot: slot, count: Arena.slotSize).dropFirst(expected.count)
                #expect(behind.allSatisfy { $0 == 0xEE })
            }
        }
        withExtendedLifetime(senders) {}
    }

    @Test(arguments: Setup.all) func inPlaceEqualsOutOfPlace(setup: Setup) throws {
        var random = SeededRandom(seed: 6)
        let sender = try setup.pair().sender
        for sequence in 0..<200 as Range<UInt16> {
            let plain = Packets.randomRTP(sequence: sequence, ssrc: 1, using: &random)
            var packet = plain.bytes + [UInt8](repeating: 0, count: setup.profile.rtpTagLength)
            packet.withUnsafeMutableBufferPointer { bytes in
                guard let start = bytes.baseAddress else { return }
                _ = sender.protectRTP(
                    packet: start, headerLength: plain.header.count, payload: start + plain.header.count,
                    payloadLength: plain.payload.count, index: UInt64(sequence))
            }
            #expect(packet == sender.protected(plain, index: UInt64(sequence), profile: setup.profile))
        }
    }

    /// Under one key no keystream comes twice, whatever the SSRC and the index are: it would give away both plaintexts.
    @Test(arguments: Setup.all) func noKeystreamRepeats(setup: Setup) throws {
        let sender = try setup.pair().sender
        let indices = (0..<48).flatMap { bit in [1 << bit, (1 << bit) - 1] as [UInt64] } + (100...1000)
        let ssrcs = (0..<32).map { 1 << $0 as UInt32 } + [0, .max, 0x1_0001]
        var seen: Set<[UInt8]> = []
        var count = 0
        for ssrc in ssrcs {
            for index in Set(indices) {
                let plain = Packets.rtp(
                    sequence: UInt16(truncatingIfNeeded: index), ssrc: ssrc, payload: .init(repeating: 0, count: 16))
                let packet = sender.protected(plain, index: index, profile: setup.profile)
                seen.insert(Array(packet[12..<28]))
                count += 1
            }
        }
        #expect(seen.count == count)
    }

    @Test(arguments: Setup.all) func everyRTCPPacketHasTheNextIndex(setup: Setup) throws {
        let sender = try setup.pair().sender
        var seen: Set<[UInt8]> = []
        for index in 0..<1000 as Range<UInt32> {
            var packet: [UInt8] = [0x80, 200, 0, 5, 0, 0, 0, 1] + [UInt8](repeating: 0, count: 16)
            try sender.protectRTCP(&packet)
            seen.insert(Array(packet[8..<24]))
            // The word is the last of GCM's trailer, and the first of AES-CM's.
            let offset = setup.profile == .aes128CMHMACSHA1_80 ? 24 : 24 + 16
            let word = packet[offset..<(offset + 4)].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
            #expect(word == 1 << 31 | index)
        }
        #expect(seen.count == 1000)
    }

    @Test(arguments: Setup.all) func afterTheLastRTCPIndexTheKeyIsExhausted(setup: Setup) throws {
        var random = SeededRandom(seed: 8)
        let masterKey = Packets.masterKey(setup.profile, using: &random)
        let derivation = try KeyDerivation(profile: setup.profile, masterKey: masterKey)
        let sender = try SRTPSender(
            profile: setup.profile, rtpKeys: derivation.rtpKeys(), rtcpKeys: derivation.rtcpKeys(),
            nextRTCPIndex: (1 << 31) - 1,
            engine: setup.engine)
        let receiver = try SRTPReceiver(profile: setup.profile, masterKey: masterKey, engine: setup.engine)
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
        let sender = try Setup.all[0].pair().sender
        for count in 0..<8 {
            var packet = [UInt8](repeating: 0x80, count: count)
            #expect(throws: SRTPError.malformed) { try sender.protectRTCP(&packet) }
            #expect(packet.count == count)
        }
    }
}

/// Memory that packets are protected in, as in the media plane.
private final class Arena {
    static let slotSize = 2048
    private let packets: UnsafeMutableBufferPointer<UInt8>
    private let payloads: UnsafeMutableBufferPointer<UInt8>

    init(slots: Int) {
        packets = .allocate(capacity: slots * Self.slotSize)
        payloads = .allocate(capacity: slots * Self.slotSize)
        payloads.initialize(repeating: 0)
    }

    deinit {
        packets.deallocate()
        payloads.deallocate()
    }

    /// A job for a packet whose header is at the slot, and its payload behind it or elsewhere.
    func job(
        slot: Int, plain: Packets.Packet, sender: SRTPSender, index: UInt64, inPlace: Bool
    ) -> SRTPProtectionJob {
        guard let packet = packets.baseAddress.map({ $0 + slot * Self.slotSize }),
            let payload = inPlace
                ? packet + plain.header.count : payloads.baseAddress.map({ $0 + slot * Self.slotSize })
        else { preconditionFailure("an arena has memory") }
        packet.initialize(repeating: 0xEE, count: Self.slotSize)
        packet.update(from: plain.header, count: plain.header.count)
        payload.update(from: plain.payload, count: plain.payload.count)
        return SRTPProtectionJob(
            sender: sender.handle, packet: packet, headerLength: Int32(plain.header.count), payload: payload,
            payloadLength: Int32(plain.payload.count), index: index)
    }

    func written(slot: Int, count: Int) -> [UInt8] {
        Array(packets[(slot * Self.slotSize)..<(slot * Self.slotSize + count)])
    }
}
