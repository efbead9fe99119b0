/// Media descriptions that belong together, by mid (RFC 5888 §5).
package struct Group: Hashable, Sendable, CustomStringConvertible {
    /// `BUNDLE` (RFC 8843), `LS` or another word.
    package var semantics: String
    package var mids: [String]

    package static let bundle = "BUNDLE"

    package init(semantics: String, mids: [String]) {
        self.semantics = semantics
        self.mids = mids
    }

    init?(_ text: Substring) {
        var fields = Fields(text)
        guard let semantics = fields.token() else { return nil }
        var mids: [String] = []
        while let word = fields.word() {
            guard let mid = String(token: word) else { return nil }
            mids.append(mid)
        }
        self.init(semantics: semantics, mids: mids)
    }

    package var description: String { ([semantics] + mids).joined(separator: " ") }
}

/// Which way media flows, as the describing side sees it (RFC 8866 §6.7).
package enum Direction: String, Sendable {
    case sendReceive = "sendrecv"
    case sendOnly = "sendonly"
    case receiveOnly = "recvonly"
    case inactive
}

extension Direction {
    package var sends: Bool { self == .sendReceive || self == .sendOnly }

    package var receives: Bool { self == .sendReceive || self == .receiveOnly }
}

/// The MediaStream and track that a media description carries (RFC 8830 §2).
package struct MediaStreamIdentifier: Hashable, Sendable, CustomStringConvertible {
    /// `-` for none.
    package var stream: String
    package var track: String?

    package init(stream: String, track: String?) {
        self.stream = stream
        self.track = track
    }

    init?(_ text: Substring) {
        var fields = Fields(text)
        guard let stream = fields.word() else { return nil }
        self.init(stream: String(stream), track: fields.word().map(String.init))
    }

    package var description: String { track.map { "\(stream) \($0)" } ?? stream }
}
