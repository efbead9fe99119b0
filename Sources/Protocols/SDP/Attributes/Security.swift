/// The hash of a certificate (RFC 8122 §5).
package struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
    /// In lower case, e.g. `sha-256`.
    package var hashFunction: String
    /// 1...64 bytes, as many as the function gives where we know it.
    package var digest: [UInt8]

    package init(hashFunction: String, digest: [UInt8]) {
        self.hashFunction = hashFunction
        self.digest = digest
    }

    init?(_ text: Substring) {
        var fields = Fields(text)
        guard let function = fields.token()?.lowercased(), let digits = fields.word(), fields.isAtEnd else {
            return nil
        }
        var digest: [UInt8] = []
        for pair in digits.parts(separatedBy: UInt8(ascii: ":")) {
            guard pair.utf8.count == 2, digest.count < 64, pair.utf8.allSatisfy(\.isHexDigit),
                let byte = UInt8(pair, radix: 16)
            else { return nil }
            digest.append(byte)
        }
        guard Self.lengths[function].map({ $0 == digest.count }) ?? true else { return nil }
        self.init(hashFunction: function, digest: digest)
    }

    /// Hash function and upper-case hexadecimal bytes, e.g. `sha-256 AB:CD:...`.
    package var description: String {
        let pairs = digest.map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        return "\(hashFunction) \(pairs.joined(separator: ":"))"
    }

    /// Bytes by hash function (RFC 8122 §5 names these).
    private static let lengths = [
        "md2": 16, "md5": 16, "sha-1": 20, "sha-224": 28, "sha-256": 32, "sha-384": 48, "sha-512": 64,
    ]
}

/// Who begins the DTLS handshake (RFC 8842 §5, RFC 4145 §4).
package enum Setup: String, Sendable {
    /// Either; only in an offer.
    case actpass
    /// The describing side is the DTLS client.
    case active
    /// The describing side is the DTLS server.
    case passive
    /// Nobody until told otherwise; never used with DTLS.
    case holdconn
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }
}
