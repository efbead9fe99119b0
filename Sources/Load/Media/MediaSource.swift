import Bytes
import Net
import RTP

/// The sending side of one RTP source: numbers its packets, remembers them, repeats and reports them.
struct MediaSource {
    /// How the source is named and what its packets carry, by the answer.
    struct Format: Sendable, Equatable {
        var ssrc: UInt32
        var payloadType: UInt8
        var clockRate: Int64
        /// Of the source that repeats packets (RFC 4588); nil when that was not negotiated.
        var retransmission: Retransmission?
        var mid: String
        /// The id of the header extension that carries ``mid``; nil when that was not negotiated.
        var midExtension: UInt8?
        /// The id of the header extension with the transport-wide sequence number; nil as well.
        var transportExtension: UInt8?
    }

    struct Retransmission: Sendable, Equatable {
        var ssrc: UInt32
        var payloadType: UInt8
    }

    let format: Format
    /// In the marks of the packets.
    let markSource: UInt32
    /// Made so far.
    private(set) var packetCount: UInt32 = 0
    /// Packets that were sent again.
    private(set) var resent = 0

    private var index: UInt64
    private var retransmissionIndex: UInt64
    private let firstTimestamp: UInt32
    private let begin: Instant
    private var history = PacketHistory()
    private var statistics = SenderStatistics()

    init(_ format: Format, now: Instant, random: inout some RandomNumberGenerator) {
        self.format = format
        begin = now
        markSource = .random(in: 1..<PacketMark.sourceLimit, using: &random)
        // In the lower half, where a receiver that misses the beginning assumes it (RFC 3711 §3.3.1).
        index = .random(in: 0..<0x8000, using: &random)
        retransmissionIndex = .random(in: 0..<0x8000, using: &random)
        firstTimestamp = .random(in: 0...UInt32.max, using: &random)
    }

    /// The timestamp of a moment.
    func timestamp(at now: Instant) -> UInt32 {
        let (seconds, rest) = now.nanoseconds(since: begin).quotientAndRemainder(dividingBy: 1_000_000_000)
        let units = seconds * format.clockRate + rest * format.clockRate / 1_000_000_000
        return firstTimestamp &+ UInt32(truncatingIfNeeded: units)
    }

    /// Makes the next packet: a payload that begins with `prefix`, ends with a mark, and has `length` bytes, or as many as
    /// these two need.
    mutating func packet(
        prefix: [UInt8], length: Int, timestamp: UInt32, frame: UInt32, position: Int, packetsInFrame: Int,
        departure: Int64, transport: inout UInt16
    ) -> OutgoingPacket {
        var writer = ByteWriter(capacity: length + 64)
        let headerLength = writeHeader(
            payloadType: format.payloadType, ssrc: format.ssrc, index: index, marker: position == packetsInFrame - 1,
            timestamp: timestamp, transport: &transport, to: &writer)
        writer.write(prefix)
        let filling = max(0, length - prefix.count - PacketMark.length)
        writer.write(repeatElement(Self.filling, count: filling))
        PacketMark(
            source: markSource, departure: departure, packet: packetCount, frame: frame, position: UInt16(position),
            packetsInFrame: UInt16(packetsInFrame)
        ).write(to: &writer)
        let packet = OutgoingPacket(bytes: writer.bytes, headerLength: headerLength, index: index)
        history.append(packet)
        statistics.sent(payloadLength: writer.count - headerLength)
        packetCount &+= 1
        index += 1
        return packet
    }

    /// The packet that repeats one that was sent; nil when that is too old. Without a retransmission stream it is the same
    /// packet again.
    mutating func retransmission(of sequence: UInt16, transport: inout UInt16) -> OutgoingPacket? {
        guard let original = history[sequence], let header = try? RTPHeader.parse(original.bytes.span) else {
            return nil
        }
        resent += 1
        guard let retransmission = format.retransmission else { return original }
        var writer = ByteWriter(capacity: original.bytes.count + 16)
        let headerLength = writeHeader(
            payloadType: retransmission.payloadType, ssrc: retransmission.ssrc, index: retransmissionIndex,
            marker: header.marker, timestamp: header.timestamp, transport: &transport, to: &writer)
        let payload = original.bytes.span.extracting(original.headerLength..<original.bytes.count)
        RetransmissionFormat.write(originalSequence: sequence, payload: payload, to: &writer)
        defer { retransmissionIndex += 1 }
        return OutgoingPacket(bytes: writer.bytes, headerLength: headerLength, index: retransmissionIndex)
    }

    /// A sender report with the source's name (RFC 3550 §6.4.1, §6.5.1).
    func report(now: Instant, wallClock: Int64, cname: String) -> [UInt8] {
        var writer = ByteWriter()
        statistics.report(
            ssrc: format.ssrc, ntp: NTPTime(unixNanoseconds: wallClock), rtpTimestamp: timestamp(at: now)
        ).write(to: &writer)
        SourceDescription.write(ssrc: format.ssrc, cname: cname, to: &writer)
        return writer.bytes
    }

    private func writeHeader(
        payloadType: UInt8, ssrc: UInt32, index: UInt64, marker: Bool, timestamp: UInt32, transport: inout UInt16,
        to writer: inout ByteWriter
    ) -> Int {
        let hasExtension = format.midExtension != nil || format.transportExtension != nil
        RTPHeader.write(
            payloadType: payloadType, marker: marker, sequence: UInt16(truncatingIfNeeded: index),
            timestamp: timestamp, ssrc: ssrc, hasExtension: hasExtension, to: &writer)
        guard hasExtension else { return writer.count }
        let elements = HeaderExtensionWriter(.oneByte, to: &writer)
        if let id = format.midExtension {
            _ = elements.append(id: id, data: Array(format.mid.utf8).span, to: &writer)
        }
        if let id = format.transportExtension {
            let number = [UInt8(transport >> 8), UInt8(truncatingIfNeeded: transport)]
            _ = elements.append(id: id, data: number.span, to: &writer)
            transport &+= 1
        }
        elements.finish(&writer)
        return writer.count
    }

    /// What stands between a payload's beginning and its mark: nothing that a parser could take for a start code.
    private static let filling: UInt8 = 0x5A
}
