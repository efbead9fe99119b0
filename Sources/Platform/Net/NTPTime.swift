/// A point of wall-clock time as RTCP writes it: 32 bits of seconds since 1900 and 32 bits of fraction (RFC 3550 §4).
package struct NTPTime: Hashable, Sendable {
    /// Seconds since 1900 in the upper half, the fraction of a second in the lower.
    package var bits: UInt64

    package init(bits: UInt64) {
        self.bits = bits
    }

    /// From nanoseconds since the Unix epoch (1970). Wraps in 2036 with the era, as the field does.
    package init(unixNanoseconds nanoseconds: Int64) {
        let (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let fraction = (UInt64(truncatingIfNeeded: rest) << 32) / 1_000_000_000
        bits = UInt64(truncatingIfNeeded: seconds &+ Self.unixEpoch) << 32 | (rest < 0 ? 0 : fraction)
    }

    /// Nanoseconds since the Unix epoch, for times of the NTP era that began in 1900.
    package var unixNanoseconds: Int64 {
        let seconds = Int64(bits >> 32) - Self.unixEpoch
        let fraction = Int64(((bits & 0xFFFF_FFFF) * 1_000_000_000) >> 32)
        return seconds * 1_000_000_000 + fraction
    }

    /// The middle 32 bits, in units of 1/65536 s, as reports quote them (RFC 3550 §6.4.1, LSR).
    package var middle: UInt32 { UInt32(truncatingIfNeeded: bits >> 16) }

    /// Seconds from 1900 to 1970.
    private static let unixEpoch: Int64 = 2_208_988_800
}
