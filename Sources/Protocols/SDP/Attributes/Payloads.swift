/// What a payload type stands for (RFC 8866 §6.6).
package struct RTPMap: Hashable, Sendable, CustomStringConvertible {
    /// 0...127.
    package var payloadType: UInt8
    package var encodingName: String
    /// RTP timestamp units in a second, 1 or more.
    package var clockRate: UInt32
    /// 1 or more; 1 is not printed.
    package var channels: UInt8

    package init(payloadType: UInt8, encodingName: String, clockRate: UInt32, channels: UInt8 = 1) {
        self.payloadType = payloadType
        self.encodingName = encodingName
        self.clockRate = clockRate
        self.channels = channels
    }

    init?(_ text: Substring) {
        var fields = Fields(text)
        guard let payloadType = fields.payloadType(), let parts = fields.word()?.parts(separatedBy: UInt8(ascii: "/")),
            fields.isAtEnd, (2...3).contains(parts.count), let name = String(token: parts[0]),
            let clockRate = UInt32(decimal: parts[1]), clockRate > 0,
            let channels = parts.count == 3 ? UInt8(decimal: parts[2]) : 1, channels > 0
        else { return nil }
        self.init(payloadType: payloadType, encodingName: name, clockRate: clockRate, channels: channels)
    }

    package var description: String {
        "\(payloadType) \(encodingName)/\(clockRate)" + (channels == 1 ? "" : "/\(channels)")
    }
}

/// The parameters of one format (RFC 8866 §6.15).
package struct FormatParameters: Hashable, Sendable, CustomStringConvertible {
    /// A payload type for RTP, a word for a data channel.
    package var format: String
    /// As they stand, e.g. `minptime=10;useinbandfec=1`.
    package var parameters: String

    package init(format: String, parameters: String) {
        self.format = format
        self.parameters = parameters
    }

    init?(_ text: Substring) {
        var fields = Fields(text)
        guard let format = fields.token() else { return nil }
        self.init(format: format, parameters: String(fields.remainder.trimmingSpaces()))
    }

    package var payloadType: UInt8? { UInt8(decimal: format).flatMap { $0 < 128 ? $0 : nil } }

    package var description: String { "\(format) \(parameters)" }
}

/// An RTCP feedback message that may be sent (RFC 4585 §4.2).
package struct Feedback: Hashable, Sendable, CustomStringConvertible {
    /// nil for all of the section (`*`).
    package var payloadType: UInt8?
    /// Type and parameter, e.g. `nack pli`.
    package var message: String

    package init(payloadType: UInt8?, message: String) {
        self.payloadType = payloadType
        self.message = message
    }

    init?(_ text: Substring) {
        var fields = Fields(text)
        guard let target = fields.word() else { return nil }
        var words = Fields(target)
        let payloadType = words.payloadType()
        guard payloadType != nil || target == "*" else { return nil }
        let message = fields.remainder.trimmingSpaces()
        guard !message.isEmpty else { return nil }
        self.init(payloadType: payloadType, message: String(message))
    }

    package var description: String { "\(payloadType.map(String.init) ?? "*") \(message)" }
}

/// The id of an RTP header extension (RFC 8285 §5).
package struct ExtensionMap: Hashable, Sendable, CustomStringConvertible {
    /// 1...255 in use; 4096...4351 in an offer that has more extensions than ids.
    package var id: UInt16
    /// nil where it flows like the media.
    package var direction: Direction?
    package var uri: String
    /// What follows the URI, as it stands.
    package var parameters: String?

    package init(id: UInt16, direction: Direction? = nil, uri: String, parameters: String? = nil) {
        self.id = id
        self.direction = direction
        self.uri = uri
        self.parameters = parameters
    }

    init?(_ text: Substring) {
        var fields = Fields(text)
        guard let target = fields.word() else { return nil }
        let (number, directionName) = target.cut(at: UInt8(ascii: "/"))
        let direction = directionName.flatMap { Direction(rawValue: String($0)) }
        guard let id = UInt16(decimal: number), (1...255).contains(id) || (4096...4351).contains(id),
            directionName == nil || direction != nil,
            let uri = fields.word().flatMap({ String(visible: $0, bytes: 1...SDPLimits.lineBytes) })
        else { return nil }
        let rest = fields.remainder.trimmingSpaces()
        self.init(id: id, direction: direction, uri: uri, parameters: rest.isEmpty ? nil : String(rest))
    }

    package var description: String {
        "\(id)\(direction.map { "/\($0.rawValue)" } ?? "") \(uri)\(parameters.map { " \($0)" } ?? "")"
    }
}

extension Fields {
    fileprivate mutating func payloadType() -> UInt8? {
        number(UInt8.self).flatMap { $0 < 128 ? $0 : nil }
    }
}
