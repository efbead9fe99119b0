import Bytes
import Cryptography

/// The hash of Digest authentication (RFC 7616 §3.2), weakest first.
package enum DigestAlgorithm: String, CaseIterable, Comparable, Sendable {
    case md5 = "MD5"
    case sha256 = "SHA-256"

    package static func < (left: DigestAlgorithm, right: DigestAlgorithm) -> Bool { left == .md5 && right == .sha256 }

    /// The name in any case. Nil for others, such as the `-sess` variants, which no RTSP program has.
    init?(reading text: some StringProtocol) {
        guard let algorithm = Self.allCases.first(where: { $0.rawValue.equalsIgnoringCase(text) }) else { return nil }
        self = algorithm
    }

    /// The hash of texts with colons between them, as hexadecimal digits in lower case.
    func hash(_ parts: String...) -> String {
        let text = Array(parts.joined(separator: ":").utf8)
        return switch self {
        case .md5: Hex.string(MD5.hash(text.span))
        case .sha256: Hex.string(SHA256.hash(text.span))
        }
    }
}
