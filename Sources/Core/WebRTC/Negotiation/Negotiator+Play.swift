import Codecs
import RTP
import SDP

extension Negotiator {
    /// Answers a viewer: the first audio section gets the stream's first audio track, and so on by kind. A section for which
    /// the stream has no track is answered `inactive`, within the bundle and with its codecs; one that the viewer does not
    /// offer is not sent.
    /// - Parameter tracks: The stream's, in its order.
    package static func play(
        offer text: String, local: LocalTransport, tracks: [StreamTrack],
        using generator: inout some RandomNumberGenerator
    ) throws(NegotiationError) -> (answer: String, plan: PlayPlan) {
        let offer = try Offer(parsing: text)
        var sources = SourceNames(avoiding: offer, using: &generator)
        var waiting = MediaKind.allCases.map { kind in (kind, tracks.indices.filter { tracks[$0].kind == kind }[...]) }
        var answer = Answer(to: offer, local: local)
        var played: [PlayedTrack] = []
        for section in offer.sections {
            guard section.isUsable else {
                answer.reject(section)
                continue
            }
            var next: Int?
            if section.direction.receives, let queue = waiting.firstIndex(where: { $0.0 == section.kind }) {
                next = waiting[queue].1.popFirst()
            }
            var acceptance = Answer.Acceptance(section)
            if let next {
                let track = try PlayedTrack(
                    section, carrying: tracks[next].codec, index: next, acceptance, &sources, &generator)
                acceptance.direction = .sendOnly
                acceptance.codecs = track.codecs
                acceptance.streams = track.sourceAttributes(cname: sources.cname)
                played.append(track)
            }
            if acceptance.codecs.isEmpty { answer.reject(section) } else { answer.accept(section, acceptance) }
        }
        guard !played.isEmpty else { throw nothingPlayed(offer, tracks) }
        let remote = try offer.remote(accepted: answer.accepted)
        return (
            answer.text(remote: remote, session: sessionNumber(using: &generator)),
            PlayPlan(remote: remote, dtlsRole: remote.localRole, cname: sources.cname, tracks: played)
        )
    }

    private static func nothingPlayed(_ offer: Offer, _ tracks: [StreamTrack]) -> NegotiationError {
        let receiving = offer.sections.filter { $0.isUsable && $0.direction.receives }
        guard !receiving.isEmpty else {
            return .unacceptable("The offer receives nothing; to play, a media section must say a=recvonly.")
        }
        let wanted = MediaKind.allCases.filter { kind in receiving.contains { $0.kind == kind } }.map(\.rawValue)
        let live = MediaKind.allCases.filter { kind in tracks.contains { $0.kind == kind } }.map(\.rawValue)
        return .unacceptable("The stream has \(list(live)); your player asks for \(list(wanted)).")
    }
}

/// Random names of the sources that one session sends.
private struct SourceNames {
    /// 24 hexadecimal digits: 96 random bits, so that no two sessions share one (RFC 7022 §4.2).
    let cname: String
    private var taken: Set<UInt32>

    /// - Parameter offer: Whose own sources must not be met.
    init(avoiding offer: Offer, using generator: inout some RandomNumberGenerator) {
        cname = (0..<24).map { _ in
            String(UInt8.random(in: 0..<16, using: &generator), radix: 16)
        }.joined()
        taken = Set(offer.sections.flatMap(\.ssrcs))
    }

    mutating func next(using generator: inout some RandomNumberGenerator) -> UInt32 {
        var ssrc = UInt32.random(in: 1...UInt32.max, using: &generator)
        while !taken.insert(ssrc).inserted { ssrc = ssrc == UInt32.max ? 1 : ssrc + 1 }
        return ssrc
    }
}

extension Answer.Acceptance {
    /// As long as nothing is sent in the section: inactive, with all that could be.
    fileprivate init(_ section: OfferedSection) {
        self.init(
            direction: .inactive,
            codecs: section.payloads.codecs.map { codec in
                var codec = codec
                codec.feedback.formIntersection(.played)
                return codec
            },
            extensions: section.extensions(HeaderExtensionKind.played).filter { $0.direction?.receives ?? true })
    }
}

extension PlayedTrack {
    fileprivate init(
        _ section: OfferedSection, carrying codec: Codec, index: Int, _ acceptance: Answer.Acceptance,
        _ sources: inout SourceNames, _ generator: inout some RandomNumberGenerator
    ) throws(NegotiationError) {
        guard acceptance.codecs.bestMatch(for: codec) != nil else {
            let names = section.payloads.spokenNames.prefix(Negotiator.spokenCodecs)
            throw .unacceptable(
                "The stream's \(section.kind.rawValue) is \(codec.spokenName); "
                    + "your player offers \(Negotiator.list(Array(names))).")
        }
        let ssrc = sources.next(using: &generator)
        let takesRTX = acceptance.codecs.contains { $0.rtxPayloadType != nil }
        self.init(
            trackIndex: index, mid: section.mid, kind: section.kind, ssrc: ssrc,
            rtxSSRC: takesRTX ? sources.next(using: &generator) : nil, codecs: acceptance.codecs.preferring(codec),
            extensions: acceptance.extensions.map(\.negotiated))
    }

    /// MediaStream and sources (RFC 8830, 5576). All tracks are of one MediaStream.
    fileprivate func sourceAttributes(cname: String) -> [Attribute] {
        var attributes: [Attribute] = [
            .mediaStream(MediaStreamIdentifier(stream: cname, track: "\(kind.rawValue)-\(trackIndex)"))
        ]
        if let rtxSSRC {
            attributes.append(
                .sourceGroup(SourceGroup(semantics: SourceGroup.retransmission, ssrcs: [ssrc, rtxSSRC])))
        }
        for ssrc in [ssrc, rtxSSRC].compactMap({ $0 }) {
            attributes.append(.source(SourceAttribute(ssrc: ssrc, name: "cname", value: cname)))
        }
        return attributes
    }
}
