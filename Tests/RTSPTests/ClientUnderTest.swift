import Net
import RTSP
import TestSupport
import Testing

/// A client's connection, a gateway that sets up two tracks, and a server that is written by hand.
struct ClientUnderTest {
    var connection: RTSPClientConnection
    var now = Instant(nanoseconds: 0)
    /// All events since the beginning.
    var events: [RTSPClientEvent] = []
    var media: [[UInt8]] = []
    /// What the client sent that was not looked at.
    private var sent: [RTSPReader.Item] = []
    private let transport: TransportSpecification.Carrier

    static let url = "rtsp://h:8554/cam"

    init(
        _ plan: RTSPClientPlan = .play, url: String = url, transport: TransportSpecification.Carrier = .tcp
    ) throws {
        var random = SeededRandom(seed: 5)
        connection = RTSPClientConnection(url: try #require(RTSPURL(url)), plan: plan, random: &random, now: now)
        self.transport = transport
    }

    /// A client that has come as far as there are answers.
    static func running(
        _ plan: RTSPClientPlan = .play, session: String = "s1", methods: String = "OPTIONS, GET_PARAMETER"
    ) throws -> ClientUnderTest {
        var client = try ClientUnderTest(plan)
        try client.answer("200 OK", "Public: \(methods)")
        try client.answer("200 OK", body: plan == .play ? "v=0\r\n" : "")
        try client.answer("200 OK", "Session: \(session)")
        try client.answer("200 OK")
        try client.answer("200 OK")
        client.events = []
        return client
    }

    /// The next request, which stays unanswered.
    mutating func request() throws -> RTSPRequest {
        sent += RTSPReader.read(connection.takeOutput()).items
        guard case .request(let request) = sent.first else { throw NoRequest() }
        sent.removeFirst()
        return request
    }

    /// Answers the next request, which is returned.
    @discardableResult
    mutating func answer(_ status: String, _ headers: String..., body: String = "") throws -> RTSPRequest {
        let request = try request()
        var lines = ["RTSP/1.0 \(status)", "CSeq: \(try #require(request.sequence))"] + headers
        if !body.isEmpty { lines.append("Content-Length: \(body.utf8.count)") }
        try feed(Array((lines.joined(separator: "\r\n") + "\r\n\r\n\(body)").utf8))
        return request
    }

    mutating func feed(_ text: String) throws { try feed(Array(text.utf8)) }

    mutating func feed(_ bytes: [UInt8]) throws {
        let before = events.count
        defer {
            for case .media(_, let range) in events[before...] { media.append(Array(connection.buffer[range])) }
        }
        try connection.receive(bytes.span, now: now, into: &events)
        for event in events[before...] {
            switch event {
            case .described(let base, _), .announced(let base): setUp(base: base)
            default: break
            }
        }
    }

    /// Everything the client sent that is not taken yet, in words.
    mutating func remainder() -> [String] {
        sent += RTSPReader.read(connection.takeOutput()).items
        defer { sent = [] }
        return sent.map { item in
            switch item {
            case .request(let request): request.method.name
            case .response(let response): "\(response.status.code) \(response.sequence ?? 0)"
            case .media: "media"
            }
        }
    }

    private mutating func setUp(base: String) {
        let tracks = [UInt8(0), 1].map { index in
            var specification = TransportSpecification(transport, .unicast)
            if transport == .tcp {
                specification.interleaved = TransportPair(2 * index, 2 * index + 1)
            } else {
                specification.clientPort = TransportPair(5000 + 2 * UInt16(index), 5001 + 2 * UInt16(index))
            }
            return RTSPClientTrack(url: RTSPURL.control("trackID=\(index)", base: base), transport: specification)
        }
        connection.setUp(tracks, control: base, now: now)
    }
}

struct NoRequest: Error {}
