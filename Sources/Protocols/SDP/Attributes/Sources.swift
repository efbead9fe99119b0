/// A statement about one synchronization source (RFC 5576 §4.1).
package struct SourceAttribute: Hashable, Sendable, CustomStringConvertible {
    package var ssrc: UInt32
    /// `cname`, `msid` or another word.
    package var name: String
    package var value: String?

    package init(ssrc: UInt32, name: String, value: String?) {
        self.ssrc = ssrc
        self.name = name
        self.value = value
    }

    init?(_ text: Substring) {
        var fields = Fields(text)
        guard let ssrc = fields.number(UInt32.self) else { return nil }
        let (name, value) = fields.remainder.cut(at: UInt8(ascii: ":"))
        guard let name = String(token: name) else { return nil }
        self.init(ssrc: ssrc, name: name, value: value.map(String.init))
    }

    package var description: String { value.map { "\(ssrc) \(name):\($0)" } ?? "\(ssrc) \(name)" }
}

/// Sources that belong together (RFC 5576 §4.2).
package struct SourceGroup: Hashable, Sendable, CustomStringConvertible {
    /// ``retransmission``, `SIM`, `FEC-FR` or another word.
    package var semantics: String
    package var ssrcs: [UInt32]

    /// A source and the one that repairs it (RFC 4588 §8.8).
    package static let retransmission = "FID"

    package init(semantics: String, ssrcs: [UInt32]) {
        self.semantics = semantics
        self.ssrcs = ssrcs
    }

    init?(_ text: Substring) {
        var fields = Fields(text)
        guard let semantics = fields.token() else { return nil }
        var ssrcs: [UInt32] = []
        while !fields.isAtEnd, let word = fields.word() {
            guard let ssrc = UInt32(decimal: word) else { return nil }
            ssrcs.append(ssrc)
        }
        guard !ssrcs.isEmpty else { return nil }
        self.init(semantics: semantics, ssrcs: ssrcs)
    }

    package var description: String { ([semantics] + ssrcs.map(String.init)).joined(separator: " ") }
}
