/// A STUN message (RFC 8489) as a layout: numbers from the header, and where in the datagram each attribute lies.
///
/// A message exists only for a datagram that is one: header and lengths agree, every attribute lies inside,
/// FINGERPRINT is right if it is there. The layout holds no bytes, so the functions that read values are handed the
/// same datagram again.
///
/// Attributes behind MESSAGE-INTEGRITY are not listed: nothing vouches for them (RFC 8489 §14.5). Of several
/// attributes of one type the first counts (§14). MESSAGE-INTEGRITY-SHA256 is not supported; nobody uses it for ICE.
package struct STUNMessage: Equatable, Sendable {
    package let method: STUNMethod
    package let `class`: STUNClass
    package let transactionID: STUNTransactionID
    /// In the order of the message, up to and without MESSAGE-INTEGRITY or FINGERPRINT; at most
    /// ``maximumAttributes``.
    package let attributes: [STUNAttribute]
    /// Where MESSAGE-INTEGRITY lies, if the message has it.
    let integrity: STUNAttribute?
    /// Whether the message carried a FINGERPRINT, which then was right.
    package let hasFingerprint: Bool

    package init(parsing datagram: Span<UInt8>) throws(STUNError) {
        let header = try STUNHeader(parsing: datagram)
        guard header.bodyLength % 4 == 0, header.bodyLength == datagram.count - STUNHeader.length
        else { throw .wrongLength }

        var attributes: [STUNAttribute] = []
        var integrity: STUNAttribute?
        var fingerprint: STUNAttribute?
        var count = 0
        var offset = STUNHeader.length
        while offset < datagram.count {
            let attribute = try STUNAttribute(at: offset, of: datagram)
            count += 1
            guard fingerprint == nil else { throw .misplacedFingerprint }
            guard count <= Self.maximumAttributes else { throw .tooManyAttributes }
            if attribute.type == .fingerprint {
                fingerprint = attribute
            } else if attribute.type == .messageIntegrity, integrity == nil {
                integrity = attribute
            } else if integrity == nil {
                attributes.append(attribute)
            }
            offset = attribute.end
        }
        if let integrity { try STUNIntegrityKey.checkLength(of: integrity) }
        if let fingerprint { try STUNFingerprint.check(fingerprint, in: datagram) }

        method = header.method
        self.class = header.class
        transactionID = header.transactionID
        self.attributes = attributes
        self.integrity = integrity
        hasFingerprint = fingerprint != nil
    }

    /// Whether the message has a MESSAGE-INTEGRITY; ``isAuthentic(under:in:)`` tells whether it is right.
    package var hasIntegrity: Bool { integrity != nil }

    /// Whether the message has a MESSAGE-INTEGRITY made with `key`.
    package func isAuthentic(under key: STUNIntegrityKey, in datagram: Span<UInt8>) -> Bool {
        guard let integrity else { return false }
        return key.vouches(for: integrity, in: datagram)
    }

    /// The first attribute of the type.
    package func attribute(_ type: STUNAttributeType) -> STUNAttribute? {
        attributes.first { $0.type == type }
    }

    /// Types that the receiver had to know and does not, each once (RFC 8489 §6.3.1). A request that has any is
    /// refused with 420, after it was authenticated.
    package func unknownAttributes(knowing known: Set<STUNAttributeType>) -> [STUNAttributeType] {
        var unknown: [STUNAttributeType] = []
        for type in attributes.lazy.map(\.type)
        where type.isComprehensionRequired && !known.contains(type) && !unknown.contains(type) {
            unknown.append(type)
        }
        return unknown
    }

    /// Our limit. The longest messages of ICE and TURN have about twelve.
    package static let maximumAttributes = 32
}
