package import Bytes

/// RR: the reports of a participant that sends no media (RFC 3550 §6.4.2).
package struct ReceiverReport: Equatable, Sendable {
    /// Who reports.
    package var ssrc: UInt32

    package init(ssrc: UInt32) {
        self.ssrc = ssrc
    }

    init(_ header: RTCPHeader, in datagram: Span<UInt8>) throws(RTPError) {
        guard header.body.count >= Self.bodyLength else { throw .truncated }
        ssrc = datagram.uint32(at: header.body.lowerBound)
    }

    /// Appends a report with `blocks`: one message for each 31 of them, and one also when there are none, because a
    /// compound must begin with a report (§6.1).
    package func write(blocks: [ReportBlock] = [], to writer: inout ByteWriter) {
        var rest = blocks[...]
        repeat {
            let part = rest.prefix(ReportBlocks.maximumCount)
            rest = rest.dropFirst(part.count)
            RTCPHeader.write(type: RTCPType.receiverReport, format: UInt8(part.count), to: &writer) { writer in
                writer.write(ssrc)
                for block in part { block.write(to: &writer) }
            }
        } while !rest.isEmpty
    }

    /// Bytes before the report blocks.
    static let bodyLength = 4
}
