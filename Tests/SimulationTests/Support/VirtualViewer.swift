import Bytes
import Codecs
import DTLS
import ICE
import MediaPlane
import Net
import RTP
import SDP
import SFU
import WebRTC

/// How a viewer behaves.
struct ViewerPlan {
    var path = StreamPath.test
    /// What it takes as video, by payload type; each is repaired by the payload type after it.
    var videoCodecs: [UInt8: CodecName] = [96: .vp8, 98: .h264]
    /// Whether it negotiated a retransmission stream.
    var usesRTX = true
    /// Whether it negotiated NACK for its audio as well.
    var repairsAudio = true
    /// What it believes its round trip to be.
    var roundTrip = Duration.milliseconds(100)
    /// Nil for a viewer that asks for keyframes only when it waits for one.
    var asksForKeyframesEvery: Duration?
    var profiles = DTLSKeys.preferredProfiles
    /// The certificate that the engine is told to expect; nil for its own.
    var fingerprint: DTLSFingerprint?
}

/// A browser that watches: takes packets in, asks for what is missing, undoes retransmissions, reports, and writes
/// everything down.
final class VirtualViewer: VirtualPeer {
    let plan: ViewerPlan
    private(set) var video: ReceivedTrack
    private(set) var audio: ReceivedTrack
    /// Sender reports, with when they came.
    private(set) var senderReports: [(report: SenderReport, arrival: Instant)] = []
    private(set) var requestsSent = 0
    private(set) var keyframeRequestsSent = 0

    private let ssrc: UInt32
    private var nextReport = Instant.distantFuture
    private var nextKeyframeRequest = Instant.distantFuture

    /// Opens its session at the engine; media flows once it is connected.
    /// - Parameters:
    ///   - worker: that it is placed on; nil for the stream's home.
    ///   - stream: what it was told that there is to play; nil for what there is now.
    init(
        _ simulation: Simulation, name: String, plan: ViewerPlan = ViewerPlan(), on worker: Int? = nil,
        of stream: LiveStream? = nil
    ) throws {
        guard let stream = stream ?? simulation.live(plan.path) else { throw OpenError.nothingLive }
        self.plan = plan
        var random = simulation.random
        ssrc = .random(in: 1...UInt32.max, using: &random)
        let numbers = (0..<4).map { _ in UInt32.random(in: 1...UInt32.max, using: &random) }
        simulation.random = random
        video = ReceivedTrack(
            kind: .video, ssrc: numbers[0], rtxSSRC: plan.usesRTX ? numbers[1] : nil, clockRate: 90_000, repairs: true,
            roundTrip: plan.roundTrip)
        audio = ReceivedTrack(
            kind: .audio, ssrc: numbers[2], rtxSSRC: nil, clockRate: 48_000, repairs: plan.repairsAudio,
            roundTrip: plan.roundTrip)
        try super.init(simulation, name: name, worker: worker ?? stream.identity.home, profiles: plan.profiles)
        let peer = try configuration(fingerprint: plan.fingerprint)
        let playPlan = try playPlan()
        try simulation.command(on: self.worker) { loop in
            try loop.openViewer(ViewerOpening(key: key, stream: stream, peer: peer, plan: playPlan))
        }
    }

    // MARK: The peer's life

    override func connected(now: Instant) {
        nextReport = now.advanced(by: .seconds(1))
        nextKeyframeRequest = now.advanced(by: plan.asksForKeyframesEvery ?? Self.patienceForKeyframes)
    }

    override var mediaDeadline: Instant {
        min(
            nextReport, nextKeyframeRequest, video.nack?.deadline ?? .distantFuture,
            audio.nack?.deadline ?? .distantFuture)
    }

    override func handleMediaTimeout(now: Instant) {
        var writer = ByteWriter()
        var blocks: [ReportBlock] = []
        if now >= nextReport {
            nextReport = now.advanced(by: .seconds(1))
            blocks = [video.statistics.takeReport(now: now), audio.statistics.takeReport(now: now)].compactMap { $0 }
        }
        ReceiverReport(ssrc: ssrc).write(blocks: blocks, to: &writer)
        if ask(&video, now: now, to: &writer) { askForKeyframe(to: &writer) }
        _ = ask(&audio, now: now, to: &writer)
        if now >= nextKeyframeRequest {
            nextKeyframeRequest = now.advanced(by: plan.asksForKeyframesEvery ?? Self.patienceForKeyframes)
            if plan.asksForKeyframesEvery != nil || !video.hasBegun { askForKeyframe(to: &writer) }
        }
        sendControl(writer.bytes)
    }

