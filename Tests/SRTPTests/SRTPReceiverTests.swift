import SRTP
import TestSupport
import Testing

struct SRTPReceiverTests {
    /// From every edge start value, in order and over the wrap, with the packets of a window shuffled.
    @Test(arguments: Setup.all, [0, 1, 32_767, 32_768, 65_000, 65_535] as [UInt64])
    func reorderingOverTheWrap(setup: Setup, start: UInt64) throws {
        let pair = try setup.pair()
        var random = SeededRandom(seed: start)
        for run in stride(from: start, to: start + 70_000, by: 2500) {
            // The first of each run comes first, then the rest in any order.
            let indices = [run] + (1..<12).map { run + 40 * $0 }.shuffled(using: &random)
            for index in indices {
                let plain = Packets.rtp(sequence: UInt16(truncatingIfNeeded: index))
                let packet = pair.sender.protected(plain, index: index, profile: setup.profile)
                #expect(try pair.receiver.unprotectedRTP(packet) == plain.bytes)
                #expect(throws: SRTPError.replayed) { try pair.receiver.unprotectedRTP(packet) }
            }
        }
    }

    @Test(arguments: Setup.all) func packetsOlderThanTheWindowAreReplayed(setup: Setup) throws {
        let pair = try setup.pair()
        func packet(_ index: UInt64) -> [UInt8] {
            pair.sender.protected(
                Packets.rtp(sequence: UInt16(truncatingIfNeeded: index)), index: index, profile: setup.profile)
        }
        let newest: UInt64 = 65_536 + 500
        _ = try pair.receiver.unprotectedRTP(packet(65_000))
        _ = try pair.receiver.unprotectedRTP(packet(newest))
        _ = try pair.receiver.unprotectedRTP(packet(newest - ReplayWindow.size + 1))
        #expect(throws: SRTPError.replayed) { try pair.receiver.unprotectedRTP(packet(newest - ReplayWindow.size)) }
    }

    /// The peer began at 65,530; all packets up to the wrap were lost or late, so that its counter is ahead of ours.
    @Test(arguments: Setup.all) func firstPacketsLostAtTheWrap(setup: Setup) throws {
        let pair = try setup.pair()
        for index in [65_538, 65_539, 65_530, 65_540] as [UInt64] {
            let plain = Packets.rtp(sequence: UInt16(truncatingIfNeeded: index))
            let packet = pair.sender.protected(plain, index: index, profile: setup.profile)
            #expect(try pair.receiver.unprotectedRTP(packet) == plain.bytes)
        }
    }

    /// Whatever bit of a packet is changed; the packet itself is accepted afterwards, so nothing was remembered.
    @Test(arguments: Setup.all) func everyChangedBitIsNoticed(setup: Setup) throws {
        let pair = try setup.pair()
        let plain = Packets.rtp(sequence: 7, csrcs: [1], extension: .init(profile: 0xBEDE, words: [0x1000_0000]))
        let packet = pair.sender.protected(plain, index: 7, profile: setup.profile)
        for bit in 0..<(packet.count * 8) {
            var forged = packet
            forged[bit / 8] ^= 1 << (bit % 8)
            let error = #expect(throws: SRTPError.self) { try pair.receiver.unprotectedRTP(forged) }
            // A changed header may also claim to be longer than the packet, or of another version.
            #expect(error == .authenticationFailed || (bit < 8 * 20 && error == .malformed))
        }
        #expect(try pair.receiver.unprotectedRTP(packet) == plain.bytes)
    }

