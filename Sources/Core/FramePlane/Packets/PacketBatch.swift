package import Net

/// RTP packets of one track that came together, in order: written once, shared by all who read them.
package final class PacketBatch: Sendable {
    package let packets: [MediaPacket]
    /// All payloads, one behind the other.
    package let bytes: [UInt8]
    /// When they came in.
    package let arrival: Instant
    /// Whether the track begins anew with it: numbers and timestamps have nothing to do with those before.
    package let beginsAnew: Bool

    package init(packets: [MediaPacket], bytes: [UInt8], arrival: Instant, beginsAnew: Bool = false) {
        self.packets = packets
        self.bytes = bytes
        self.arrival = arrival
        self.beginsAnew = beginsAnew
    }
}

/// One RTP packet of a ``PacketBatch``.
package struct MediaPacket: Sendable {
    /// Its publisher's sequence number, extended to 64 bits. What is missing between two packets is lost.
    package var sequence: Int64
    /// Its publisher's.
    package var timestamp: UInt32
    /// When it was captured, in nanoseconds of our wall clock since 1970, as far as is known.
    package var captureTime: Int64
    /// Where its payload begins in ``PacketBatch/bytes``, and how long it is.
    package var payloadStart: Int32
    package var payloadLength: Int32
    package var marker: Bool
    /// Whether a decoder can begin with it. True for everything but video.
    package var startsKeyframe: Bool

    package init(
        sequence: Int64, timestamp: UInt32, captureTime: Int64, payloadStart: Int32, payloadLength: Int32,
        marker: Bool, startsKeyframe: Bool
    ) {
        self.sequence = sequence
        self.timestamp = timestamp
        self.captureTime = captureTime
        self.payloadStart = payloadStart
        self.payloadLength = payloadLength
        self.marker = marker
        self.startsKeyframe = startsKeyframe
    }

    /// Its place in ``PacketBatch/bytes``.
    package var payload: Range<Int> { Int(payloadStart)..<Int(payloadStart) + Int(payloadLength) }
}
