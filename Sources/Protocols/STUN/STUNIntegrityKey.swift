import Bytes
import Cryptography

/// The key under which MESSAGE-INTEGRITY is made and checked (RFC 8489 §9). Prints nothing of itself.
package struct STUNIntegrityKey: Equatable, Sendable {
    private let bytes: [UInt8]

    /// The bytes as they are: for a long-term credential the 16 bytes of its MD5 (RFC 8489 §9.2.2).
    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The key of a short-term credential (RFC 8489 §9.1.1). ICE passwords are ASCII, which OpaqueString leaves as it
    /// is.
    package init(password: String) {
        self.init(bytes: Array(password.utf8))
    }

    /// Whether `attribute` holds the code of everything before it. The length in the header then counts as if the
    /// message ended behind the attribute (RFC 8489 §14.5).
    func vouches(for attribute: STUNAttribute, in datagram: Span<UInt8>) -> Bool {
        var covered = ByteWriter(capacity: attribute.start)
        covered.write(datagram.extracting(0..<attribute.start))
        covered.patch(UInt16(truncatingIfNeeded: attribute.end - STUNHeader.length), at: 2)
        return constantTimeEquals(code(of: covered.bytes).span, datagram.extracting(attribute.value))
    }

    /// The value of a MESSAGE-INTEGRITY that follows `message`, whose header already counts it.
    func code(of message: [UInt8]) -> [UInt8] {
        HMACSHA1.authenticate(message.span, key: bytes)
    }

    static func checkLength(of attribute: STUNAttribute) throws(STUNError) {
        guard attribute.value.count == HMACSHA1.length else { throw .malformedValue(.messageIntegrity) }
    }

    /// Bytes of the attribute with its header.
    static let attributeLength = STUNAttribute.headerLength + HMACSHA1.length
}

extension STUNIntegrityKey: CustomStringConvertible, CustomReflectable {
    package var description: String { "STUNIntegrityKey(redacted)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
