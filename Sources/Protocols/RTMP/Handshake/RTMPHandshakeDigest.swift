import Cryptography

/// The digest in the first packet of either side, C1 and S1, which Flash Player 9 brought and RTMP 1.0 does not
/// describe: HMAC-SHA256 of the other bytes of the packet, at a place that four bytes of it give.
struct RTMPHandshakeDigest {
    let scheme: Scheme
    /// The 32 bytes.
    let value: [UInt8]

    /// Which half of the packet holds the digest.
    enum Scheme: Int, CaseIterable {
        /// In the first half, after time and version. ffmpeg and nginx-rtmp write it.
        case first = 8
        /// In the second half.
        case second = 772
    }

    /// The digest that a packet of 1,536 bytes has; nil when it has none, as in the simple handshake.
    init?(in packet: [UInt8], by side: Side) {
        guard packet.count == RTMPHandshakePacket.length else { return nil }
        for scheme in Scheme.allCases {
            let range = Self.range(in: packet, scheme)
            let value = Self.digest(of: packet, without: range, by: side)
            if value[...] == packet[range] {
                self.scheme = scheme
                self.value = value
                return
            }
        }
        return nil
    }

    /// Writes the digest into a packet of 1,536 bytes.
    static func sign(_ packet: inout [UInt8], _ scheme: Scheme, by side: Side) {
        let range = range(in: packet, scheme)
        packet.replaceSubrange(range, with: digest(of: packet, without: range, by: side))
    }

    /// Writes the proof that the other side's digest was read, at the end of C2 or S2.
    func answer(_ packet: inout [UInt8], by side: Side) {
        let key = HMACSHA256.authenticate(value.span, key: side.longKey)
        let body = Array(packet.dropLast(HMACSHA256.length))
        packet = body + HMACSHA256.authenticate(body.span, key: key)
    }

    /// The sum of four bytes says where, among 728 places.
    private static func range(in packet: [UInt8], _ scheme: Scheme) -> Range<Int> {
        let base = scheme.rawValue
        let sum = packet[base..<(base + 4)].reduce(0) { $0 + Int($1) }
        let start = base + 4 + sum % 728
        return start..<(start + HMACSHA256.length)
    }

    private static func digest(of packet: [UInt8], without range: Range<Int>, by side: Side) -> [UInt8] {
        let rest = Array(packet[..<range.lowerBound] + packet[range.upperBound...])
        return HMACSHA256.authenticate(rest.span, key: side.shortKey)
    }

    /// Who signs: the keys are the same in every implementation.
    enum Side {
        case server
        case client

        var shortKey: [UInt8] {
            switch self {
            case .server: Array("Genuine Adobe Flash Media Server 001".utf8)
            case .client: Array("Genuine Adobe Flash Player 001".utf8)
            }
        }

        var longKey: [UInt8] { shortKey + Self.keyEnd }

        private static let keyEnd: [UInt8] = [
            0xF0, 0xEE, 0xC2, 0x4A, 0x80, 0x68, 0xBE, 0xE8, 0x2E, 0x00, 0xD0, 0xD1, 0x02, 0x9E, 0x7E, 0x57,
            0x6E, 0xEC, 0x5D, 0x2D, 0x29, 0x80, 0x6F, 0xAB, 0x93, 0xB8, 0xE6, 0x36, 0xCF, 0xEB, 0x31, 0xAE,
        ]
    }
}
