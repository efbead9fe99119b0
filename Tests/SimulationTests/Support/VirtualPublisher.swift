import Bytes
import Codecs
import DTLS
import MediaPlane
import Net
import RTP
import SDP
import SFU
import WebRTC

/// A browser that publishes: makes checkable audio and video, answers requests for packets and keyframes, reports.
final class VirtualPublisher: VirtualPeer {
    let path: StreamPath
    private(set) var sources: [VirtualSource] = []
    /// When the engine asked for a keyframe (PLI).
    private(set) var keyframeRequests: [Instant] = []
    /// Packets that the engine says arrived, by its transport-wide feedback, and those it says did not.
    private(set) var reportedArrivals: (arrived: Int, missing: Int) = (0, 0)
    private(set) var receiverReports = 0
    /// Its wall clock less the engine's, in nanoseconds.
    var clockOffset: Int64 = 0
    /// Whether requests for keyframes are obeyed.
    var makesKeyframes = true

    /// Whether it sends sender reports.
    var sendsReports = true

    private let plans: [SourcePlan]
    private let generation: UInt8
    private let transport = TransportCounter()
    private var nextReport = Instant.distantFuture

    /// Opens its session at the engine; media flows once it is connected.
    /// - Parameters:
    ///   - plans: sources in the order of their tracks; layers of one track stand together.
    ///   - generation: marks its packets among those of other publishers of the path.
    init(
        _ simulation: Simulation, path: StreamPath = .test, plans: [SourcePlan] = [.video, .audio],
        generation: UInt8 = 0,
        name: String? = nil, profiles: [UInt16] = DTLSKeys.preferredProfiles, refusesWhenPublished: Bool = false,
        fingerprint: DTLSFingerprint? = nil
    ) throws {
        self.path = path
        self.plans = plans
        self.generation = generation
        let worker = simulation.directory.acquire(path)
        try super.init(
            simulation, name: name ?? "publisher-\(path)-\(generation)", worker: worker, profiles: profiles)
        let opening = PublisherOpening(
            key: key, path: path, peer: try configuration(fingerprint: fingerprint), tracks: Self.tracks(plans),
            refusesWhenPublished: refusesWhenPublished)
        do {
            try simulation.command(on: worker) { loop in try loop.openPublisher(opening) }
        } catch {
            simulation.directory.release(path)
            throw error
        }
    }

    /// The first source of a kind.
    func source(_ kind: MediaKind, layer: UInt8 = 0) -> VirtualSource? {
        sources.first { $0.plan.kind == kind && $0.plan.layer == layer }
    }

    // MARK: The peer's life

    override func connected(now: Instant) {
        sources = plans.map { plan in
            VirtualSource(
                plan, generation: generation, mid: Self.mid(plan), transport: transport, now: now, random: &random)
        }
        nextReport = now.advanced(by: .milliseconds(100))
    }

    override var mediaDeadline: Instant {
        sources.reduce(nextReport) { min($0, $1.nextFrame) }
    }

    override func handleMediaTimeout(now: Instant) {
        for source in sources where now >= source.nextFrame {
            source.makeFrame(now: now) { sendMedia($0, $1, $2) }
        }
        if now >= nextReport {
            nextReport = now.advanced(by: .seconds(1))
            if sendsReports { report(now: now) }
        }
    }

    override func receiveRTCP(_ packet: RTCPPacket, in compound: [UInt8], now: Instant) {
        switch packet {
        case .genericNACK(let nack):
            guard let source = sources.first(where: { $0.ssrc == nack.mediaSSRC }) else { return }
            nack.forEachSequence(in: compound.span) { sequence in
                source.resend(sequence) { sendMedia($0, $1, $2) }
            }
        case .pictureLossIndication(let request):
            keyframeRequests.append(now)
            guard makesKeyframes else { return }
            for source in sources where source.ssrc == request.mediaSSRC { source.wantsKeyframe = true }
        case .transportFeedback(let feedback):
            feedback.forEachStatus(in: compound.span) { _, arrival in
                if arrival == nil { reportedArrivals.missing += 1 } else { reportedArrivals.arrived += 1 }
            }
        case .receiverReport(_, let blocks): receiverReports += blocks.count
        default: break
        }
    }

    /// Sends a plain packet of its own making.
    func sendMedia(_ packet: [UInt8], _ headerLength: Int, _ index: UInt64) {
        send(protected(packet, headerLength: headerLength, index: index))
    }

    private func report(now: Instant) {
        let time = NTPTime(unixNanoseconds: simulation.time.wallClock + clockOffset)
        for source in sources {
            var writer = ByteWriter()
            source.statistics.report(ssrc: source.ssrc, ntp: time, rtpTimestamp: source.timestamp(at: now))
                .write(to: &writer)
            SourceDescription.write(ssrc: source.ssrc, cname: key.text, to: &writer)
            sendControl(writer.bytes)
        }
    }

    // MARK: What was negotiated

    private static func tracks(_ plans: [SourcePlan]) -> [PublishedTrack] {
        var tracks: [PublishedTrack] = []
        for plan in plans {
            let layer = plan.rid.map { [StreamRestriction(rid: $0, way: .send)] } ?? []
            if let index = tracks.firstIndex(where: { $0.mid == mid(plan) }) {
                tracks[index].layers += layer
                if !tracks[index].codecs.contains(where: { $0.payloadType == plan.payloadType }) {
                    tracks[index].codecs.append(codec(plan))
                }
                continue
            }
            var extensions = [
                NegotiatedExtension(id: ExtensionID.mid, kind: .mid),
                NegotiatedExtension(id: ExtensionID.transportSequence, kind: .transportSequence),
            ]
            if plan.rid != nil {
                extensions += [
                    NegotiatedExtension(id: ExtensionID.rid, kind: .rid),
                    NegotiatedExtension(id: ExtensionID.repairedRID, kind: .repairedRid),
                ]
            }
            if plan.kind == .audio {
                extensions.append(NegotiatedExtension(id: ExtensionID.publishedLevel, kind: .audioLevel))
            }
            tracks.append(
                PublishedTrack(
                    mid: mid(plan), kind: plan.kind,
                    codecs: [codec(plan)], extensions: extensions, sources: [], layers: layer))
        }
        return tracks
    }

    private static func codec(_ plan: SourcePlan) -> NegotiatedCodec {
        var feedback: FeedbackKinds = [.transportWide]
        if plan.rtxPayloadType != nil { feedback.insert(.nack) }
        if plan.kind == .video { feedback.insert(.pictureLoss) }
        return NegotiatedCodec(
            codec: plan.description, payloadType: plan.payloadType, rtxPayloadType: plan.rtxPayloadType,
            feedback: feedback)
    }

    private static func mid(_ plan: SourcePlan) -> String {
        plan.kind == .video ? "0" : "1"
    }
}

extension StreamPath {
    /// The path that most simulations use.
    static let test = StreamPath(known: "live/test")

    init(known text: String) {
        do throws(StreamPathError) {
            try self.init(text)
        } catch {
            preconditionFailure("a test's path is a legal one: \(error)")
        }
    }
}
