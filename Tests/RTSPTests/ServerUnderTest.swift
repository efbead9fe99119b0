import Net
import RTSP
import TestSupport
import Testing

/// A server's connection, a gateway that consents, and a client that is written by hand.
struct ServerUnderTest {
    var connection: RTSPServerConnection
    var now = Instant(nanoseconds: 0)
    /// All events since the beginning.
    var events: [RTSPServerEvent] = []
    /// Payloads of the media among them.
    var media: [[UInt8]] = []
    /// What the gateway says to a question; nil to let it wait.
    var policy: (@Sendable (RTSPQuestion) -> Answer)? = { _ in .consent }
    /// How many questions are answered with a challenge, before the others are answered so.
    var challenges = 0
    var random = SeededRandom(seed: 7)
    /// The name that a session has, or would have.
    private(set) var session = ""
    private var sequence = 0

    enum Answer {
        case consent
        case challenge
        case refuse(RTSPStatus, String?)
    }

    static let url = "rtsp://h:8554/live/bbb"
    static let tcp = "RTP/AVP/TCP;unicast;interleaved=0-1"
    static let description = Array("v=0\r\n".utf8)

    init(offersBasic: Bool = true) throws {
        connection = RTSPServerConnection(realm: "turnout", offersBasic: offersBasic, random: &random, now: now)
        var probe = self
        let header = try probe.expect("SETUP", "", ["Transport": Self.tcp], is: 200)["Session"]
        session = try SessionHeader(parsing: try #require(header)).id
    }

    /// A client that has come to a state.
    static func ready(recording: Bool = false, transport: String = tcp) throws -> ServerUnderTest {
        var server = try ServerUnderTest()
        if recording {
            try server.expect("ANNOUNCE", body: "v=0\r\n", is: 200)
            try server.expect("SETUP", "/a", ["Transport": "\(transport);mode=record"], is: 200)
        } else {
            try server.expect("SETUP", "/a", ["Transport": transport], is: 200)
        }
        return server
    }

    static func running(recording: Bool = false, transport: String = tcp) throws -> ServerUnderTest {
        var server = try ready(recording: recording, transport: transport)
        try server.expect(recording ? "RECORD" : "PLAY", session: true, is: 200)
        server.events = []
        return server
    }

    /// Sends a request and returns the answers to it.
    mutating func ask(
        _ method: String, _ control: String = "", _ headers: RTSPHeaders = [:],
        session isNamed: Bool = false, body: String = ""
    ) throws -> [RTSPResponse] {
        sequence += 1
        var request = RTSPRequest(
            RTSPMethod(method), url: Self.url + control, headers: headers, body: Array(body.utf8))
        request.headers.add("CSeq", "\(sequence)")
        if isNamed { request.headers.add("Session", session) }
        var bytes: [UInt8] = []
        request.write(into: &bytes)
        try feed(bytes)
        return answers()
    }

    @discardableResult
    mutating func expect(
        _ method: String, _ control: String = "", _ headers: RTSPHeaders = [:],
        session isNamed: Bool = false, body: String = "", is code: UInt16,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> RTSPHeaders {
        let answers = try ask(method, control, headers, session: isNamed, body: body)
        #expect(answers.map(\.status.code) == [code], "\(method)", sourceLocation: sourceLocation)
        #expect(answers.first?.sequence == UInt32(sequence), sourceLocation: sourceLocation)
        return answers.first?.headers ?? RTSPHeaders()
    }

    mutating func feed(_ text: String) throws { try feed(Array(text.utf8)) }

    /// Hands bytes over in slices of a size.
    mutating func feed(_ bytes: [UInt8], slice: Int = .max) throws {
        var start = 0
        while start < bytes.count {
            let end = start + min(slice, bytes.count - start)
            let before = events.count
            defer { keepMedia(since: before) }
            try connection.receive(bytes.span.extracting(start..<end), now: now, into: &events)
            try answerQuestions(since: before)
            start = end
        }
    }

    /// Answers the questions among the latest events, and those that wait behind them.
    mutating func answerQuestions(since start: Int) throws {
        var index = start
        while let policy, index < events.count {
            if let question = events[index].question {
                let isChallenged = challenges > 0
                challenges -= isChallenged ? 1 : 0
                switch isChallenged ? .challenge : policy(question) {
                case .consent: consent(to: events[index])
                case .challenge: connection.challenge(now: now, using: &random)
                case .refuse(let status, let reason): connection.refuse(status, reason: reason)
                }
            }
            index += 1
            if index == events.count { try connection.proceed(now: now, into: &events) }
        }
    }

    private mutating func consent(to event: RTSPServerEvent) {
        switch event {
        case .describe(let question):
            connection.acceptDescribe(Self.description, contentBase: "\(question.url)/")
        case .setup(_, let request):
            guard var transport = request.transports.first(where: { $0.carrier == .tcp || $0.mode == .record }),
                transport.delivery != .multicast
            else { return connection.refuseTransport() }
            if transport.carrier == .tcp { transport.interleaved = connection.freeChannels(for: transport) }
            connection.acceptSetup(transport)
        case .play(_, let request):
            connection.acceptPlay(
                range: request.range ?? .normalPlayTime(from: .now, to: nil),
                information: RTPInfoHeader([.init(url: "\(Self.url)/a", sequenceNumber: 1, timestamp: 2)]))
        default: connection.accept()
        }
    }

    private mutating func keepMedia(since start: Int) {
        for case .media(_, let range) in events[start...] { media.append(Array(connection.buffer[range])) }
    }

    /// What the server sent since the last look.
    mutating func answers() -> [RTSPResponse] {
        let (items, error) = RTSPReader.read(connection.takeOutput())
        #expect(error == nil)
        return items.compactMap { if case .response(let response) = $0 { response } else { nil } }
    }
}

extension RTSPServerEvent {
    var question: RTSPQuestion? {
        switch self {
        case .describe(let question), .announce(let question, _, _), .setup(let question, _), .play(let question, _),
            .record(let question), .parameters(let question):
            question
        case .paused, .teardown, .media, .keptAlive: nil
        }
    }

    /// The event without what a table has no room for.
    var inWords: String {
        switch self {
        case .describe(let question): "describe \(question.place)"
        case .announce(let question, let type, let body):
            "announce \(question.place) \(type ?? "?")\(body.starts(with: "v=0\r\n".utf8) ? "" : " of nothing")"
        case .setup(let question, let request):
            "set up \(question.place)\(request.isRecording ? " to record" : "")\(request.isFirst ? " first" : "")"
        case .play(let question, let request):
            "play \(question.place) \(request.range?.text ?? "on")\(request.isPlaying ? " again" : "")"
        case .record(let question): "record \(question.place)"
        case .parameters(let question): "parameters \(question.place)"
        case .paused: "paused"
        case .teardown(let url): "teardown \(url ?? "all")"
        case .media(let channel, let range): "\(range.count) bytes on \(channel)"
        case .keptAlive: "kept alive"
        }
    }
}

extension RTSPQuestion {
    /// Path and query.
    fileprivate var place: String {
        RTSPURL(url).map { url in url.path + (url.query.map { "?\($0)" } ?? "") } ?? url
    }
}
