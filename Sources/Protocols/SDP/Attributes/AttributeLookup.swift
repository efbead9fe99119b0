/// Reads by meaning of the attributes of one section: the first where one counts, all where each does.
extension [Attribute] {
    package var mid: String? {
        first { if case .mid(let tag) = $0 { tag } else { nil } }
    }

    package var groups: [Group] {
        all { if case .group(let group) = $0 { group } else { nil } }
    }

    /// nil when there is none, which means ``Direction/sendReceive`` (RFC 8866 §6.7).
    package var direction: Direction? {
        first { if case .direction(let direction) = $0 { direction } else { nil } }
    }

    package var sources: [SourceAttribute] {
        all { if case .source(let attribute) = $0 { attribute } else { nil } }
    }

    package var sourceGroups: [SourceGroup] {
        all { if case .sourceGroup(let group) = $0 { group } else { nil } }
    }

    package var rtpMaps: [RTPMap] {
        all { if case .rtpMap(let map) = $0 { map } else { nil } }
    }

    package var formatParameters: [FormatParameters] {
        all { if case .formatParameters(let parameters) = $0 { parameters } else { nil } }
    }

    package var feedback: [Feedback] {
        all { if case .feedback(let feedback) = $0 { feedback } else { nil } }
    }

    package var extensionMaps: [ExtensionMap] {
        all { if case .extensionMap(let map) = $0 { map } else { nil } }
    }

    package var restrictions: [StreamRestriction] {
        all { if case .restriction(let restriction) = $0 { restriction } else { nil } }
    }

    package var simulcast: Simulcast? {
        first { if case .simulcast(let simulcast) = $0 { simulcast } else { nil } }
    }

    package var iceUfrag: String? {
        first { if case .iceUfrag(let ufrag) = $0 { ufrag } else { nil } }
    }

    package var icePassword: String? {
        first { if case .icePassword(let password) = $0 { password } else { nil } }
    }

    package var iceOptions: [String] {
        first { if case .iceOptions(let options) = $0 { options } else { nil } } ?? []
    }

    package var candidates: [Candidate] {
        all { if case .candidate(let candidate) = $0 { candidate } else { nil } }
    }

    package var fingerprints: [Fingerprint] {
        all { if case .fingerprint(let fingerprint) = $0 { fingerprint } else { nil } }
    }

    package var setup: Setup? {
        first { if case .setup(let setup) = $0 { setup } else { nil } }
    }

    private func first<Value>(_ pick: (Attribute) -> Value?) -> Value? {
        for attribute in self {
            if let value = pick(attribute) { return value }
        }
        return nil
    }

    private func all<Value>(_ pick: (Attribute) -> Value?) -> [Value] {
        compactMap(pick)
    }
}
