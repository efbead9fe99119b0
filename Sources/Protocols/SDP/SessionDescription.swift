/// An SDP session description (RFC 8866) as WebRTC uses it: where it comes from, what holds for the whole session, and
/// its media in order.
///
/// Attributes that this target does not know are kept as text, in their place. Fields that no WebRTC peer needs
/// (`i= u= e= p= b= t= r= z= k=`) are passed over when read; `t=0 0` is printed always.
///
/// Assumptions: a missing `s=` or `t=` and blank lines are borne; the number of ports in `m=video 9/2` is ignored.
package struct SessionDescription: Hashable, Sendable {
    package var origin: Origin
    /// The `s=` field; `-` when there is nothing to say.
    package var name: String
    /// The value of a session-level `c=` field, e.g. `IN IP4 0.0.0.0`.
    package var connection: String?
    package var attributes: [Attribute]
    package var media: [MediaDescription]

    package init(
        origin: Origin, name: String = "-", connection: String? = nil, attributes: [Attribute] = [],
        media: [MediaDescription] = []
    ) {
        self.origin = origin
        self.name = name
        self.connection = connection
        self.attributes = attributes
        self.media = media
    }

    /// Reads a description whose lines end in CR LF or LF, within ``SDPLimits``.
    package init(parsing text: String) throws(SDPError) {
        var parser = DescriptionParser()
        try parser.read(text)
        self = try parser.finish()
    }

    /// The text, with CR LF at the end of each line.
    package func print() -> String {
        var lines = ["v=0", "o=\(origin)", "s=\(name)"]
        if let connection { lines.append("c=\(connection)") }
        lines.append("t=0 0")
        lines += attributes.map(\.line)
        for section in media { lines += section.lines }
        return lines.joined(separator: "\r\n") + "\r\n"
    }
}

/// The `o=` field (RFC 8866 §5.2).
package struct Origin: Hashable, Sendable, CustomStringConvertible {
    package var user: String
    package var session: UInt64
    package var version: UInt64
    /// Network type, address type and address, e.g. `IN IP4 127.0.0.1`.
    package var address: String

    package init(user: String = "-", session: UInt64, version: UInt64, address: String = "IN IP4 127.0.0.1") {
        self.user = user
        self.session = session
        self.version = version
        self.address = address
    }

    static let form = "o=<user> <session> <version> <network type> <address type> <address>"

    init?(_ text: Substring) {
        var fields = Fields(text)
        guard let user = fields.word(), let session = fields.number(UInt64.self),
            let version = fields.number(UInt64.self)
        else { return nil }
        let address = fields.remainder.trimmingSpaces()
        guard !address.isEmpty else { return nil }
        self.init(user: String(user), session: session, version: version, address: String(address))
    }

    package var description: String { "\(user) \(session) \(version) \(address)" }
}
