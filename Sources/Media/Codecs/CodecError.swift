/// Why a decoder configuration or a frame cannot be used.
package enum CodecError: Error, Equatable, Sendable {
    /// It is cut, contradicts itself or breaks its format.
    case malformed
    /// It is larger, or has more parts, than its named limits allow.
    case tooLarge
    /// It is well formed as far as was read, and of a kind that Turnout does not carry.
    case unsupported
}
