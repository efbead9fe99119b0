/// Why an offer gets no answer. The sentence is for the person who sent it; it names both sides where they do not meet.
package enum NegotiationError: Error, Hashable, Sendable {
    /// The text is not SDP, or breaks a rule that the sender can mend. HTTP 400.
    case malformed(String)
    /// A legal offer in which nothing can be served. HTTP 406.
    case unacceptable(String)
}

extension NegotiationError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .malformed(let sentence), .unacceptable(let sentence): sentence
        }
    }
}
