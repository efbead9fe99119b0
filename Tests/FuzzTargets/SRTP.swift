import SRTP

extension FuzzTarget {
    /// A datagram from a stranger, as RTP and as RTCP of every profile. Nothing that is not authentic may pass.
    package static let srtpUnprotect = FuzzTarget("srtp-unprotect", seeds: SRTPFuzzing.seeds) { bytes in
        let datagram = bytes.withUnsafeBufferPointer { Array($0) }
        for profile in SRTPProfile.allCases {
            let receiver = SRTPFuzzing.endpoints(profile).receiver
            precondition(SRTPFuzzing.unprotect(datagram, receiver.unprotectRTP) == nil, "forged RTP was accepted")
            precondition(SRTPFuzzing.unprotect(datagram, receiver.unprotectRTCP) == nil, "forged RTCP was accepted")
        }
    }

    /// A packet from a peer that has the key: the first byte says how long its header is, the rest is the packet. What
    /// is accepted is what was sent, and it is accepted once.
    package static let srtpRoundTrip = FuzzTarget("srtp-round-trip", seeds: SRTPFuzzing.seeds) { bytes in
        guard bytes.count > 13, bytes.count < 2000 else { return }
        let headerLength = min(12 + Int(bytes[0]), bytes.count - 1)
        let plain = bytes.withUnsafeBufferPointer { Array($0.dropFirst()) }
        for profile in SRTPProfile.allCases {
            let (sender, receiver) = SRTPFuzzing.endpoints(profile)
            var packet = plain + [UInt8](repeating: 0, count: profile.rtpTagLength)
            let sequence = UInt64(plain[2]) << 8 | UInt64(plain[3])
            _ = sender.protectRTP(
                packet: &packet, headerLength: headerLength, payload: Array(plain.dropFirst(headerLength)) + [0],
                payloadLength: plain.count - headerLength, index: sequence)
            if let received = SRTPFuzzing.unprotect(packet, receiver.unprotectRTP) {
                precondition(received.count == plain.count, "the length changed")
                precondition(SRTPFuzzing.unprotect(packet, receiver.unprotectRTP) == nil, "accepted twice")
            }
            var compound = plain
            do throws(SRTPError) {
                try sender.protectRTCP(&compound)
                let received = SRTPFuzzing.unprotect(compound, receiver.unprotectRTCP)
                let isVersion2 = plain[0] >> 6 == 2
                precondition(received == (isVersion2 ? plain : nil), "RTCP changed on its way")
            } catch {
                preconditionFailure("RTCP of \(plain.count) bytes was not sent: \(error)")
            }
        }
    }
}

/// Endpoints with a fixed key, and packets worth mutating.
private enum SRTPFuzzing {
    static func endpoints(_ profile: SRTPProfile) -> (sender: SRTPSender, receiver: SRTPReceiver) {
        let masterKey = SRTPMasterKey(
            key: .init(repeating: 0x5A, count: profile.keyLength),
            salt: .init(repeating: 0xA5, count: profile.saltLength))
        do throws(SRTPError) {
            return (
                try SRTPSender(profile: profile, masterKey: masterKey),
                try SRTPReceiver(profile: profile, masterKey: masterKey)
            )
        } catch {
            preconditionFailure("a key of the profile's lengths was refused: \(error)")
        }
    }

    /// The plaintext, nil when the packet was refused.
    static func unprotect(
        _ packet: [UInt8], _ function: (UnsafeMutableRawBufferPointer) throws(SRTPError) -> Int
    ) -> [UInt8]? {
        var packet = packet
        let length = packet.withUnsafeMutableBytes { bytes in
            do throws(SRTPError) { return try function(bytes) } catch { return -1 }
        }
        return length < 0 ? nil : Array(packet.prefix(length))
    }

    /// RTP plain, with CSRCs, and with an extension; a receiver report; each with room for a trailer.
    static let seeds: [[UInt8]] = [
        [0x80, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3] + trailer,
        [0x83, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0, 6] + trailer,
        [0x90, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0xBE, 0xDE, 0, 1, 0x10, 0xAA, 0, 0] + trailer,
        [0x80, 201, 0, 1, 0, 0, 0, 3] + trailer + [0x80, 0, 0, 1],
        [0, 0x80, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5],
        [8, 0x90, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0xBE, 0xDE, 0, 1, 0x10, 0xAA, 0, 0, 9],
    ]
    private static let trailer = [UInt8](repeating: 0x77, count: 40)
}
