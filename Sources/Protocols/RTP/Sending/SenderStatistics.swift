package import Net

/// What a sender counts of one source to report on it (RFC 3550 §6.4.1).
package struct SenderStatistics: Equatable, Sendable {
    /// Wraps, as the report's field does.
    package private(set) var packetCount: UInt32 = 0
    /// Bytes of payload, without headers and padding; wraps.
    package private(set) var octetCount: UInt32 = 0

    package init() {}

    package mutating func sent(payloadLength: Int) {
        packetCount &+= 1
        octetCount &+= UInt32(truncatingIfNeeded: payloadLength)
    }

    /// - Parameters:
    ///   - ntp: now.
    ///   - rtpTimestamp: now, on the source's RTP clock.
    package func report(ssrc: UInt32, ntp: NTPTime, rtpTimestamp: UInt32) -> SenderReport {
        SenderReport(
            ssrc: ssrc, ntp: ntp, rtpTimestamp: rtpTimestamp, packetCount: packetCount, octetCount: octetCount)
    }
}
