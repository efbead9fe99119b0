import Codecs
import DTLS
import ICE
import Net
import RTP
import SDP

/// What one client offers: to send one video and perhaps one audio, or to receive them.
///
/// One transport carries everything (BUNDLE, RTCP multiplexed). The only candidate is the socket's own address; what a NAT
/// makes of it the server learns from our checks.
struct SessionOffer: Sendable {
    let role: ClientRole
    let credentials: ICECredentials
    /// In the order of the sections.
    let sections: [Section]
    /// Names the client in reports (RFC 3550 §6.5.1).
    let cname: String
    private let fingerprint: DTLSFingerprint
    private let candidate: SocketAddress
    private let session: UInt64

    struct Section: Sendable, Equatable {
        let mid: String
        let kind: MediaKind
        /// The preferred one first.
        let codecs: [CodecName]
        /// Of what is sent; of no meaning for a viewer.
        let ssrc: UInt32
        let retransmissionSSRC: UInt32
    }

    /// - Parameters:
    ///   - video: The codec to send, or the one to prefer; nil for no video.
    ///   - offersAudio: Whether there is a section for audio.
    ///   - candidate: Where the client's socket is reached.
    init(
        _ role: ClientRole, video: CodecName?, offersAudio: Bool, fingerprint: DTLSFingerprint,
        candidate: SocketAddress, random: inout some RandomNumberGenerator
    ) {
        self.role = role
        self.fingerprint = fingerprint
        self.candidate = candidate
        credentials = .random(using: &random)
        session = UInt64.random(in: 1...UInt64(Int64.max), using: &random)
        cname = "load-" + String(UInt64.random(in: 0...UInt64.max, using: &random), radix: 36)
        var lists: [(MediaKind, [CodecName])] = offersAudio ? [(.audio, [.opus])] : []
        if let video {
            let others = role == .viewer ? OfferedPayload.videoCodecs.filter { $0 != video } : []
            lists.append((.video, [video] + others))
        }
        var sections: [Section] = []
        for (index, (kind, codecs)) in lists.enumerated() {
            // Apart by chance; equal ones are told apart by their sections.
            sections.append(
                Section(
                    mid: "\(index)", kind: kind, codecs: codecs,
                    ssrc: .random(in: 1...UInt32.max / 2, using: &random),
                    retransmissionSSRC: .random(in: UInt32.max / 2 + 1...UInt32.max, using: &random)))
        }
        self.sections = sections
    }

    /// The description, to be posted.
    var text: String {
        var description = SessionDescription(origin: Origin(session: session, version: 1))
        description.attributes = [
            .group(Group(semantics: Group.bundle, mids: sections.map(\.mid))),
            .mediaStreamSemantics,
        ]
        description.media = sections.map(describe)
        return description.print()
    }

    private func describe(_ section: Section) -> MediaDescription {
        let formats = section.codecs.flatMap { codec in
            let payloadType = OfferedPayload.payloadType(of: codec)
            return codec.kind == .audio ? [payloadType] : [payloadType, payloadType + 1]
        }
        let ip = candidate.ip
        return MediaDescription(
            media: section.kind.rawValue, port: candidate.port, transport: "UDP/TLS/RTP/SAVPF",
            formats: formats.map(String.init), connection: "IN \(ip.isIPv4 ? "IP4" : "IP6") \(ip)",
            attributes: transport + [.mid(section.mid)] + extensions(section.kind)
                + [.direction(role == .publisher ? .sendOnly : .receiveOnly), .rtcpMux, .rtcpReducedSize]
                + section.codecs.flatMap(OfferedPayload.attributes) + sources(section))
    }

    private var transport: [Attribute] {
        [
            .candidate(Candidate(host: candidate, index: 0)), .endOfCandidates, .iceUfrag(credentials.ufrag),
            .icePassword(credentials.password), .other(name: "fingerprint", value: fingerprint.description),
            .setup(.actpass),
        ]
    }

    private func extensions(_ kind: MediaKind) -> [Attribute] {
        Self.extensionIDs.map { .extensionMap(ExtensionMap(id: UInt16($0.id), uri: $0.kind.uri)) }
    }

    private func sources(_ section: Section) -> [Attribute] {
        guard role == .publisher else { return [] }
        var attributes: [Attribute] = [
            .mediaStream(MediaStreamIdentifier(stream: cname, track: "\(cname)-\(section.kind.rawValue)"))
        ]
        var ssrcs = [section.ssrc]
        if section.kind == .video {
            ssrcs.append(section.retransmissionSSRC)
            attributes.append(.sourceGroup(SourceGroup(semantics: SourceGroup.retransmission, ssrcs: ssrcs)))
        }
        return attributes + ssrcs.map { .source(SourceAttribute(ssrc: $0, name: "cname", value: cname)) }
    }

    /// The header extensions that are offered, with their ids.
    static let extensionIDs: [(kind: HeaderExtensionKind, id: UInt8)] = [(.mid, 1), (.transportSequence, 3)]
}

/// What a client does.
enum ClientRole: String, Sendable {
    case publisher, viewer
}

extension Attribute {
    /// That `a=msid` names WebRTC's MediaStreams, which older peers want to hear.
    fileprivate static let mediaStreamSemantics = Attribute.other(name: "msid-semantic", value: " WMS *")
}
