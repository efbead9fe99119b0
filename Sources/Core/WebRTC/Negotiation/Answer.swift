import Codecs
import Net
import SDP

/// Writes an answer, section by section in the offer's order.
struct Answer {
    private let offer: Offer
    private let local: LocalTransport
    private var sections: [MediaDescription] = []
    /// By section of the offer so far.
    private(set) var accepted: [Bool] = []

    init(to offer: Offer, local: LocalTransport) {
        self.offer = offer
        self.local = local
    }

    /// What a section is answered with.
    struct Acceptance {
        var direction: Direction
        var codecs: [NegotiatedCodec]
        var extensions: [OfferedExtension]
        /// What follows the codecs: sources, or layers.
        var streams: [Attribute] = []
    }

    /// Port 0: the section is not used (RFC 3264 §6).
    mutating func reject(_ section: OfferedSection) {
        let mid = section.mid.map { [Attribute.mid($0)] } ?? []
        sections.append(
            MediaDescription(
                media: section.description.media, port: 0, transport: section.description.transport,
                formats: Array(section.description.formats.prefix(1)), connection: "IN IP4 0.0.0.0",
                attributes: mid + [.direction(.inactive)]))
        accepted.append(false)
    }

    mutating func accept(_ section: OfferedSection, _ acceptance: Acceptance) {
        let formats = acceptance.codecs.flatMap { [$0.payloadType] + ($0.rtxPayloadType.map { [$0] } ?? []) }
        sections.append(
            MediaDescription(
                media: section.description.media, port: local.candidates.first?.port ?? discardPort,
                transport: section.description.transport, formats: formats.map(String.init), connection: connection,
                attributes: attributes(of: section, acceptance)))
        accepted.append(true)
    }

    /// The text, when every section has been answered. Each accepted section repeats the transport: some peers read only
    /// the first, some only their own.
    func text(remote: RemoteTransport, session: UInt64) -> String {
        var description = SessionDescription(origin: Origin(session: session, version: 1))
        if offer.isBundled {
            let mids = zip(offer.sections, accepted).compactMap { $1 ? $0.mid : nil }
            description.attributes.append(.group(Group(semantics: Group.bundle, mids: mids)))
        }
        if offer.description.attributes.contains(.extensionMapAllowMixed) {
            description.attributes.append(.extensionMapAllowMixed)
        }
        description.attributes += [.iceLite, .iceOptions(["ice2", "trickle"])]
        description.media = zip(sections, accepted).map { section, isAccepted in
            var section = section
            if isAccepted { section.attributes += transport(remote) }
            return section
        }
        return description.print()
    }

    private func attributes(of section: OfferedSection, _ acceptance: Acceptance) -> [Attribute] {
        var attributes: [Attribute] = section.mid.map { [.mid($0)] } ?? []
        if section.attributes.contains(.extensionMapAllowMixed) { attributes.append(.extensionMapAllowMixed) }
        attributes += acceptance.extensions.map { .extensionMap($0.answer) }
        attributes += [.direction(acceptance.direction), .rtcpMux]
        if section.attributes.contains(.rtcpReducedSize) { attributes.append(.rtcpReducedSize) }
        return attributes + acceptance.codecs.flatMap(\.attributes) + acceptance.streams
    }

    private func transport(_ remote: RemoteTransport) -> [Attribute] {
        let setup: Setup =
            switch remote.localRole {
            case .server: .passive
            case .client: .active
            }
        return [
            .iceUfrag(local.ufrag), .icePassword(local.password),
            .other(name: "fingerprint", value: local.fingerprint), .setup(setup),
        ] + local.hostCandidates.map { .candidate($0) } + [.endOfCandidates]
    }

    /// The default destination is the first candidate (RFC 8839 §4.2.1.2).
    private var connection: String {
        guard let ip = local.candidates.first?.ip else { return "IN IP4 0.0.0.0" }
        return "IN \(ip.isIPv4 ? "IP4" : "IP6") \(ip)"
    }
}

extension NegotiatedCodec {
    /// Map, feedback and parameters, then those of the retransmission.
    fileprivate var attributes: [Attribute] {
        let clockRate = UInt32(clamping: codec.clockRate)
        let map = RTPMap(
            payloadType: payloadType, encodingName: codec.name.rawValue, clockRate: clockRate,
            channels: UInt8(clamping: codec.channels))
        var attributes: [Attribute] = [.rtpMap(map)]
        attributes += FeedbackKinds.messages.filter { feedback.contains($0.kind) }
            .map { .feedback(Feedback(payloadType: payloadType, message: $0.text)) }
        if !codec.formatParameters.isEmpty { attributes.append(parameters(payloadType, codec.formatParameters)) }
        if let rtxPayloadType {
            attributes += [
                .rtpMap(RTPMap(payloadType: rtxPayloadType, encodingName: "rtx", clockRate: clockRate)),
                parameters(rtxPayloadType, "apt=\(payloadType)"),
            ]
        }
        return attributes
    }

    private func parameters(_ payloadType: UInt8, _ text: String) -> Attribute {
        .formatParameters(FormatParameters(format: "\(payloadType)", parameters: text))
    }
}

/// Stands for a port that is not known yet (RFC 8840 §4.1.1).
private let discardPort: UInt16 = 9
