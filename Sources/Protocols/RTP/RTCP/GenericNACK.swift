package import Bytes

/// Generic NACK: sequence numbers that a receiver misses (RFC 4585 §6.2.1).
///
/// Each entry names one packet (PID) and, by a bitmask, any of the sixteen after it (BLP). What fits into a datagram of
/// RTCP is 372 entries, so 6,324 sequence numbers.
package struct GenericNACK: Equatable, Sendable {
    package let senderSSRC: UInt32
    /// The source whose packets are missing.
    package let mediaSSRC: UInt32
    private let entries: Range<Int>

    init(_ header: RTCPHeader, in datagram: Span<UInt8>) throws(RTPError) {
        let sources = try FeedbackSources(header, in: datagram)
        senderSSRC = sources.senderSSRC
        mediaSSRC = sources.mediaSSRC
        entries = sources.controlInformation..<header.body.upperBound
        guard !entries.isEmpty, entries.count % 4 == 0 else { throw .malformed }
    }

    /// Calls `body` with each missing sequence number, in the sender's order.
    /// - Parameter datagram: the one that the message was read from.
    package func forEachSequence(in datagram: Span<UInt8>, _ body: (UInt16) -> Void) {
        guard entries.upperBound <= datagram.count else { return }
        for offset in stride(from: entries.lowerBound, to: entries.upperBound, by: 4) {
            let sequence = datagram.uint16(at: offset)
            body(sequence)
            var lostPacketBitmask = datagram.uint16(at: offset + 2)
            while lostPacketBitmask != 0 {
                body(sequence &+ 1 &+ UInt16(lostPacketBitmask.trailingZeroBitCount))
                lostPacketBitmask &= lostPacketBitmask - 1
            }
        }
    }

    /// Appends one message that asks for `sequences`; nothing when there are none.
    /// - Parameter sequences: in ascending order, wrapping, without duplicates; one that is not in order costs an entry of
    ///   its own. The caller bounds their number by what a datagram holds, see ``NACKGenerator/maximumRequests``.
    package static func write(
        senderSSRC: UInt32, mediaSSRC: UInt32, sequences: [UInt16], to writer: inout ByteWriter
    ) {
        guard let first = sequences.first else { return }
        RTCPHeader.write(type: RTCPType.transportFeedback, format: format, to: &writer) { writer in
            FeedbackSources.write(senderSSRC: senderSSRC, mediaSSRC: mediaSSRC, to: &writer)
            var packetID = first
            var lostPacketBitmask: UInt16 = 0
            for sequence in sequences.dropFirst() {
                let distance = sequence &- packetID
                if (1...16).contains(distance) {
                    lostPacketBitmask |= 1 << (distance - 1)
                } else {
                    writer.write(packetID)
                    writer.write(lostPacketBitmask)
                    packetID = sequence
                    lostPacketBitmask = 0
                }
            }
            writer.write(packetID)
            writer.write(lostPacketBitmask)
        }
    }

    /// RFC 4585 §6.2.1.
    static let format: UInt8 = 1
}
