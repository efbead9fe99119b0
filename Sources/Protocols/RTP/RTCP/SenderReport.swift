package import Bytes
package import Net

/// SR: what a source has sent, and which wall-clock time its RTP timestamp means (RFC 3550 §6.4.1).
package struct SenderReport: Equatable, Sendable {
    package var ssrc: UInt32
    package var ntp: NTPTime
    /// The same moment as ``ntp``, on the source's RTP clock.
    package var rtpTimestamp: UInt32
    /// Packets sent since the beginning; wraps.
    package var packetCount: UInt32
    /// Bytes of payload in them, without headers and padding; wraps.
    package var octetCount: UInt32

    package init(ssrc: UInt32, ntp: NTPTime, rtpTimestamp: UInt32, packetCount: UInt32, octetCount: UInt32) {
        self.ssrc = ssrc
        self.ntp = ntp
        self.rtpTimestamp = rtpTimestamp
        self.packetCount = packetCount
        self.octetCount = octetCount
    }

    init(_ header: RTCPHeader, in datagram: Span<UInt8>) throws(RTPError) {
        guard header.body.count >= Self.bodyLength else { throw .truncated }
        let start = header.body.lowerBound
        ssrc = datagram.uint32(at: start)
        ntp = NTPTime(bits: UInt64(datagram.uint32(at: start + 4)) << 32 | UInt64(datagram.uint32(at: start + 8)))
        rtpTimestamp = datagram.uint32(at: start + 12)
        packetCount = datagram.uint32(at: start + 16)
        octetCount = datagram.uint32(at: start + 20)
    }

    /// Appends the report with its first 31 blocks; the others follow in receiver reports (§6.1).
    package func write(blocks: [ReportBlock] = [], to writer: inout ByteWriter) {
        let first = blocks.prefix(ReportBlocks.maximumCount)
        RTCPHeader.write(type: RTCPType.senderReport, format: UInt8(first.count), to: &writer) { writer in
            writer.write(ssrc)
            writer.write(ntp.bits)
            writer.write(rtpTimestamp)
            writer.write(packetCount)
            writer.write(octetCount)
            for block in first { block.write(to: &writer) }
        }
        if blocks.count > first.count {
            ReceiverReport(ssrc: ssrc).write(blocks: Array(blocks[first.count...]), to: &writer)
        }
    }

    /// Bytes before the report blocks.
    static let bodyLength = 24
}
