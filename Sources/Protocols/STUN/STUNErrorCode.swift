/// Why a request is refused (RFC 8489 §14.8 and §18.4, RFC 8445 §20.2).
package struct STUNErrorCode: Hashable, Sendable {
    /// 300...699.
    package let number: Int
    /// English words for people who read packet dumps, at most 127 characters.
    package let reason: String

    package init(_ number: Int, _ reason: String) {
        precondition((300...699).contains(number), "a STUN error code lies in 300...699")
        self.number = number
        self.reason = reason
    }

    /// An attribute is missing or malformed.
    package static let badRequest = STUNErrorCode(400, "Bad Request")
    /// An attribute that must be understood is not. UNKNOWN-ATTRIBUTES lists which.
    package static let unknownAttribute = STUNErrorCode(420, "Unknown Attribute")
    /// Both agents claim the same ICE role.
    package static let roleConflict = STUNErrorCode(487, "Role Conflict")
}
