package import Net

extension ReportBlock {
    /// The round trip to the receiver that sent this block (RFC 3550 §6.4.1, figure 2): the time since our report that it
    /// quotes, less the time that it kept it.
    ///
    /// Nil when it quotes none, or for more than ``longestRoundTrip``, which is a quotation of something else. Zero when
    /// rounding leaves less than nothing.
    /// - Parameter arrival: when the block arrived, by the clock that stamps our sender reports.
    package func roundTrip(arrival: NTPTime) -> Duration? {
        guard lastSenderReport != 0 else { return nil }
        let elapsed = arrival.middle &- lastSenderReport &- delaySinceLastSenderReport
        let units = max(0, Int64(Int32(bitPattern: elapsed)))
        let roundTrip = Duration.microseconds(units * 1_000_000 / 65_536)
        return roundTrip <= Self.longestRoundTrip ? roundTrip : nil
    }

    /// Our choice.
    package static let longestRoundTrip = Duration.seconds(30)
}
