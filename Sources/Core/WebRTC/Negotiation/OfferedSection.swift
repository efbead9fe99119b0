import Codecs
import RTP
import SDP

/// One `m=` section of an offer.
struct OfferedSection {
    let description: MediaDescription
    let mid: String?
    /// Whether it can be answered at all; if not, its port in the answer is 0.
    let isUsable: Bool
    /// Audio for everything that is not video; of no meaning where the section is not usable.
    let kind: MediaKind
    let payloads: PayloadTable
    /// Its own, or else the session's (RFC 8866 §6.7).
    let direction: Direction

    /// - Parameters:
    ///   - session: The attributes of the whole session.
    ///   - bundled: The mids of the offer's bundle; nil when it has none.
    init(_ description: MediaDescription, session: [Attribute], bundled: Set<String>?) {
        self.description = description
        let mid = description.attributes.mid
        self.mid = mid
        let kind = MediaKind(rawValue: description.media)
        self.kind = kind ?? .audio
        let isOffered = description.port != 0 || description.attributes.contains(.bundleOnly)
        let isInBundle = bundled.map { bundle in mid.map(bundle.contains) ?? false } ?? true
        isUsable = kind != nil && isOffered && isInBundle && Self.transports.contains(description.transport)
        payloads = PayloadTable(description, kind: self.kind)
        direction = description.attributes.direction ?? session.direction ?? .sendReceive
    }

    var attributes: [Attribute] { description.attributes }

    /// The extensions of `kinds` that may flow the way the media does, each once.
    func extensions(_ kinds: Set<HeaderExtensionKind>) -> [OfferedExtension] {
        var seen: Set<HeaderExtensionKind> = []
        return attributes.extensionMaps.compactMap { map in
            guard let kind = HeaderExtensionKind(uri: map.uri), kinds.contains(kind), let id = UInt8(exactly: map.id),
                id != Self.reservedExtensionID, map.direction != .inactive, seen.insert(kind).inserted
            else { return nil }
            return OfferedExtension(negotiated: NegotiatedExtension(id: id, kind: kind), direction: map.direction)
        }
    }

    /// The sources that the section names, each with the one that repairs it.
    var sources: [SignalledSource] {
        var repairs: [UInt32: UInt32] = [:]
        var repairing: Set<UInt32> = []
        for group in attributes.sourceGroups where Self.repairSemantics.contains(group.semantics) {
            guard group.ssrcs.count == 2 else { continue }
            repairing.insert(group.ssrcs[1])
            if group.semantics == SourceGroup.retransmission { repairs[group.ssrcs[0]] = group.ssrcs[1] }
        }
        return ssrcs.filter { !repairing.contains($0) }.prefix(PublishedTrack.maximumSources)
            .map { SignalledSource(ssrc: $0, rtxSSRC: repairs[$0]) }
    }

    /// All that are named, each once, in order.
    var ssrcs: [UInt32] {
        var seen: Set<UInt32> = []
        return (attributes.sourceGroups.flatMap(\.ssrcs) + attributes.sources.map(\.ssrc))
            .filter { seen.insert($0).inserted }
    }

    /// RFC 8834 names the first; RFC 8829 §5.1.2 wants the others accepted as well. All mean the same here: DTLS is demanded,
    /// and feedback is taken where it is offered.
    private static let transports: Set<String> = [
        "UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP", "TCP/DTLS/RTP/SAVPF", "TCP/DTLS/RTP/SAVP", "TCP/TLS/RTP/SAVPF",
        "TCP/TLS/RTP/SAVP", "RTP/SAVPF", "RTP/SAVP", "RTP/AVPF", "RTP/AVP",
    ]

    /// Groups of a source and the one that repairs it (RFC 5576 §4.2, RFC 5956 §4.3).
    private static let repairSemantics: Set<String> = [SourceGroup.retransmission, "FEC-FR"]

    /// RFC 8285 §4.2.
    private static let reservedExtensionID: UInt8 = 15
}

/// A header extension as offered.
struct OfferedExtension {
    var negotiated: NegotiatedExtension
    /// nil where it flows like the media.
    var direction: Direction?

    /// The same, answered.
    var answer: ExtensionMap {
        let reversed: Direction? =
            switch direction {
            case .sendOnly: .receiveOnly
            case .receiveOnly: .sendOnly
            default: direction
            }
        return ExtensionMap(id: UInt16(negotiated.id), direction: reversed, uri: negotiated.kind.uri)
    }
}
