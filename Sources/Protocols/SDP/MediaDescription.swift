/// One `m=` line and what belongs to it (RFC 8866 §5.14).
package struct MediaDescription: Hashable, Sendable {
    /// `audio`, `video`, `application` or another word.
    package var media: String
    /// 0 where the media is refused, or offered in a bundle only (RFC 8843 §6).
    package var port: UInt16
    /// The transport protocol, e.g. `UDP/TLS/RTP/SAVPF`.
    package var transport: String
    /// For RTP the payload types, in order of preference.
    package var formats: [String]
    /// The value of a `c=` field.
    package var connection: String?
    package var attributes: [Attribute]

    package init(
        media: String, port: UInt16, transport: String, formats: [String], connection: String? = nil,
        attributes: [Attribute] = []
    ) {
        self.media = media
        self.port = port
        self.transport = transport
        self.formats = formats
        self.connection = connection
        self.attributes = attributes
    }

    /// The formats that are RTP payload types, each once, in order.
    package var payloadTypes: [UInt8] {
        var seen: Set<UInt8> = []
        return formats.compactMap { UInt8(decimal: $0) }.filter { $0 < 128 && seen.insert($0).inserted }
    }

    static let form = "m=<media> <port> <protocol> <formats>"

    /// From the value of an `m=` line; its formats may pass ``SDPLimits/formats``, which the caller checks.
    init?(_ text: Substring) {
        var fields = Fields(text)
        guard let media = fields.token(), let ports = fields.word(), let port = UInt16(decimal: ports.cut(at: slash).0),
            let transport = fields.word()
        else { return nil }
        var formats: [String] = []
        while let format = fields.word() {
            guard let format = String(token: format) else { return nil }
            formats.append(format)
        }
        guard !formats.isEmpty else { return nil }
        self.init(media: media, port: port, transport: String(transport), formats: formats)
    }

    /// The value of the `m=` line.
    package var value: String {
        "\(media) \(port) \(transport) \(formats.joined(separator: " "))"
    }

    var lines: [String] {
        var lines = ["m=\(value)"]
        if let connection { lines.append("c=\(connection)") }
        return lines + attributes.map(\.line)
    }
}

private let slash = UInt8(ascii: "/")
