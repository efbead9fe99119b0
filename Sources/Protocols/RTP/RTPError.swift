/// Why a packet was refused. All of these are the sender's fault; the packet is dropped and counted, the session goes on.
package enum RTPError: Error, Equatable, Sendable {
    /// Fewer bytes than the fields promise.
    case truncated
    /// The version field is not 2.
    case badVersion
    /// The padding bit is set, but the padding count is zero or larger than what it lies in (RFC 3550 §5.1).
    case badPadding
    /// A field contradicts the format.
    case malformed
    /// More bytes or messages than are accepted.
    case tooLarge
}