    override func receiveRTP(_ packet: [UInt8], now: Instant) {
        guard let header = try? RTPHeader.parse(packet.span) else { return }
        switch header.ssrc {
        case video.ssrc:
            video.statistics.receive(sequence: header.sequence, timestamp: header.timestamp, now: now)
            video.receive(
                unpack(packet, header, from: 0, payloadType: header.payloadType, now: now), sequence: header.sequence)
        case audio.ssrc:
            audio.statistics.receive(sequence: header.sequence, timestamp: header.timestamp, now: now)
            audio.receive(
                unpack(packet, header, from: 0, payloadType: header.payloadType, now: now), sequence: header.sequence)
        case video.rtxSSRC:
            let payload = packet.span.extracting(header.payloadRange)
            guard let sequence = try? RetransmissionFormat.originalSequence(payload: payload) else { return }
            video.receive(
                unpack(
                    packet, header, from: RetransmissionFormat.prefixLength, payloadType: header.payloadType &- 1,
                    now: now, isRepair: true), sequence: sequence)
        default: break
        }
    }

    override func receiveRTCP(_ packet: RTCPPacket, in compound: [UInt8], now: Instant) {
        guard case .senderReport(let report, _) = packet else { return }
        senderReports.append((report, now))
        if report.ssrc == video.ssrc { video.statistics.noteSenderReport(report.ntp, now: now) }
        if report.ssrc == audio.ssrc { audio.statistics.noteSenderReport(report.ntp, now: now) }
    }

    // MARK: What it sends

    /// Asks for packets, whether it misses them or not.
    func request(_ sequences: [UInt16], of ssrc: UInt32) {
        var writer = ByteWriter()
        ReceiverReport(ssrc: self.ssrc).write(to: &writer)
        GenericNACK.write(senderSSRC: self.ssrc, mediaSSRC: ssrc, sequences: sequences, to: &writer)
        sendControl(writer.bytes)
    }

    /// Asks for what is missing.
    /// - Returns: whether only a keyframe helps.
    private func ask(_ track: inout ReceivedTrack, now: Instant, to writer: inout ByteWriter) -> Bool {
        var sequences: [UInt16] = []
        track.nack?.takeRequests(now: now, into: &sequences)
        requestsSent += sequences.count
        GenericNACK.write(senderSSRC: ssrc, mediaSSRC: track.ssrc, sequences: sequences, to: &writer)
        return track.nack?.takeKeyframeNeed() ?? false
    }

    private func askForKeyframe(to writer: inout ByteWriter) {
        keyframeRequestsSent += 1
        PictureLossIndication(senderSSRC: ssrc, mediaSSRC: video.ssrc).write(to: &writer)
    }

    private func unpack(
        _ packet: [UInt8], _ header: RTPHeader, from prefix: Int, payloadType: UInt8, now: Instant,
        isRepair: Bool = false
    ) -> ReceivedPacket? {
        let codec = header.ssrc == audio.ssrc ? CodecName.opus : plan.videoCodecs[payloadType]
        guard let codec,
            let packetInside = TestPacket(payload: packet[header.payloadRange].dropFirst(prefix), codec: codec)
        else { return nil }
        var level: UInt8?
        var elements = HeaderExtensionElements(header)
        while let element = elements.next(in: packet.span) {
            if element.id == ExtensionID.playedLevel { level = packet[element.range].first }
        }
        return ReceivedPacket(
            packet: packetInside, timestamp: header.timestamp, payloadType: payloadType, arrival: now,
            isRepair: isRepair, padding: header.paddingLength, level: level)
    }

    // MARK: What was negotiated

    private func playPlan() throws -> PlayPlan {
        let feedback: FeedbackKinds = [.nack, .pictureLoss]
        let codecs = plan.videoCodecs.sorted { $0.key < $1.key }.map { payloadType, name in
            NegotiatedCodec(
                codec: Codec(name, clockRate: 90_000), payloadType: payloadType,
                rtxPayloadType: plan.usesRTX ? payloadType + 1 : nil, feedback: feedback)
        }
        let videoLine = PlayedTrack(
            trackIndex: 0, mid: "0", kind: .video, ssrc: video.ssrc, rtxSSRC: video.rtxSSRC, codecs: codecs,
            extensions: [])
        let audioLine = PlayedTrack(
            trackIndex: 1, mid: "1", kind: .audio, ssrc: audio.ssrc, rtxSSRC: nil,
            codecs: [NegotiatedCodec(codec: SourcePlan.audio.description, payloadType: 111, feedback: [.nack])],
            extensions: [NegotiatedExtension(id: ExtensionID.playedLevel, kind: .audioLevel)])
        let remote = RemoteTransport(
            ufrag: localICE.ufrag, password: localICE.password,
            fingerprints: [try Identities.peer.get().fingerprint.description], setup: .actpass, isTrickle: false,
            candidates: [])
        return PlayPlan(remote: remote, dtlsRole: .server, cname: "turnout", tracks: [videoLine, audioLine])
    }

    /// How long a viewer waits for its first picture before it asks.
    private static let patienceForKeyframes = Duration.seconds(1)
}
