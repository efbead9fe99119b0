import Foundation
import HTTPTypes
import SFU

/// A link in JSON.
struct LinkDescription: Encodable {
    var id: String
    var direction: String
    var path: String
    /// Without credentials and key.
    var url: String
    /// What media is to go over; nil when nothing was said about it.
    var transport: String?
    /// Whether it is connected only while somebody wants its stream; nil when it always is.
    var onDemand: Bool?
    /// Seconds that one on demand stays connected after the last reader.
    var closeAfter: Double?
    /// Whether a file begins anew at its end; nil for what is no file.
    var loop: Bool?
    /// `api` or `configuration`.
    var origin: String
    /// `waiting`, `connecting`, `connected`, `backingOff` or `ended`.
    var state: String
    /// When it came into that state (RFC 3339).
    var since: String
    /// When it connects again, while it backs off.
    var retryAt: String?
    var attempts: Int
    var bytes: UInt64
    var lastError: String?

    init(_ link: LinkStatus) {
        id = link.id.text
        direction = link.direction.rawValue
        path = link.path.text
        url = link.url.redacted
        transport = link.options.transport == .auto ? nil : link.options.transport.rawValue
        if link.options.isOnDemand {
            onDemand = true
            closeAfter = link.options.closeAfter / .seconds(1)
        }
        loop = link.url.scheme == .file ? link.options.loops : nil
        origin = link.origin.rawValue
        state =
            switch link.state {
            case .waiting: "waiting"
            case .connecting: "connecting"
            case .connected: "connected"
            case .backingOff: "backingOff"
            case .ended: "ended"
            }
        since = Self.text(link.since)
        if case .backingOff(let until) = link.state { retryAt = Self.text(until) }
        attempts = link.attempts
        bytes = link.bytes
        lastError = link.lastError
    }

    private static func text(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}

/// `{"url": "rtsp://host/path", "onDemand": true, "transport": "tcp", "closeAfter": "10s"}`: all but the URL can be left out.
struct LinkWish {
    let target: LinkTarget

    init(parsing text: String, _ direction: LinkDirection) throws(Problem) {
        guard let fields = try? JSONDecoder().decode([String: JSONValue].self, from: Data(text.utf8)) else {
            throw Problem(.badRequest, "The body is not a JSON object like {\"url\": \"rtmp://host/app/key\"}.")
        }
        let names = LinkField.allCases.map(\.apiName)
        if let key = fields.keys.sorted().first(where: { !names.contains($0) }) {
            throw Problem(
                .badRequest,
                "The body has the unknown key \"\(key.prefix(64))\"; there are \(names.joined(separator: ", ")).")
        }
        guard case .text(let text)? = fields[LinkField.url.apiName] else {
            throw Problem(.badRequest, "The body needs \"url\", the address to push to or pull from, as a text.")
        }
        var target: LinkTarget
        do throws(LinkURLError) {
            target = LinkTarget(try LinkURL(text))
        } catch {
            switch error {
            case .malformed: throw Problem(.badRequest, "\(error)")
            case .unsupported: throw Problem(.unprocessableContent, "\(error)")
            }
        }
        target.options.isOnDemand = try Self.isOnDemand(fields)
        target.options.transport = try Self.value(.transport, of: fields, .choice()) ?? target.options.transport
        target.options.closeAfter =
            try Self.value(.closeAfter, of: fields, .duration(LinkOptions.closeAfterRange))
            ?? target.options.closeAfter
        let said = LinkField.allCases.filter { fields[$0.apiName] != nil }
        let problem = target.options.problem(
            of: direction, target.url, says: Dictionary(uniqueKeysWithValues: said.map { ($0, $0.apiName) }))
        if let problem { throw Problem(.badRequest, "In the body, \(problem).") }
        self.target = target
    }

    private static func isOnDemand(_ fields: [String: JSONValue]) throws(Problem) -> Bool {
        switch fields[LinkField.onDemand.apiName] {
        case nil: return false
        case .truth(let isOnDemand)?: return isOnDemand
        case .text?, .other?:
            throw Problem(.badRequest, "In the body, \(LinkField.onDemand.apiName) must be true or false.")
        }
    }

    /// A field that is written as in the configuration.
    private static func value<Value>(
        _ field: LinkField, of fields: [String: JSONValue], _ format: ValueFormat<Value>
    ) throws(Problem) -> Value? {
        guard let value = fields[field.apiName] else { return nil }
        var text = ""
        if case .text(let written) = value { text = written }
        do throws(ConfigurationProblem) {
            return try format.read(ConfigurationNode(content: .scalar(text), place: .file("")))
        } catch {
            throw Problem(.badRequest, "In the body, \(field.apiName) must be \(format.expected).")
        }
    }
}

/// What stands behind a key.
private enum JSONValue: Decodable {
    case text(String)
    case truth(Bool)
    case other

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let truth = try? container.decode(Bool.self) {
            self = .truth(truth)
        } else {
            self = .other
        }
    }
}
