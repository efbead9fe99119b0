import Bytes
import COpenSSL

/// The hash of a certificate, as an SDP announces it (`a=fingerprint`, RFC 8122 §5).
package struct DTLSFingerprint: Hashable, Sendable, CustomStringConvertible {
    /// Hash functions that a fingerprint may use, the weakest first.
    ///
    /// RFC 8122 §5 forbids MD2 and MD5; SHA-1 is as good as broken and no WebRTC peer needs it, so it is refused too.
    package enum Algorithm: String, Comparable, CaseIterable, Sendable {
        case sha256 = "sha-256"
        case sha384 = "sha-384"
        case sha512 = "sha-512"

        /// The length of the hash in bytes.
        package var length: Int {
            switch self {
            case .sha256: 32
            case .sha384: 48
            case .sha512: 64
            }
        }

        package static func < (left: Self, right: Self) -> Bool {
            left.length < right.length
        }
    }

    package let algorithm: Algorithm
    /// As many bytes as the algorithm yields.
    package let bytes: [UInt8]

    /// Reads the value of an `a=fingerprint` line: `sha-256 AB:CD:...`, in any case. Nil when it is malformed, when the
    /// length does not fit the algorithm, or when the algorithm is none of ours.
    package init?(sdp value: some StringProtocol) {
        let parts = value.split(separator: " ", omittingEmptySubsequences: true)
        guard parts.count == 2, let algorithm = Algorithm(rawValue: parts[0].lowercased()) else { return nil }
        let octets = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        guard octets.count == algorithm.length, octets.allSatisfy({ $0.utf8.count == 2 }),
            let bytes = Hex.bytes(octets.joined())
        else { return nil }
        self.algorithm = algorithm
        self.bytes = bytes
    }

    /// The fingerprint of an OpenSSL `X509`; nil when OpenSSL fails.
    init?(_ algorithm: Algorithm, of certificate: OpaquePointer) {
        let function =
            switch algorithm {
            case .sha256: EVP_sha256()
            case .sha384: EVP_sha384()
            case .sha512: EVP_sha512()
            }
        var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
        var length: UInt32 = 0
        guard X509_digest(certificate, function, &digest, &length) == 1, length == algorithm.length else { return nil }
        self.algorithm = algorithm
        self.bytes = Array(digest.prefix(algorithm.length))
    }

    /// The value of an `a=fingerprint` line.
    package var description: String {
        let hex = bytes.map { Hex.string([$0]).uppercased() }.joined(separator: ":")
        return "\(algorithm.rawValue) \(hex)"
    }
}

extension [DTLSFingerprint] {
    /// Whether an OpenSSL `X509` is one that these fingerprints announce: of several algorithms the strongest decides,
    /// and with that one any fingerprint may match (RFC 8122 §5).
    func match(_ certificate: OpaquePointer) -> Bool {
        guard let strongest = map(\.algorithm).max(),
            let actual = DTLSFingerprint(strongest, of: certificate)
        else { return false }
        return contains(actual)
    }
}
