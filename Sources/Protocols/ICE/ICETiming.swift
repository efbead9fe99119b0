/// The times of ICE: what the specifications say, and what we chose.
package enum ICETiming {
    /// Ours: a session without an authenticated check this long after its start is given up.
    package static let connectTimeout: Duration = .seconds(10)
    /// RFC 7675 §5.1: consent to send ends this long after it was last given.
    package static let consentTimeout: Duration = .seconds(30)
    /// RFC 7675 §5.1: the mean time between consent checks; each waits 80 to 120 % of it.
    package static let consentInterval: Duration = .seconds(5)
    /// RFC 8445 §14.2, Ta: at most one check is sent per this time.
    static let pacing: Duration = .milliseconds(50)
    /// RFC 8445 §14.3: the least time before a check of the same pair is sent again.
    static let retransmissionTimeout: Duration = .milliseconds(500)
}
