import Bytes
import Cryptography

/// Makes records of DTLS 1.2 under AES-GCM (RFC 5288 §3), as a peer that has the keys would: whatever it likes to say.
package struct DTLSRecordSealer {
    package let key: [UInt8]
    package let salt: UInt32

    package init(key: [UInt8], salt: UInt32) {
        self.key = key
        self.salt = salt
    }

    package func seal(type: UInt8, epoch: UInt16 = 1, sequence: UInt64, _ plaintext: [UInt8]) -> [UInt8] {
        guard let cipher = AESGCM(key: key) else { preconditionFailure("a key of \(key.count) bytes") }
        let number = UInt64(epoch) << 48 | sequence
        var nonce = ByteWriter()
        nonce.write(salt)
        nonce.write(number)
        var authenticated = ByteWriter()
        authenticated.write(number)
        authenticated.write([type, 254, 253])
        authenticated.write(UInt16(plaintext.count))
        var ciphertext = plaintext + [0]
        var tag = [UInt8](repeating: 0, count: AESGCM.tagLength)
        cipher.seal(
            nonce: nonce.bytes, authenticating: authenticated.bytes, authenticatedCount: authenticated.count,
            plaintext: plaintext + [0], count: plaintext.count, output: &ciphertext, tag: &tag)
        var record = ByteWriter()
        record.write([type, 254, 253])
        record.write(number)
        record.write(UInt16(8 + plaintext.count + tag.count))
        record.write(number)
        record.write(ciphertext.dropLast())
        record.write(tag)
        return record.bytes
    }
}
