/// `RTP-Info` (RFC 2326 §12.33): where each track's packets begin after PLAY.
package struct RTPInfoHeader: Equatable, Sendable {
    /// At most ``maximumEntries``.
    package var entries: [Entry]

    package struct Entry: Equatable, Sendable {
        /// Of the track, as its SETUP had it, or relative to the request's.
        package var url: String
        /// Of the first packet.
        package var sequenceNumber: UInt16?
        /// RTP timestamp of the time that `Range` begins with.
        package var timestamp: UInt32?

        package init(url: String, sequenceNumber: UInt16? = nil, timestamp: UInt32? = nil) {
            self.url = url
            self.sequenceNumber = sequenceNumber
            self.timestamp = timestamp
        }
    }

    package init(_ entries: [Entry]) {
        self.entries = entries
    }

    /// Reads a field's value. URLs may hold commas and semicolons. A number that is none, or too large, counts as not
    /// said, as cameras write such.
    /// - Throws: ``RTSPError/malformed(_:)`` when there is no `url=` where one belongs.
    package init(parsing text: some StringProtocol) throws(RTSPError) {
        var texts: [String] = []
        for part in Substring(text).utf8.split(separator: UInt8(ascii: ",")).map(Substring.init) {
            if part.trimmed.prefix(4).equalsIgnoringCase("url=") {
                guard texts.count < Self.maximumEntries else { break }
                texts.append(String(part.trimmed))
            } else {
                guard let last = texts.indices.last else { throw .malformed("an RTP-Info header has no url") }
                texts[last] += ",\(part)"
            }
        }
        if texts.isEmpty { throw .malformed("an RTP-Info header is empty") }
        entries = texts.map { Entry(Substring($0)) }
    }

    /// The field's value.
    package var text: String {
        entries.map { entry in
            var text = "url=\(entry.url)"
            if let number = entry.sequenceNumber { text += ";seq=\(number)" }
            if let timestamp = entry.timestamp { text += ";rtptime=\(timestamp)" }
            return text
        }.joined(separator: ",")
    }

    /// Our choice; a presentation has one to four tracks.
    package static let maximumEntries = 64
}

extension RTPInfoHeader.Entry {
    /// - Parameter text: begins with `url=`.
    fileprivate init(_ text: Substring) {
        var url = ""
        var isURL = true
        for part in text.dropFirst(4).utf8.split(separator: UInt8(ascii: ";")).map(Substring.init) {
            let (name, value) = part.trimmed.cut(at: "=")
            switch name.trimmed.lowercased() {
            case "seq":
                sequenceNumber = value.flatMap { UInt16(decimal: $0.trimmed) }
                isURL = false
            case "rtptime":
                timestamp = value.flatMap { UInt32(decimal: $0.trimmed) }
                isURL = false
            default:
                // A semicolon in front of the known parameters belongs to the URL.
                if isURL { url += url.isEmpty ? "\(part)" : ";\(part)" }
            }
        }
        self.url = String(Substring(url).unquoted)
    }
}
