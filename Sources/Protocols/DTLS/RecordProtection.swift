import Bytes
import Cryptography

/// The keys under which one side sends its records, for AES-GCM in DTLS 1.2 (RFC 5288 §3, RFC 6347 §4.1.2). Secret: it
/// prints without them.
package struct RecordProtection: Sendable {
    private let key: [UInt8]
    private let salt: UInt32

    /// - Parameters:
    ///   - key: 16 or 32 bytes; under one of another length no record is authentic.
    ///   - salt: the first four bytes of each nonce, `client_write_IV` or `server_write_IV`.
    package init(key: [UInt8], salt: UInt32) {
        self.key = key
        self.salt = salt
    }

    /// The plaintext of `record`, which lies in `datagram`; nil when it is not authentic.
    func open(_ record: Record, in datagram: Span<UInt8>) -> [UInt8]? {
        let count = record.body.count - Self.overhead
        // Expanding the key each time costs a microsecond; alerts are rarer than memory is dear.
        guard count >= 0, let cipher = AESGCM(key: key, engine: .openSSL) else { return nil }
        let body = datagram.extracting(record.body)
        var nonce = ByteWriter()
        nonce.write(salt)
        nonce.write(body.extracting(..<Self.explicitNonceLength))
        // RFC 5246 §6.2.3.3, with epoch and sequence number in place of `seq_num`.
        var authenticated = ByteWriter()
        let header = datagram.extracting(record.range.lowerBound..<record.body.lowerBound)
        authenticated.write(header.extracting(3..<11))
        authenticated.write(header.extracting(0..<3))
        authenticated.write(UInt16(count))

        var plaintext = [UInt8](repeating: 0, count: count)
        let isAuthentic = body.withUnsafeBufferPointer { body in
            guard let start = body.baseAddress else { return false }
            let ciphertext = start + Self.explicitNonceLength
            return plaintext.withUnsafeMutableBufferPointer { output in
                guard let output = output.baseAddress else { return false }
                return cipher.open(
                    nonce: nonce.bytes, authenticating: authenticated.bytes, authenticatedCount: authenticated.count,
                    ciphertext: ciphertext, count: count, output: output, tag: ciphertext + count)
            }
        }
        return isAuthentic ? plaintext : nil
    }

    private static let explicitNonceLength = 8
    /// By how much a protected body is longer than its plaintext, in bytes: the explicit nonce and the tag.
    static let overhead = explicitNonceLength + AESGCM.tagLength
}

extension RecordProtection: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "RecordProtection(redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
