/// Why bytes are no STUN message. All of it is the sender's fault: the datagram is malformed.
package enum STUNError: Error, Hashable, Sendable {
    /// Shorter than a header, the two first bits are not zero, or the magic cookie is another (RFC 8489 §5).
    case notSTUN
    /// The header's length is not a multiple of 4, or not what the datagram holds after the header.
    case wrongLength
    /// An attribute reaches past the end of the message.
    case truncatedAttribute
    /// More than ``STUNMessage/maximumAttributes``.
    case tooManyAttributes
    /// FINGERPRINT is present and not the last attribute (RFC 8489 §14.7).
    case misplacedFingerprint
    /// FINGERPRINT is present and does not match the message.
    case wrongFingerprint
    /// An attribute's value has a length or a content that its type does not allow.
    case malformedValue(STUNAttributeType)
}
