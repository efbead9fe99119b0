import Codecs
import RTP
import SDP

extension Negotiator {
    /// Answers a publisher: every section that sends something we forward is received, with all its codecs in the
    /// publisher's order and its simulcast layers.
    package static func publish(
        offer text: String, local: LocalTransport, using generator: inout some RandomNumberGenerator
    ) throws(NegotiationError) -> (answer: String, plan: PublishPlan) {
        let offer = try Offer(parsing: text)
        var answer = Answer(to: offer, local: local)
        var tracks: [PublishedTrack] = []
        for section in offer.sections {
            let isFull = section.direction.sends && tracks.count == PublishPlan.maximumTracks
            guard section.isUsable, !section.payloads.codecs.isEmpty, !isFull else {
                answer.reject(section)
                continue
            }
            let offered = section.extensions(HeaderExtensionKind.published).filter { $0.direction?.sends ?? true }
            var acceptance = Answer.Acceptance(
                direction: section.direction.sends ? .receiveOnly : .inactive, codecs: section.payloads.codecs,
                extensions: offered)
            if section.direction.sends {
                let track = PublishedTrack(section, extensions: offered.map(\.negotiated))
                acceptance.streams = track.layerAttributes
                tracks.append(track)
            }
            answer.accept(section, acceptance)
        }
        guard !tracks.isEmpty else { throw nothingPublished(offer) }
        let remote = try offer.remote(accepted: answer.accepted)
        return (
            answer.text(remote: remote, session: sessionNumber(using: &generator)),
            PublishPlan(remote: remote, dtlsRole: remote.localRole, tracks: tracks)
        )
    }

    private static func nothingPublished(_ offer: Offer) -> NegotiationError {
        let usable = offer.sections.filter(\.isUsable)
        guard !usable.isEmpty else { return .unacceptable("The offer has no audio or video that could be published.") }
        let sending = usable.filter(\.direction.sends)
        guard let first = sending.first else {
            return .unacceptable("The offer only receives; to publish, a media section must say a=sendonly.")
        }
        let names = sending.flatMap(\.payloads.spokenNames).prefix(spokenCodecs)
        return .unacceptable(
            "The offer sends \(list(Array(names))), which Turnout does not forward; "
                + "for \(first.kind.rawValue) it takes \(CodecName.list(of: first.kind)).")
    }
}

extension PublishedTrack {
    fileprivate init(_ section: OfferedSection, extensions: [NegotiatedExtension]) {
        self.init(
            mid: section.mid, kind: section.kind, codecs: section.payloads.codecs, extensions: extensions,
            sources: section.sources, layers: Self.layers(of: section, extensions))
    }

    /// The layers of `a=simulcast:send` that have an `a=rid` and a codec that we take. None without the rid extension:
    /// nothing would tell the layers apart.
    private static func layers(of section: OfferedSection, _ extensions: [NegotiatedExtension]) -> [StreamRestriction] {
        guard let simulcast = section.attributes.simulcast, extensions.contains(where: { $0.kind == .rid }) else {
            return []
        }
        var restrictions: [String: StreamRestriction] = [:]
        for restriction in section.attributes.restrictions where restriction.way == .send {
            restrictions[restriction.rid] = restrictions[restriction.rid] ?? restriction
        }
        let taken = Set(section.payloads.codecs.flatMap { [$0.payloadType] + ($0.rtxPayloadType.map { [$0] } ?? []) })
        var layers: [StreamRestriction] = []
        for stream in simulcast.send.compactMap(\.first) where layers.count < maximumLayers {
            guard var layer = restrictions.removeValue(forKey: stream.rid) else { continue }
            if !layer.payloadTypes.isEmpty {
                layer.payloadTypes.removeAll { !taken.contains($0) }
                if layer.payloadTypes.isEmpty { continue }
            }
            layers.append(layer)
        }
        return layers
    }

    /// The layers as we answer them (RFC 8853 §5.3).
    fileprivate var layerAttributes: [Attribute] {
        guard !layers.isEmpty else { return [] }
        let answers = layers.map { layer in
            var layer = layer
            layer.way = .receive
            return Attribute.restriction(layer)
        }
        return answers + [.simulcast(Simulcast(receive: layers.map { [Simulcast.Stream(rid: $0.rid)] }))]
    }
}
