import Bytes
import Codecs
import Net
import RTP

/// The media of a client that publishes: makes video and audio, obeys requests for keyframes and packets, reports.
final class PublisherMedia {
    private(set) var video: VideoSource?
    private(set) var audio: AudioSource?
    /// Keyframes that the server asked for (PLI, FIR).
    private(set) var keyframeRequests = 0
    /// Packets that the server asked for again (NACK).
    private(set) var requestedPackets = 0
    private(set) var bytes = 0

    private let cname: String
    private var transportSequence: UInt16 = 0
    private var nextReport: Instant
    private var isStopped = false

    /// - Parameter answer: Says with which payload types and extensions; what it refuses is not sent.
    init(
        _ plan: VideoPlan, offer: SessionOffer, answer: SessionAnswer, now: Instant,
        random: inout some RandomNumberGenerator
    ) {
        cname = offer.cname
        nextReport = now.advanced(by: Self.firstReport)
        for (offered, section) in zip(offer.sections, answer.sections) {
            guard section.isAccepted, let payloadType = section.payloadType else { continue }
            let format = MediaSource.Format(
                ssrc: offered.ssrc, payloadType: payloadType, clockRate: offered.kind == .audio ? 48_000 : 90_000,
                retransmission: section.hasRetransmission
                    ? MediaSource.Retransmission(ssrc: offered.retransmissionSSRC, payloadType: payloadType + 1) : nil,
                mid: offered.mid, midExtension: section.midExtension, transportExtension: section.transportExtension)
            switch offered.kind {
            case .video: video = VideoSource(plan, format: format, now: now, random: &random)
            case .audio: audio = AudioSource(format: format, now: now, random: &random)
            }
        }
    }

    /// When to call ``handleTimeout(_:transport:outbox:)`` next.
    var deadline: Instant {
        let audioDeadline = isStopped ? nil : audio?.deadline
        return min(nextReport, video?.deadline ?? .distantFuture, audioDeadline ?? .distantFuture)
    }

    /// Makes no more media; what is made still leaves.
    func stop() {
        isStopped = true
        video?.stop()
    }

    func handleTimeout(_ moment: Moment, transport: ClientTransport, outbox: inout ClientOutbox) {
        let now = moment.now
        var packets: [OutgoingPacket] = []
        if let deadline = video?.deadline, now >= deadline {
            video?.send(now: now, wallClock: moment.wallClock, transport: &transportSequence) { packets.append($0) }
        }
        if !isStopped {
            audio?.send(now: now, wallClock: moment.wallClock, transport: &transportSequence) { packets.append($0) }
        }
        for packet in packets {
            bytes += packet.bytes.count
            transport.send(packet, outbox: &outbox)
        }
        guard now >= nextReport else { return }
        nextReport = now.advanced(by: Self.reportInterval)
        for source in [video?.source, audio?.source].compactMap({ $0 }) {
            let report = source.report(now: now, wallClock: moment.wallClock, cname: cname)
            transport.sendControl(report, outbox: &outbox)
        }
    }

    func receiveControl(
        _ compound: Span<UInt8>, transport: ClientTransport, outbox: inout ClientOutbox
    ) {
        var packets = RTCPPackets()
        while let packet = try? packets.next(in: compound) {
            switch packet {
            case .pictureLossIndication(let request) where request.mediaSSRC == video?.source.format.ssrc:
                takeKeyframeRequest()
            case .fullIntraRequest(let request):
                var isForUs = false
                request.forEachEntry(in: compound) { isForUs = isForUs || $0.ssrc == video?.source.format.ssrc }
                if isForUs { takeKeyframeRequest() }
            case .genericNACK(let nack) where nack.mediaSSRC == video?.source.format.ssrc:
                var sequences: [UInt16] = []
                nack.forEachSequence(in: compound) { sequences.append($0) }
                repeatPackets(sequences, transport: transport, outbox: &outbox)
            default: break
            }
        }
    }

    private func takeKeyframeRequest() {
        keyframeRequests += 1
        video?.requestKeyframe()
    }

    private func repeatPackets(
        _ sequences: [UInt16], transport: ClientTransport, outbox: inout ClientOutbox
    ) {
        requestedPackets += sequences.count
        for sequence in sequences {
            guard let packet = video?.retransmission(of: sequence, transport: &transportSequence) else { continue }
            transport.send(packet, outbox: &outbox)
        }
    }

    private static let firstReport = Duration.milliseconds(100)
    private static let reportInterval = Duration.seconds(1)
}
