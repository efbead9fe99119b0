package import Bytes

/// What a receiver says of one source (RFC 3550 §6.4.1).
package struct ReportBlock: Equatable, Sendable {
    /// The source that is reported on.
    package var ssrc: UInt32
    /// Share of the packets lost since the report before, in 1/256.
    package var fractionLost: UInt8
    /// Packets lost since the beginning, -8,388,608...8,388,607; negative when duplicates outnumber losses.
    package var cumulativeLost: Int32
    /// The highest sequence number in the low half, how often it wrapped in the upper.
    package var highestSequence: UInt32
    /// In units of the source's RTP clock.
    package var jitter: UInt32
    /// ``NTPTime/middle`` of the last sender report (LSR); 0 when none came.
    package var lastSenderReport: UInt32
    /// From that report's arrival to this one's departure, in 1/65,536 s (DLSR); 0 when none came.
    package var delaySinceLastSenderReport: UInt32

    package init(
        ssrc: UInt32, fractionLost: UInt8, cumulativeLost: Int32, highestSequence: UInt32, jitter: UInt32,
        lastSenderReport: UInt32, delaySinceLastSenderReport: UInt32
    ) {
        self.ssrc = ssrc
        self.fractionLost = fractionLost
        self.cumulativeLost = cumulativeLost
        self.highestSequence = highestSequence
        self.jitter = jitter
        self.lastSenderReport = lastSenderReport
        self.delaySinceLastSenderReport = delaySinceLastSenderReport
    }

    fileprivate init(_ datagram: Span<UInt8>, at offset: Int) {
        ssrc = datagram.uint32(at: offset)
        fractionLost = datagram[offset + 4]
        // The shifts spread the sign of 24 bits over 32.
        cumulativeLost = Int32(bitPattern: datagram.uint24(at: offset + 5) << 8) >> 8
        highestSequence = datagram.uint32(at: offset + 8)
        jitter = datagram.uint32(at: offset + 12)
        lastSenderReport = datagram.uint32(at: offset + 16)
        delaySinceLastSenderReport = datagram.uint32(at: offset + 20)
    }

    package func write(to writer: inout ByteWriter) {
        writer.write(ssrc)
        writer.write(fractionLost)
        writer.writeUInt24(UInt32(bitPattern: min(max(cumulativeLost, -0x80_0000), 0x7F_FFFF)))
        writer.write(highestSequence)
        writer.write(jitter)
        writer.write(lastSenderReport)
        writer.write(delaySinceLastSenderReport)
    }

    /// Bytes of a block.
    static let length = 24
}

/// The report blocks of a sender or receiver report: at most 31.
package struct ReportBlocks: Equatable, Sendable {
    private let offset: Int
    package let count: Int

    init(_ header: RTCPHeader, after length: Int) throws(RTPError) {
        offset = header.body.lowerBound + length
        count = Int(header.format)
        guard offset + ReportBlock.length * count <= header.body.upperBound else { throw .truncated }
    }

    /// Calls `body` for each block, in order.
    /// - Parameter datagram: the one that the report was read from.
    package func forEach(in datagram: Span<UInt8>, _ body: (ReportBlock) -> Void) {
        guard offset + ReportBlock.length * count <= datagram.count else { return }
        for index in 0..<count { body(ReportBlock(datagram, at: offset + ReportBlock.length * index)) }
    }

    /// As many blocks as the count field of one report holds.
    package static let maximumCount = 31
}
