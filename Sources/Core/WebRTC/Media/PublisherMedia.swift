import Bytes
import Codecs
package import Net
package import RTP

/// The receiving side of a publisher's session: recognises each packet's track and layer, undoes retransmissions, asks for
/// what is missing, and reports to the publisher what arrived and when.
///
/// Sources are learned from authentic packets only, by the SSRCs that the offer names, by `mid` and `rid` header
/// extensions, or by a payload type that only one track has.
package struct PublisherMedia {
    /// When ``takeFeedback(now:transmit:)`` wants to be called; distant before ``begin(now:)``.
    package private(set) var deadline = Instant.distantFuture

    let tracks: [PublishedTrack]
    let payloads: PayloadLookup
    var sources: [PublisherSource] = []
    package let extensions: HeaderExtensionMap
    private let ssrc: UInt32
    private let cname: String
    private var feedback: TransportFeedbackRecorder?
    private var nextReport = Instant.distantFuture
    /// Layers that want a keyframe, until the next feedback.
    private var keyframeRequests: [(track: Int, layer: Int?)] = []
    /// FIR's command counter (RFC 5104 §4.3.1.1).
    private var commands: UInt8 = 0
    /// Our wall clock less the publisher's, in nanoseconds: the smallest seen, which had the shortest way.
    private var clockOffset: Int64?
    /// The payload type that each track uses now, and since when.
    private var current: [(payloadType: UInt8, since: Instant)?]
    /// Sequence numbers to ask for, while a NACK is written.
    private var missing: [UInt16] = []

    package init(tracks: [PublishedTrack], random: inout some RandomNumberGenerator) {
        self.tracks = tracks
        payloads = PayloadLookup(tracks)
        extensions = HeaderExtensionMap(tracks.flatMap(\.extensions))
        current = Array(repeating: nil, count: tracks.count)
        ssrc = UInt32.random(in: 1...UInt32.max, using: &random)
        cname = "turnout-\(ssrc)"
        let hasTransportFeedback = tracks.contains { track in
            track.codecs.contains { $0.feedback.contains(.transportWide) }
        }
        if hasTransportFeedback, extensions[.transportSequence] != nil {
            feedback = TransportFeedbackRecorder()
        }
    }

    /// The connection stands: reports begin.
    package mutating func begin(now: Instant) {
        nextReport = now.advanced(by: Self.reportInterval)
        deadline = nextReport
    }

    // MARK: Packets

    /// Takes a decrypted packet.
    /// - Parameter arrival: when the kernel received it, at most a little before `now`; nil where that is unknown.
    /// - Returns: what it is; nil when it is of no use: malformed, of no known track, of a codec that the track has left.
    package mutating func receive(_ packet: Span<UInt8>, now: Instant, arrival: Instant? = nil) -> Arrival? {
        guard let header = try? RTPHeader.parse(packet) else { return nil }
        recordTransportSequence(packet, header, arrival ?? now)
        guard let index = source(of: packet, header) else { return nil }
        return sources[index].isRepair
            ? receiveRepair(packet, header, source: index, now) : receiveOriginal(packet, header, source: index, now)
    }

    private mutating func receiveOriginal(
        _ packet: Span<UInt8>, _ header: RTPHeader, source index: Int, _ now: Instant
    ) -> Arrival? {
        let isAhead = sources[index].receive(header, now: now)
        guard let changedCodec = changedCodec(header.payloadType, of: sources[index].track, isAhead: isAhead, now)
        else {
            return nil
        }
        return arrival(
            packet, header, source: index, sequence: header.sequence, payloadType: header.payloadType,
            payload: header.payloadRange, changedCodec: changedCodec)
    }

    /// RFC 4588: the original sequence number, then the original payload.
    private mutating func receiveRepair(
        _ packet: Span<UInt8>, _ header: RTPHeader, source index: Int, _ now: Instant
    ) -> Arrival? {
        let (track, layer) = (sources[index].track, sources[index].layer)
        let payload = packet.extracting(header.payloadRange)
        guard let sequence = try? RetransmissionFormat.originalSequence(payload: payload),
            case .retransmission(let payloadType) = payloads[track: track, payloadType: header.payloadType],
            let original = sources.indices.first(where: {
                !sources[$0].isRepair && sources[$0].track == track && sources[$0].layer == layer
            })
        else { return nil }
        sources[original].receiveRepair(of: sequence, now: now)
        let range =
            (header.payloadRange.lowerBound + RetransmissionFormat.prefixLength)..<header.payloadRange.upperBound
        return arrival(
            packet, header, source: original, sequence: sequence, payloadType: payloadType, payload: range,
            changedCodec: .some(nil))
    }

    /// Whether a packet moves its track to another codec.
    ///
    /// Only a packet ahead of all others does, and not twice in a second: what comes late of the codec before is of no use
    /// any more, and a publisher that alternates would make its viewers start again with each packet.
    /// - Returns: the codec, nil inside when it is the one there was; nil outside when the packet is to be dropped.
    private mutating func changedCodec(_ payloadType: UInt8, of track: Int, isAhead: Bool, _ now: Instant) -> Codec?? {
        guard case .media(_, let index) = payloads[track: track, payloadType: payloadType] else { return nil }
        let present = current[track]
        guard present?.payloadType != payloadType else { return .some(nil) }
        guard isAhead, present.map({ $0.since.duration(to: now) >= Self.codecChangeInterval }) ?? true else {
            return nil
        }
        current[track] = (payloadType, now)
        let codec = tracks[track].codecs[index].codec
        for index in sources.indices where sources[index].track == track && !sources[index].isRepair {
            sources[index].change(clockRate: codec.clockRate)
        }
        return codec
    }

    private mutating func arrival(
        _ packet: Span<UInt8>, _ header: RTPHeader, source index: Int, sequence: UInt16, payloadType: UInt8,
        payload: Range<Int>, changedCodec: Codec??
    ) -> Arrival? {
        let (track, layer) = (sources[index].track, sources[index].layer)
        guard current[track]?.payloadType == payloadType,
            case .media(let codec, _) = payloads[track: track, payloadType: payloadType]
        else { return nil }
        let facts =
            codec.kind == .video
            ? VideoPacketFacts.inspect(codec: codec, payload: packet.extracting(payload)) : VideoPacketFacts()
        return Arrival(
            track: track, layer: layer, header: header, sequence: sequence, payloadOffset: payload.lowerBound,
            payloadLength: payload.count, facts: facts,
            startsKeyframe: sources[index].startsKeyframe(facts, timestamp: header.timestamp),
            changedCodec: changedCodec ?? nil, isRestart: sources[index].takeReplacement())
    }

    private mutating func recordTransportSequence(_ packet: Span<UInt8>, _ header: RTPHeader, _ now: Instant) {
        guard feedback != nil, let range = element(.transportSequence, of: packet, header), range.count == 2 else {
            return
        }
        let sequence = UInt16(packet[range.lowerBound]) << 8 | UInt16(packet[range.lowerBound + 1])
        feedback?.receive(sequence, now: now)
        deadline = min(deadline, feedback?.deadline ?? .distantFuture)
    }

    /// Where the data of a header extension lies in a packet; nil when it is not there.
    func element(_ kind: HeaderExtensionKind, of packet: Span<UInt8>, _ header: RTPHeader) -> Range<Int>? {
        guard header.hasExtension, let id = extensions[kind] else { return nil }
        var elements = HeaderExtensionElements(header)
        while let element = elements.next(in: packet) {
            if element.id == id { return element.range }
        }
        return nil
    }

    // MARK: Control

    /// Takes a decrypted RTCP packet.
    /// - Parameters:
    ///   - wallClock: now, in nanoseconds since 1970.
    ///   - report: called for each sender report.
    /// - Returns: false when a part of it is malformed; what stands before that part is still taken.
    @discardableResult
    package mutating func receiveControl(
        _ compound: Span<UInt8>, now: Instant, wallClock: Int64, report: (SourceReport) -> Void
    ) -> Bool {
        var packets = RTCPPackets()
        while true {
            let packet: RTCPPacket?
            do throws(RTPError) { packet = try packets.next(in: compound) } catch { return false }
            guard let packet else { return true }
            guard case .senderReport(let sender, _) = packet,
                let index = sources.firstIndex(where: { $0.ssrc == sender.ssrc && !$0.isRepair })
            else { continue }
            sources[index].note(sender, now: now)
            let time = sender.ntp.unixNanoseconds
            let offset = min(clockOffset ?? .max, wallClock &- time)
            clockOffset = offset
            report(
                SourceReport(
                    track: sources[index].track, layer: sources[index].layer, timestamp: sender.rtpTimestamp,
                    time: time &+ offset))
        }
    }

    /// Asks for a keyframe with the next feedback; once is enough.
    /// - Parameter layer: an index into the track's layers; nil for all of them.
    package mutating func requestKeyframe(track: Int, layer: Int?) {
        guard !keyframeRequests.contains(where: { $0 == (track, layer) }) else { return }
        keyframeRequests.append((track, layer))
    }

    /// Hands out what is due now: receiver reports, requests for missing packets and keyframes, arrival times.
    package mutating func takeFeedback(now: Instant, transmit: ([UInt8]) -> Void) {
        var writer = ByteWriter(capacity: 256)
        let isReportDue = now >= nextReport
        if isReportDue { nextReport = now.advanced(by: Self.reportInterval) }
        writeReceiverReport(withBlocks: isReportDue, now: now, to: &writer)
        let bare = writer.count
        if isReportDue { SourceDescription.write(ssrc: ssrc, cname: cname, to: &writer) }
        writeKeyframeRequests(to: &writer)
        if writer.count > bare { transmit(writer.bytes) }
        takeNACKs(now: now, transmit: transmit)
        takeTransportFeedback(now: now, transmit: transmit)
        updateDeadline()
    }

    private mutating func writeReceiverReport(withBlocks: Bool, now: Instant, to writer: inout ByteWriter) {
        var blocks: [ReportBlock] = []
        if withBlocks {
            for index in sources.indices where blocks.count < ReportBlocks.maximumCount {
                if let block = sources[index].takeReport(now: now) { blocks.append(block) }
            }
        }
        ReceiverReport(ssrc: ssrc).write(blocks: blocks, to: &writer)
    }

    private mutating func writeKeyframeRequests(to writer: inout ByteWriter) {
        for request in keyframeRequests {
            let usesFIR = tracks[request.track].codecs.allSatisfy { !$0.feedback.contains(.pictureLoss) }
            for source in sources
            where source.track == request.track && !source.isRepair && source.layer == request.layer ?? source.layer {
                if usesFIR {
                    commands &+= 1
                    FullIntraRequest.write(
                        senderSSRC: ssrc, entries: [.init(ssrc: source.ssrc, sequence: commands)], to: &writer)
                } else {
                    PictureLossIndication(senderSSRC: ssrc, mediaSSRC: source.ssrc).write(to: &writer)
                }
            }
        }
        keyframeRequests.removeAll()
    }

    /// One datagram for each source: a full list fills most of it.
    private mutating func takeNACKs(now: Instant, transmit: ([UInt8]) -> Void) {
        for index in sources.indices where sources[index].deadline <= now {
            missing.removeAll(keepingCapacity: true)
            sources[index].takeRequests(now: now, into: &missing)
            guard !missing.isEmpty else { continue }
            var writer = ByteWriter(capacity: 256)
            ReceiverReport(ssrc: ssrc).write(to: &writer)
            GenericNACK.write(
                senderSSRC: ssrc, mediaSSRC: sources[index].ssrc, sequences: missing, to: &writer)
            transmit(writer.bytes)
        }
    }

    private mutating func takeTransportFeedback(now: Instant, transmit: ([UInt8]) -> Void) {
        guard let mediaSSRC = sources.first?.ssrc else { return }
        while true {
            // Reduced-size RTCP (RFC 5506): arrival times travel by themselves.
            var writer = ByteWriter(capacity: TransportFeedbackRecorder.maximumFeedbackLength)
            let isWritten =
                feedback?.takeFeedback(now: now, senderSSRC: ssrc, mediaSSRC: mediaSSRC, to: &writer) ?? false
            guard isWritten else { return }
            transmit(writer.bytes)
        }
    }

    private mutating func updateDeadline() {
        deadline = min(nextReport, feedback?.deadline ?? .distantFuture)
        for source in sources { deadline = min(deadline, source.deadline) }
    }

    /// A goodbye with a reason in words (RFC 3550 §6.6).
    package func goodbye(_ reason: String) -> [UInt8] {
        var writer = ByteWriter(capacity: 128)
        ReceiverReport(ssrc: ssrc).write(to: &writer)
        Goodbye.write(sources: [ssrc], reason: reason, to: &writer)
        return writer.bytes
    }

    /// Packets of a track that never arrived, although they were asked for.
    package func lostPackets(track: Int) -> UInt64 {
        sources.reduce(0) { $0 + ($1.track == track ? $1.abandonedPackets : 0) }
    }

    /// The tracks of which so much is missing that only a keyframe helps; each once.
    package mutating func takeKeyframeNeeds() -> [Int] {
        sources.indices.compactMap { sources[$0].takeKeyframeNeed() ? sources[$0].track : nil }
    }

    /// Between two changes of a track's codec (our choice).
    private static let codecChangeInterval = Duration.seconds(1)
    /// Receiver reports' interval, our choice within RFC 3550 §6.2 and RFC 4585.
    private static let reportInterval = Duration.seconds(1)
}
