/// `Session` (RFC 2326 §12.37), e.g. `a1b2c3;timeout=60`.
package struct SessionHeader: Equatable, Sendable {
    /// Visible ASCII without a semicolon, 1 to ``maximumLength`` bytes.
    package var id: String
    /// Seconds without a sign of life after which the server ends the session; nil where nothing is said, which
    /// means 60.
    package var timeout: UInt32?

    package init(id: String, timeout: UInt32? = nil) {
        self.id = id
        self.timeout = timeout
    }

    /// - Throws: ``RTSPError/malformed(_:)`` when there is no id. A timeout that is no number is ignored.
    package init(parsing text: some StringProtocol) throws(RTSPError) {
        let parts = Substring(text).parts(separatedBy: ";", limit: 8)
        guard let id = parts.first, !Substring(text).trimmed.hasPrefix(";"), id.utf8.count <= Self.maximumLength,
            id.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { throw .malformed("a Session header has no id") }
        self.init(id: String(id))
        for part in parts.dropFirst() {
            let (name, value) = part.cut(at: "=")
            guard name.trimmed.equalsIgnoringCase("timeout"), let value else { continue }
            timeout = UInt32(decimal: value.unquoted)
        }
    }

    /// The field's value.
    package var text: String { timeout.map { "\(id);timeout=\($0)" } ?? id }

    /// Our choice; servers write 8 to 36 bytes.
    package static let maximumLength = 128
}
