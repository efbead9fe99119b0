/// An SDP fragment of trickle ICE (`application/trickle-ice-sdpfrag`, RFC 8840 §9): what a WHIP or WHEP client sends by PATCH
/// when it has found candidates or restarts ICE, and what it is answered (RFC 9725 §4.3).
///
/// With BUNDLE there is one transport, so the candidates of all sections are one list.
package struct TrickleFragment: Hashable, Sendable {
    /// The credentials of the ICE generation that the fragment belongs to; new ones ask for a restart.
    package var ufrag: String?
    package var password: String?
    package var candidates: [Candidate]
    /// Whether no more candidates will come.
    package var endOfCandidates: Bool
    /// The first section's mid.
    package var mid: String?
    /// Whether the sender is an ICE lite agent.
    package var isLite: Bool

    package init(
        ufrag: String? = nil, password: String? = nil, candidates: [Candidate] = [], endOfCandidates: Bool = false,
        mid: String? = nil, isLite: Bool = false
    ) {
        self.ufrag = ufrag
        self.password = password
        self.candidates = candidates
        self.endOfCandidates = endOfCandidates
        self.mid = mid
        self.isLite = isLite
    }

    /// Reads a fragment, within ``SDPLimits``; credentials of two generations in it are an error.
    package init(parsing text: String) throws(SDPError) {
        var parser = DescriptionParser(isFragment: true)
        try parser.read(text)
        let all = parser.attributes + parser.media.flatMap(\.attributes)
        self.init(
            ufrag: all.iceUfrag, password: all.icePassword, candidates: all.candidates,
            endOfCandidates: all.contains(.endOfCandidates), mid: parser.media.first?.attributes.mid,
            isLite: all.contains(.iceLite))
    }

    /// The text. RFC 8840 §9 asks for a media line that stands for its section; its values mean nothing.
    package func print() -> String {
        var lines = isLite ? [Attribute.iceLite.line] : []
        lines.append("m=audio 9 RTP/AVP 0")
        if let mid { lines.append(Attribute.mid(mid).line) }
        if let ufrag { lines.append(Attribute.iceUfrag(ufrag).line) }
        if let password { lines.append(Attribute.icePassword(password).line) }
        lines += candidates.map { Attribute.candidate($0).line }
        if endOfCandidates { lines.append(Attribute.endOfCandidates.line) }
        return lines.joined(separator: "\r\n") + "\r\n"
    }
}
