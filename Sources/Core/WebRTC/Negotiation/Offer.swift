import SDP

/// An offer whose structure is sound: one transport can carry all of it that is usable.
struct Offer {
    let description: SessionDescription
    let sections: [OfferedSection]
    /// The mids of the BUNDLE group in order; nil when there is none.
    private let bundle: [String]?

    init(parsing text: String) throws(NegotiationError) {
        do throws(SDPError) {
            description = try SessionDescription(parsing: text)
        } catch {
            throw .malformed(error.description)
        }
        let group = description.attributes.groups.first { $0.semantics == Group.bundle && !$0.mids.isEmpty }
        bundle = group?.mids
        let bundled = bundle.map { Set($0) }
        let session = description.attributes
        sections = description.media.map { OfferedSection($0, session: session, bundled: bundled) }
        try checkMids()
        try checkKeys()
        try checkBundle()
        try checkIdentifiers()
    }

    var isBundled: Bool { bundle != nil }

    /// What the peer says of its transport, once it is known which sections are accepted: that of the first of them in the
    /// bundle (RFC 8843 §7.3.3), and where it is silent, that of the first in the offer or of the whole session.
    /// - Parameter accepted: By section.
    func remote(accepted: [Bool]) throws(NegotiationError) -> RemoteTransport {
        let order = (bundle ?? []).compactMap { mid in sections.firstIndex { $0.mid == mid } }
        let ordered = isBundled ? order : Array(sections.indices)
        let speakers = ordered.filter { accepted[$0] } + ordered.prefix(1)
        let speaker = speakers.lazy.map { self.sections[$0].attributes }.first { $0.iceUfrag != nil } ?? []
        return try RemoteTransport(section: speaker, session: description.attributes)
    }

    private func checkMids() throws(NegotiationError) {
        var seen: Set<String> = []
        for mid in sections.compactMap(\.mid) where !seen.insert(mid).inserted {
            throw .malformed("Two media sections have the same a=mid.")
        }
        guard let bundle else { return }
        guard Set(bundle).isSubset(of: seen) else {
            throw .malformed("a=group:BUNDLE names a mid that no media section has.")
        }
        guard Set(bundle).count == bundle.count else {
            throw .malformed("a=group:BUNDLE names a mid twice.")
        }
    }

    /// Keys in the text (SDES) are never taken, not even beside DTLS (RFC 8827 §6.5).
    private func checkKeys() throws(NegotiationError) {
        let all = description.attributes + sections.flatMap(\.attributes)
        let hasKeys = all.contains { if case .other("crypto", _) = $0 { true } else { false } }
        guard !hasKeys else {
            throw .unacceptable("The offer carries SRTP keys in a=crypto (SDES); only DTLS-SRTP is taken.")
        }
        guard !description.attributes.contains(.iceLite) else {
            throw .unacceptable("The offer says a=ice-lite, and so does every answer: nobody would send the checks.")
        }
    }

    private func checkBundle() throws(NegotiationError) {
        let usable = sections.filter(\.isUsable)
        guard isBundled || usable.count <= 1 else {
            throw .unacceptable(
                "The offer has \(usable.count) media sections and no a=group:BUNDLE; all must share one transport.")
        }
        let lacksMux = usable.contains { section in
            !section.attributes.contains(.rtcpMux) && !section.attributes.contains(.bundleOnly)
        }
        guard !lacksMux else {
            throw .unacceptable("A media section lacks a=rtcp-mux; RTP and RTCP must share one port.")
        }
    }

    /// In a bundle an extension id means one thing (RFC 8843 §15), and a source has one section (RFC 5576 §4.1).
    private func checkIdentifiers() throws(NegotiationError) {
        var uris: [UInt16: String] = [:]
        var owners: Set<UInt32> = []
        for section in sections where section.isUsable {
            for map in section.attributes.extensionMaps {
                guard uris[map.id, default: map.uri] == map.uri else {
                    throw .malformed("a=extmap gives id \(map.id) to two different header extensions.")
                }
                uris[map.id] = map.uri
            }
            for ssrc in section.ssrcs where !owners.insert(ssrc).inserted {
                throw .malformed("Two media sections name the same source, \(ssrc).")
            }
        }
    }
}

extension RemoteTransport {
    fileprivate init(section: [Attribute], session: [Attribute]) throws(NegotiationError) {
        guard let ufrag = section.iceUfrag ?? session.iceUfrag,
            let password = section.icePassword ?? session.icePassword
        else { throw .malformed("The offer has no ICE credentials (a=ice-ufrag and a=ice-pwd).") }
        let offered = section.fingerprints.isEmpty ? session.fingerprints : section.fingerprints
        guard !offered.isEmpty else {
            throw .malformed("The offer has no certificate fingerprint (a=fingerprint).")
        }
        let strong = offered.filter { Self.hashFunctions.contains($0.hashFunction) }
        guard !strong.isEmpty else {
            throw .unacceptable("The offer's fingerprint uses \(offered[0].hashFunction); sha-256 is needed.")
        }
        let setup = section.setup ?? session.setup ?? .actpass
        guard setup != .holdconn else {
            throw .unacceptable("The offer says a=setup:holdconn, so nobody would connect.")
        }
        let options = session.iceOptions + section.iceOptions
        self.init(
            ufrag: ufrag, password: password, fingerprints: strong.map(\.description), setup: setup,
            isTrickle: options.contains("trickle"), candidates: section.candidates)
    }

    /// Those whose collisions nobody knows how to find (RFC 8122 §5 forbids MD2 and MD5).
    private static let hashFunctions: Set<String> = ["sha-256", "sha-384", "sha-512"]
}
