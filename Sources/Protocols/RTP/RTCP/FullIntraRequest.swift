package import Bytes

/// FIR: a command to send a keyframe (RFC 5104 §4.3.1). At most 186 entries fit into a datagram of RTCP.
package struct FullIntraRequest: Equatable, Sendable {
    package let senderSSRC: UInt32
    private let entries: Range<Int>

    /// One source that shall send a keyframe.
    package struct Entry: Equatable, Sendable {
        package var ssrc: UInt32
        /// Counts the commands to this source; one that repeats the number is the same command again.
        package var sequence: UInt8

        package init(ssrc: UInt32, sequence: UInt8) {
            self.ssrc = ssrc
            self.sequence = sequence
        }
    }

    init(_ header: RTCPHeader, in datagram: Span<UInt8>) throws(RTPError) {
        let sources = try FeedbackSources(header, in: datagram)
        // The media source of the common header is not used (§4.3.1.2).
        senderSSRC = sources.senderSSRC
        entries = sources.controlInformation..<header.body.upperBound
        guard !entries.isEmpty, entries.count % Self.entryLength == 0 else { throw .malformed }
    }

    /// Calls `body` for each entry, in order.
    /// - Parameter datagram: the one that the message was read from.
    package func forEachEntry(in datagram: Span<UInt8>, _ body: (Entry) -> Void) {
        guard entries.upperBound <= datagram.count else { return }
        for offset in stride(from: entries.lowerBound, to: entries.upperBound, by: Self.entryLength) {
            body(Entry(ssrc: datagram.uint32(at: offset), sequence: datagram[offset + 4]))
        }
    }

    /// Appends one command for all of `entries`; nothing when there are none.
    package static func write(senderSSRC: UInt32, entries: [Entry], to writer: inout ByteWriter) {
        guard !entries.isEmpty else { return }
        RTCPHeader.write(type: RTCPType.payloadFeedback, format: format, to: &writer) { writer in
            FeedbackSources.write(senderSSRC: senderSSRC, mediaSSRC: 0, to: &writer)
            for entry in entries {
                writer.write(entry.ssrc)
                writer.write(entry.sequence)
                writer.writeZeros(3)
            }
        }
    }

    private static let entryLength = 8
    /// RFC 5104 §4.3.1.
    static let format: UInt8 = 4
}
