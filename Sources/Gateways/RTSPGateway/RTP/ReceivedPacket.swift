/// A packet that an ``RTPReceiver`` took, in the form that ``PacketSink`` takes it.
package struct ReceivedPacket: Equatable, Sendable {
    /// Extended to 64 bits, above zero, going on over restarts of the source with a gap.
    package var sequence: Int64
    /// The source's; where it restarted, moved to where it would be had it gone on.
    package var timestamp: UInt32
    package var marker: Bool
    /// Where its payload lies in the bytes that were taken, without padding; empty in a packet of padding alone.
    package var payload: Range<Int>
    /// When it was captured, in nanoseconds of our wall clock since 1970, as far as is known now.
    package var captureTime: Int64
}

/// How the packets of a track arrived, for people.
package struct ReceptionSummary: Equatable, Sendable {
    package var packets: Int
    /// Of payload.
    package var bytes: Int
    /// Packets; less than zero when duplicates outnumber losses.
    package var lost: Int
    /// Share of the packets lost between the latest two reports, 0...1.
    package var fractionLost: Double
    /// Interarrival jitter (RFC 3550 appendix A.8) in milliseconds.
    package var jitter: Double
}
