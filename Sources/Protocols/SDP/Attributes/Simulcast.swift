/// One RTP stream by its rid, and what it is restricted to (RFC 8851).
package struct StreamRestriction: Hashable, Sendable, CustomStringConvertible {
    package var rid: String
    package var way: StreamWay
    /// The payload types it may use; empty for all of the section.
    package var payloadTypes: [UInt8]
    /// The others in order, as they stand, e.g. `max-width=1280`.
    package var others: [String]

    package init(rid: String, way: StreamWay, payloadTypes: [UInt8] = [], others: [String] = []) {
        self.rid = rid
        self.way = way
        self.payloadTypes = payloadTypes
        self.others = others
    }

    init?(_ text: Substring) {
        var fields = Fields(text)
        guard let rid = fields.word().flatMap({ String(rid: $0) }),
            let way = fields.word().flatMap({ StreamWay(rawValue: String($0)) })
        else { return nil }
        self.init(rid: rid, way: way)
        let rest = fields.remainder.trimmingSpaces()
        for part in rest.isEmpty ? [] : rest.parts(separatedBy: UInt8(ascii: ";")) {
            let part = part.trimmingSpaces()
            guard part.hasPrefix("pt=") else {
                others.append(String(part))
                continue
            }
            for number in part.dropFirst(3).parts(separatedBy: UInt8(ascii: ",")) {
                guard let payloadType = UInt8(decimal: number), payloadType < 128 else { return nil }
                payloadTypes.append(payloadType)
            }
        }
    }

    package var description: String {
        let list = payloadTypes.isEmpty ? [] : ["pt=" + payloadTypes.map(String.init).joined(separator: ",")]
        let restrictions = list + others
        return "\(rid) \(way.rawValue)" + (restrictions.isEmpty ? "" : " " + restrictions.joined(separator: ";"))
    }
}

/// Which way a simulcast stream flows, as the describing side sees it.
package enum StreamWay: String, Sendable {
    case send
    case receive = "recv"
}

/// The simulcast streams of a section (RFC 8853 §5.1), each a list of alternatives of which one flows at a time.
package struct Simulcast: Hashable, Sendable, CustomStringConvertible {
    package var send: [[Stream]]
    package var receive: [[Stream]]

    package struct Stream: Hashable, Sendable, CustomStringConvertible {
        package var rid: String
        /// Whether it begins paused (`~`).
        package var isPaused: Bool

        package init(rid: String, isPaused: Bool = false) {
            self.rid = rid
            self.isPaused = isPaused
        }

        package var description: String { isPaused ? "~\(rid)" : rid }
    }

    package init(send: [[Stream]] = [], receive: [[Stream]] = []) {
        self.send = send
        self.receive = receive
    }

    init?(_ text: Substring) {
        self.init()
        var fields = Fields(text)
        while let word = fields.word() {
            guard let way = StreamWay(rawValue: String(word)), let list = fields.word().flatMap(Self.streams) else {
                return nil
            }
            switch way {
            case .send where send.isEmpty: send = list
            case .receive where receive.isEmpty: receive = list
            default: return nil
            }
        }
        guard !send.isEmpty || !receive.isEmpty else { return nil }
    }

    private static func streams(_ text: Substring) -> [[Stream]]? {
        var streams: [[Stream]] = []
        for part in text.parts(separatedBy: UInt8(ascii: ";")) {
            var alternatives: [Stream] = []
            for name in part.parts(separatedBy: UInt8(ascii: ",")) {
                let isPaused = name.hasPrefix("~")
                guard let rid = String(rid: isPaused ? name.dropFirst() : name) else { return nil }
                alternatives.append(Stream(rid: rid, isPaused: isPaused))
            }
            streams.append(alternatives)
        }
        return streams
    }

    package var description: String {
        func text(_ list: [[Stream]]) -> String {
            list.map { $0.map(\.description).joined(separator: ",") }.joined(separator: ";")
        }
        return [("send", send), ("recv", receive)].filter { !$0.1.isEmpty }
            .map { "\($0.0) \(text($0.1))" }.joined(separator: " ")
    }
}

extension String {
    /// Letters, digits, `-` and `_` (RFC 8851 §10), at most ``SDPLimits/tokenBytes``.
    fileprivate init?(rid text: Substring) {
        let isLegal = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isLegal else { return nil }
        self.init(token: text)
    }
}