    @Test(arguments: Setup.all) func everyTruncationIsNoticed(setup: Setup) throws {
        let pair = try setup.pair()
        let plain = Packets.rtp(sequence: 7, csrcs: [1, 2], extension: .init(profile: 0x1000, words: [1, 2]))
        let packet = pair.sender.protected(plain, index: 7, profile: setup.profile)
        for count in packet.indices {
            let error = #expect(throws: SRTPError.self) {
                try pair.receiver.unprotectedRTP(Array(packet.prefix(count)))
            }
            let hasHeader = count >= plain.header.count + setup.profile.rtpTagLength
            #expect(error == (hasHeader ? .authenticationFailed : .malformed))
        }
        let empty = UnsafeMutableRawBufferPointer(start: nil, count: 0)
        #expect(throws: SRTPError.malformed) { try pair.receiver.unprotectRTP(empty) }
        #expect(throws: SRTPError.malformed) { try pair.receiver.unprotectRTCP(empty) }
        #expect(try pair.receiver.unprotectedRTP(packet) == plain.bytes)
    }

    /// CSRC counts and extension lengths that reach past the end.
    @Test(arguments: Setup.all) func headersLongerThanThePacket(setup: Setup) throws {
        let receiver = try setup.pair().receiver
        let fixed: [UInt8] = [0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9]
        let tag = [UInt8](repeating: 0, count: setup.profile.rtpTagLength)
        var headers: [[UInt8]] = (1...15).map { [0x80 | UInt8($0)] + fixed.dropFirst() }
        headers.append([0x90] + fixed.dropFirst())
        headers.append([0x90] + fixed.dropFirst() + [0xBE, 0xDE, 0, 1])
        headers.append([0x90] + fixed.dropFirst() + [0xBE, 0xDE, 0xFF, 0xFF])
        headers.append([0x9F] + fixed.dropFirst() + [UInt8](repeating: 0, count: 60) + [0xBE, 0xDE, 0xFF, 0xFF])
        for header in headers {
            #expect(throws: SRTPError.malformed) { try receiver.unprotectedRTP(header + tag) }
        }
    }

    @Test(arguments: Setup.all) func rtcpIsAcceptedOnceAndNeverChanged(setup: Setup) throws {
        let pair = try setup.pair()
        var random = SeededRandom(seed: 4)
        let plain = Packets.randomRTCP(ssrc: 5, using: &random)
        var packet = plain
        try pair.sender.protectRTCP(&packet)
        for bit in 0..<(packet.count * 8) {
            var forged = packet
            forged[bit / 8] ^= 1 << (bit % 8)
            let error = #expect(throws: SRTPError.self) { try pair.receiver.unprotectedRTCP(forged) }
            let isVersion = bit == 6 || bit == 7
            let isFlag = error == .unsupported
            #expect(error == .authenticationFailed || isFlag || (isVersion && error == .malformed))
        }
        for count in packet.indices {
            let error = #expect(throws: SRTPError.self) {
                try pair.receiver.unprotectedRTCP(Array(packet.prefix(count)))
            }
            let isShort = count < 8 + setup.profile.rtcpTrailerLength
            #expect((error == .malformed) == isShort)
        }
        #expect(try pair.receiver.unprotectedRTCP(packet) == plain)
        #expect(throws: SRTPError.replayed) { try pair.receiver.unprotectedRTCP(packet) }
        #expect(throws: SRTPError.self) { try pair.receiver.unprotectedRTP(packet) }
    }

    @Test(arguments: Setup.all) func lateRTCPIsAcceptedOnce(setup: Setup) throws {
        let pair = try setup.pair()
        let plain: [UInt8] = [0x80, 201, 0, 1, 0, 0, 0, 9]
        var packets = try (0..<50).map { _ in
            var packet = plain
            try pair.sender.protectRTCP(&packet)
            return packet
        }
        var random = SeededRandom(seed: 2)
        packets.shuffle(using: &random)
        for packet in packets { #expect(try pair.receiver.unprotectedRTCP(packet) == plain) }
        for packet in packets { #expect(throws: SRTPError.replayed) { try pair.receiver.unprotectedRTCP(packet) } }
    }

    /// Ten thousand forged SSRCs leave room for all true ones; then the next true one is refused, the others go on.
    @Test(arguments: Setup.all) func onlyAuthenticPacketsMakeSources(setup: Setup) throws {
        let pair = try setup.pair()
        let forger = try setup.pair(seed: 99)
        func packet(_ pair: Pair, ssrc: UInt32, sequence: UInt16) -> [UInt8] {
            pair.sender.protected(
                Packets.rtp(sequence: sequence, ssrc: ssrc), index: UInt64(sequence), profile: setup.profile)
        }
        for ssrc in 1...10_000 as ClosedRange<UInt32> {
            let forged = packet(forger, ssrc: ssrc, sequence: 1)
            #expect(throws: SRTPError.authenticationFailed) { try pair.receiver.unprotectedRTP(forged) }
        }
        let limit = UInt32(SRTPReceiver.maximumSources)
        for ssrc in 1...limit { _ = try pair.receiver.unprotectedRTP(packet(pair, ssrc: ssrc, sequence: 1)) }
        #expect(throws: SRTPError.tooManySources) {
            try pair.receiver.unprotectedRTP(packet(pair, ssrc: limit + 1, sequence: 1))
        }
        #expect(throws: SRTPError.authenticationFailed) {
            try pair.receiver.unprotectedRTP(packet(forger, ssrc: limit + 1, sequence: 1))
        }
        var rtcp: [UInt8] = [0x80, 201, 0, 1, 0, 0, 0, UInt8(limit + 1)]
        try pair.sender.protectRTCP(&rtcp)
        #expect(throws: SRTPError.tooManySources) { try pair.receiver.unprotectedRTCP(rtcp) }
        for ssrc in 1...limit { _ = try pair.receiver.unprotectedRTP(packet(pair, ssrc: ssrc, sequence: 2)) }
    }

    @Test(arguments: Setup.all) func randomBytesAreRefused(setup: Setup) throws {
        let receiver = try setup.pair().receiver
        var random = SeededRandom(seed: 11)
        for _ in 0..<5000 {
            var bytes = random.bytes(.random(in: 0...120, using: &random))
            if !bytes.isEmpty, random.chance(0.9) { bytes[0] = bytes[0] & 0x3F | 0x80 }
            #expect(throws: SRTPError.self) { try receiver.unprotectedRTP(bytes) }
            #expect(throws: SRTPError.self) { try receiver.unprotectedRTCP(bytes) }
        }
    }
}
