import Bytes
import Codecs
import Net
import RTP

/// The media of a client that watches: takes packets in, reports on them, asks for a keyframe until it has one and, where
/// told so, for packets that it misses.
final class ViewerMedia {
    private(set) var video: ReceivedTrack?
    private(set) var audio: ReceivedTrack?
    /// All packets that came and were not thrown away, repeated ones too.
    private(set) var packets = 0
    /// Their bytes, with RTP headers.
    private(set) var bytes = 0
    /// Packets thrown away on purpose.
    private(set) var dropped = 0
    private(set) var keyframeRequests = 0

    private let ssrc: UInt32
    private let cname: String
    private let transportExtension: UInt8?
    private let dropShare: Double
    /// Nil without the extension that it needs.
    private var feedback: TransportFeedbackRecorder?
    private var nextReport: Instant
    private var nextKeyframeRequest: Instant

    /// - Parameters:
    ///   - repairs: Whether to ask for packets that are missing.
    ///   - dropShare: Of the packets, 0...1.
    init(
        offer: SessionOffer, answer: SessionAnswer, repairs: Bool, dropShare: Double, now: Instant,
        random: inout some RandomNumberGenerator
    ) {
        ssrc = .random(in: 1...UInt32.max, using: &random)
        cname = offer.cname
        self.dropShare = dropShare
        nextReport = now.advanced(by: Self.reportInterval)
        nextKeyframeRequest = now
        transportExtension = answer.sections.lazy.compactMap(\.transportExtension).first
        feedback = transportExtension == nil ? nil : TransportFeedbackRecorder()
        for (offered, section) in zip(offer.sections, answer.sections) where section.isAccepted {
            let track = ReceivedTrack(
                kind: offered.kind, ssrc: section.ssrc, repairs: repairs && offered.kind == .video)
            if offered.kind == .video { video = track } else { audio = track }
        }
    }

    /// Whether media has begun: a keyframe of the video, or a packet where there is no video.
    var hasBegun: Bool {
        video.map { $0.firstKeyframe != nil } ?? (audio?.firstPacket != nil)
    }

    var firstPacket: Instant? {
        [video?.firstPacket, audio?.firstPacket].compactMap { $0 }.min()
    }

    /// When to call ``handleTimeout(now:transport:outbox:)`` next.
    var deadline: Instant {
        min(
            nextReport, hasBegun || video?.ssrc == nil ? .distantFuture : nextKeyframeRequest,
            feedback?.deadline ?? .distantFuture, video?.nack?.deadline ?? .distantFuture)
    }

    /// Whether this packet is to be thrown away.
    func drops(using random: inout some RandomNumberGenerator) -> Bool {
        guard dropShare > 0, Double.random(in: 0..<1, using: &random) < dropShare else { return false }
        dropped += 1
        return true
    }

    /// Takes a decrypted packet.
    /// - Returns: its mark, if it came for the first time and has one.
    func receive(_ packet: Span<UInt8>, now: Instant) -> PacketMark? {
        guard let header = try? RTPHeader.parse(packet) else { return nil }
        packets += 1
        bytes += packet.count
        if let transportExtension { noteArrival(header, packet, id: transportExtension, now: now) }
        let payload = packet.extracting(header.payloadRange)
        switch OfferedPayload(payloadType: header.payloadType) {
        case .video(let codec): return video?.receive(header, payload: payload, codec: codec, now: now)
        case .retransmission(let codec): return video?.receiveRepair(payload: payload, codec: codec, now: now)
        case .audio: return audio?.receive(header, payload: payload, codec: nil, now: now)
        case nil: return nil
        }
    }

    func receiveControl(_ compound: Span<UInt8>, now: Instant) {
        var packets = RTCPPackets()
        while let packet = try? packets.next(in: compound) {
            guard case .senderReport(let report, _) = packet else { continue }
            if report.ssrc == video?.ssrc { video?.statistics?.noteSenderReport(report.ntp, now: now) }
            if report.ssrc == audio?.ssrc { audio?.statistics?.noteSenderReport(report.ntp, now: now) }
        }
    }

    func handleTimeout(now: Instant, transport: ClientTransport, outbox: inout ClientOutbox) {
        guard now >= deadline else { return }
        var writer = ByteWriter()
        var blocks: [ReportBlock] = []
        if now >= nextReport {
            nextReport = now.advanced(by: Self.reportInterval)
            blocks = [video?.statistics?.takeReport(now: now), audio?.statistics?.takeReport(now: now)]
                .compactMap { $0 }
        }
        ReceiverReport(ssrc: ssrc).write(blocks: blocks, to: &writer)
        SourceDescription.write(ssrc: ssrc, cname: cname, to: &writer)
        askForPackets(now: now, to: &writer)
        if let media = video?.ssrc, now >= nextKeyframeRequest, !hasBegun {
            nextKeyframeRequest = now.advanced(by: Self.keyframePatience)
            askForKeyframe(of: media, to: &writer)
        }
        transport.sendControl(writer.bytes, outbox: &outbox)
        sendFeedback(now: now, transport: transport, outbox: &outbox)
    }

    private func askForPackets(now: Instant, to writer: inout ByteWriter) {
        guard let media = video?.ssrc, video?.nack != nil else { return }
        var sequences: [UInt16] = []
        video?.nack?.takeRequests(now: now, into: &sequences)
        GenericNACK.write(senderSSRC: ssrc, mediaSSRC: media, sequences: sequences, to: &writer)
        if video?.nack?.takeKeyframeNeed() == true { askForKeyframe(of: media, to: &writer) }
    }

    private func askForKeyframe(of media: UInt32, to writer: inout ByteWriter) {
        keyframeRequests += 1
        PictureLossIndication(senderSSRC: ssrc, mediaSSRC: media).write(to: &writer)
    }

    private func sendFeedback(now: Instant, transport: ClientTransport, outbox: inout ClientOutbox) {
        let media = video?.ssrc ?? audio?.ssrc ?? 0
        var writer = ByteWriter()
        while feedback?.takeFeedback(now: now, senderSSRC: ssrc, mediaSSRC: media, to: &writer) == true {
            transport.sendControl(writer.bytes, outbox: &outbox)
            writer = ByteWriter()
        }
    }

    private func noteArrival(_ header: RTPHeader, _ packet: Span<UInt8>, id: UInt8, now: Instant) {
        var elements = HeaderExtensionElements(header)
        while let element = elements.next(in: packet) {
            guard element.id == id, element.length >= 2 else { continue }
            let start = element.range.lowerBound
            feedback?.receive(UInt16(packet[start]) << 8 | UInt16(packet[start + 1]), now: now)
            return
        }
    }

    private static let reportInterval = Duration.seconds(1)
    /// Between requests, as long as there is no keyframe.
    private static let keyframePatience = Duration.seconds(1)
}
