import Codecs
import Net
import RTP

/// What a viewer gets of one track.
struct ReceivedTrack {
    let kind: MediaKind
    /// The source, once it is known.
    private(set) var ssrc: UInt32?
    /// What came by its marks.
    private(set) var receipt = Receipt()
    /// Packets without a mark: of other publishers, or cut anew by the server.
    private(set) var unmarked = 0
    /// Packets that were missed and came after all, because they were asked for.
    private(set) var repaired = 0
    private(set) var keyframes = 0
    private(set) var firstPacket: Instant?
    private(set) var firstKeyframe: Instant?
    /// Nil when nothing is asked for again.
    var nack: NACKGenerator?
    var statistics: ReceptionStatistics?

    init(kind: MediaKind, ssrc: UInt32?, repairs: Bool) {
        self.kind = kind
        self.ssrc = ssrc
        nack = repairs ? NACKGenerator() : nil
    }

    /// A packet of the source itself.
    /// - Returns: its mark, if it came for the first time and has one.
    mutating func receive(_ header: RTPHeader, payload: Span<UInt8>, codec: CodecName?, now: Instant) -> PacketMark? {
        if statistics?.ssrc != header.ssrc {
            // The server's words, or nothing yet: the packets themselves tell the source.
            ssrc = header.ssrc
            statistics = ReceptionStatistics(ssrc: header.ssrc, clockRate: kind == .audio ? 48_000 : 90_000)
            if nack != nil { nack = NACKGenerator() }
        }
        statistics?.receive(sequence: header.sequence, timestamp: header.timestamp, now: now)
        nack?.receive(header.sequence, now: now)
        return take(payload, codec: codec, now: now)
    }

    /// A packet that was asked for and came by the retransmission stream.
    mutating func receiveRepair(payload: Span<UInt8>, codec: CodecName?, now: Instant) -> PacketMark? {
        guard payload.count > RetransmissionFormat.prefixLength,
            let sequence = try? RetransmissionFormat.originalSequence(payload: payload)
        else { return nil }
        nack?.receive(sequence, isRetransmission: true, now: now)
        let original = payload.extracting(RetransmissionFormat.prefixLength..<payload.count)
        guard let mark = take(original, codec: codec, now: now) else { return nil }
        repaired += 1
        return mark
    }

    private mutating func take(_ payload: Span<UInt8>, codec: CodecName?, now: Instant) -> PacketMark? {
        // Padding alone: a probe for bandwidth.
        guard payload.count > 0 else { return nil }
        if firstPacket == nil { firstPacket = now }
        let mark = PacketMark(endOf: payload)
        if let codec, mark.map({ $0.position == 0 }) ?? true,
            VideoPacketFacts.inspect(codec: codec, payload: payload).isKeyframeStart
        {
            keyframes += 1
            if firstKeyframe == nil { firstKeyframe = now }
        }
        guard let mark else {
            unmarked += 1
            return nil
        }
        return receipt.receive(mark) == .new ? mark : nil
    }
}

extension ReceivedTrack {
    /// What was lost: by the marks where packets have them, otherwise by the sequence numbers that the server gave, which
    /// say nothing of frames.
    /// - Parameter finals: What each source of ours has made altogether.
    func counts(finals: [UInt32: SourceTotal]) -> Receipt.Counts {
        guard !isMarked else {
            let final = receipt.source.flatMap { source in
                finals[source].map { (source: source, packets: $0.packets, frames: $0.frames) }
            }
            return receipt.counts(final: final)
        }
        var statistics = statistics
        let lost = Int(max(0, statistics?.takeReport(now: .distantPast)?.cumulativeLost ?? 0))
        return Receipt.Counts(packets: unmarked + receipt.received + lost, lostPackets: lost)
    }

    /// Whether the marks can be counted on: a server that cuts payloads anew leaves few of them whole.
    var isMarked: Bool { receipt.received > 9 * unmarked }
}

/// What a source has made altogether.
struct SourceTotal: Sendable, Equatable {
    var packets: Int
    var frames: Int

    init(packets: Int, frames: Int) {
        self.packets = packets
        self.frames = frames
    }
}
