/// One RTCP message. Lists stay in the datagram: the cases hold where they lie, and reading them takes the datagram again.
package enum RTCPPacket: Equatable, Sendable {
    case senderReport(SenderReport, ReportBlocks)
    case receiverReport(ReceiverReport, ReportBlocks)
    case sourceDescription(SourceDescription)
    case goodbye(Goodbye)
    case genericNACK(GenericNACK)
    case transportFeedback(TransportFeedback)
    case pictureLossIndication(PictureLossIndication)
    case fullIntraRequest(FullIntraRequest)
    case estimatedMaximumBitrate(ReceiverEstimatedMaximumBitrate)
}

/// Walks the messages of a datagram of RTCP, compound (RFC 3550 §6.1) or reduced-size (RFC 5506).
///
/// Calling contract: call ``next(in:)`` with the same datagram until it returns nil. After an error the walk may go on: it
/// continues behind the bad message, or ends where that cannot be found.
package struct RTCPPackets: Sendable {
    private var offset = 0
    private var count = 0

    package init() {}

    /// The next message that Turnout uses; extended reports (XR), application messages and whatever is unknown are skipped.
    ///
    /// - Throws: what is wrong with the message; `tooLarge` for a datagram of more than ``maximumLength`` bytes or
    ///   ``maximumCount`` messages.
    package mutating func next(in datagram: Span<UInt8>) throws(RTPError) -> RTCPPacket? {
        while offset < datagram.count {
            let header = try nextHeader(in: datagram)
            if let packet = try Self.packet(header, in: datagram) { return packet }
        }
        return nil
    }

    private mutating func nextHeader(in datagram: Span<UInt8>) throws(RTPError) -> RTCPHeader {
        do throws(RTPError) {
            guard count < Self.maximumCount, datagram.count <= Self.maximumLength else { throw .tooLarge }
            let header = try RTCPHeader.parse(datagram, at: offset)
            count += 1
            offset = header.end
            return header
        } catch {
            offset = datagram.count
            throw error
        }
    }

    private static func packet(_ header: RTCPHeader, in datagram: Span<UInt8>) throws(RTPError) -> RTCPPacket? {
        switch (header.type, header.format) {
        case (RTCPType.senderReport, _):
            let report = try SenderReport(header, in: datagram)
            return .senderReport(report, try ReportBlocks(header, after: SenderReport.bodyLength))
        case (RTCPType.receiverReport, _):
            let report = try ReceiverReport(header, in: datagram)
            return .receiverReport(report, try ReportBlocks(header, after: ReceiverReport.bodyLength))
        case (RTCPType.sourceDescription, _):
            return .sourceDescription(try SourceDescription(header, in: datagram))
        case (RTCPType.goodbye, _):
            return .goodbye(try Goodbye(header, in: datagram))
        case (RTCPType.transportFeedback, GenericNACK.format):
            return .genericNACK(try GenericNACK(header, in: datagram))
        case (RTCPType.transportFeedback, TransportFeedback.format):
            return .transportFeedback(try TransportFeedback(header, in: datagram))
        case (RTCPType.payloadFeedback, PictureLossIndication.format):
            return .pictureLossIndication(try PictureLossIndication(header, in: datagram))
        case (RTCPType.payloadFeedback, FullIntraRequest.format):
            return .fullIntraRequest(try FullIntraRequest(header, in: datagram))
        case (RTCPType.payloadFeedback, ReceiverEstimatedMaximumBitrate.format):
            return try ReceiverEstimatedMaximumBitrate(header, in: datagram).map { .estimatedMaximumBitrate($0) }
        default:
            return nil
        }
    }

    /// Bytes of RTCP that are read at once: what an Ethernet frame carries. It bounds every list of every message; the
    /// lists' own comments say to how many.
    package static let maximumLength = 1_500
    /// Messages in a datagram. Browsers send two to five.
    package static let maximumCount = 64
}
