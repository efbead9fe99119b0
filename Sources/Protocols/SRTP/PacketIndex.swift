/// The index of an RTP packet: its 16-bit sequence number, extended by the 32-bit rollover counter to 48 bits, which
/// the sender counts and the receiver guesses (RFC 3711 §3.3.1).
enum PacketIndex {
    /// The index that `sequence` most likely has when `newest` is the highest index received from that SSRC: the one
    /// nearest to it (RFC 3711 Appendix A). The counter is not guessed below its start or above its end.
    static func estimate(sequence: UInt16, newest: UInt64) -> UInt64 {
        let rollover = newest >> 16
        let (sequence, last) = (UInt64(sequence), newest & 0xFFFF)
        if last < half, sequence > last + half, rollover > 0 {
            return (rollover - 1) << 16 | sequence
        }
        if last >= half, sequence < last - half, rollover < maximumRollover {
            return (rollover + 1) << 16 | sequence
        }
        return rollover << 16 | sequence
    }

    private static let half: UInt64 = 1 << 15
    private static let maximumRollover: UInt64 = 0xFFFF_FFFF
    /// Indices are below this.
    static let end: UInt64 = 1 << 48
}
