import Bytes
import Net
import RTSP
import TestSupport

extension FuzzTarget {
    /// A client's bytes, in slices, at a server that consents to everything, refuses, challenges, or lets it wait.
    package static let rtspServer = FuzzTarget(
        "rtsp-server",
        seeds: [
            RTSPDialogue.request("OPTIONS") + RTSPDialogue.request("DESCRIBE")
                + RTSPDialogue.request("SETUP", "/a", "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n")
                + RTSPDialogue.request("PLAY", "", "Session: s\r\nRange: npt=5-20\r\nScale: 2\r\n")
                + [0x24, 1, 0, 2, 7, 7] + RTSPDialogue.request("GET_PARAMETER", "", "Session: s\r\n")
                + RTSPDialogue.request("PAUSE", "", "Session: s\r\n")
                + RTSPDialogue.request("TEARDOWN", "/a", "Session: s\r\n"),
            RTSPDialogue.request("ANNOUNCE", "", "Content-Type: application/sdp\r\nContent-Length: 5\r\n")
                + Array("v=0\r\n".utf8)
                + RTSPDialogue.request("SETUP", "/a", "Transport: RTP/AVP/TCP;interleaved=4-5;mode=record\r\n")
                + RTSPDialogue.request(
                    "SETUP", "/b", "Session: s\r\nTransport: RTP/AVP;client_port=9-10;mode=record\r\n")
                + RTSPDialogue.request("RECORD", "", "Session: s\r\n") + [0x24, 4, 0, 2, 7, 7, 0x24, 5, 0, 1, 8]
                + RTSPDialogue.request("TEARDOWN", "/a", "Session: s\r\n"),
            RTSPDialogue.request(
                "DESCRIBE", "",
                "Authorization: Digest username=\"u\", realm=\"t\", nonce=\"n\", uri=\"x\", response=\"0\"\r\n")
                + RTSPDialogue.request("SET_PARAMETER", "", "Require: play.scale\r\nContent-Length: 1\r\n") + [65],
        ].flatMap { dialogue in [0, 1, 2, 3].flatMap { [[$0, 255] + dialogue, [$0, 7] + dialogue] } }
    ) { input in
        var reader = ByteReader(input)
        guard let policy = try? reader.readUInt8(), let slice = try? reader.readUInt8() else { return }
        var client = FuzzedRTSPClient(policy: policy)
        // Nobody guesses a session's name.
        let bytes = RTSPDialogue.copy(reader.readRest())
            .replacing(Array("Session: s\r".utf8), with: Array("Session: \(client.session)\r".utf8))
        for slice in RTSPDialogue.slices(of: bytes, count: Int(slice) + 1) { client.feed(slice) }
    }

    /// A server's bytes, in slices, at a client that plays or publishes.
    package static let rtspClient = FuzzTarget(
        "rtsp-client",
        seeds: [
            RTSPDialogue.response("Public: OPTIONS, GET_PARAMETER\r\n")
                + RTSPDialogue.response("Content-Base: rtsp://h/x/\r\nContent-Length: 5\r\n") + Array("v=0\r\n".utf8)
                + RTSPDialogue.response("Session: s;timeout=4\r\nTransport: RTP/AVP/TCP;interleaved=2-3\r\n")
                + RTSPDialogue.response("Session: s\r\nTransport: RTP/AVP/TCP;interleaved=4-5\r\n")
                + RTSPDialogue.response("RTP-Info: url=x;seq=1;rtptime=2\r\nRange: npt=0-\r\n")
                + [0x24, 2, 0, 1, 9] + RTSPDialogue.request("OPTIONS") + RTSPDialogue.response("")
                + RTSPDialogue.request("TEARDOWN"),
            Array("RTSP/1.0 401 No\r\nWWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n\r\n".utf8)
                + RTSPDialogue.response("") + RTSPDialogue.response("") + RTSPDialogue.response("")
                + Array("RTSP/1.0 461 No\r\n\r\nRTSP/1.0 302 Go\r\nLocation: rtsp://h/\r\n\r\n".utf8),
        ].flatMap { dialogue in [0, 1].flatMap { [[$0, 255] + dialogue, [$0, 7] + dialogue] } }
    ) { input in
        var reader = ByteReader(input)
        guard let role = try? reader.readUInt8(), let slice = try? reader.readUInt8() else { return }
        var server = FuzzedRTSPServer(plan: role & 1 == 0 ? .play : .publish(description: [65]))
        let bytes = RTSPDialogue.copy(reader.readRest())
        for slice in RTSPDialogue.slices(of: bytes, count: Int(slice) + 1) { server.feed(slice) }
        server.finish()
    }
}

/// A server's connection that is fed, and the properties that hold whatever it is fed.
private struct FuzzedRTSPClient {
    /// The name of the session that the seed leads to.
    let session: String
    private var connection: RTSPServerConnection
    private var random = SeededRandom(seed: 1)
    private let policy: UInt8
    private var now = Instant(nanoseconds: 0)
    private var received = 0
    private var sent = 0
    private var isOver = false
    /// Tracks of the session.
    private var tracks = 0
    private var isRunning = false

    init(policy: UInt8) {
        self.policy = policy % 4
        connection = RTSPServerConnection(realm: "t", offersBasic: policy & 4 == 0, random: &random, now: now)
        var probe = connection
        var events: [RTSPServerEvent] = []
        let setup = RTSPDialogue.request("SETUP", "/a", "Transport: RTP/AVP\r\n")
        try? probe.receive(setup.span, now: now, into: &events)
        probe.acceptSetup(TransportSpecification(.udp))
        let text = String(decoding: probe.takeOutput(), as: UTF8.self)
        session = String(text.split(separator: "Session: ").last?.prefix { $0 != ";" } ?? "")
        precondition(session.utf8.count >= 11, "a session's name has 64 bits")
    }

    mutating func feed(_ bytes: [UInt8]) {
        received += bytes.count
        now = now.advanced(by: .milliseconds(1))
        var events: [RTSPServerEvent] = []
        do { try connection.receive(bytes.span, now: now, into: &events) } catch { isOver = true }
        while !events.isEmpty {
            for event in events { take(event) }
            events = []
            guard !isOver else { break }
            do { try connection.proceed(now: now, into: &events) } catch { isOver = true }
        }
        sent += connection.takeOutput().count
        precondition(sent <= 1024 * (received + 64), "answers are in proportion")
        precondition(connection.buffer.count <= RTSPServerConnection.maximumHeldBytes + received, "within limits")
        precondition(connection.deadline > now && connection.handleTimeout(now: now) == nil, "there is time left")
    }

    private mutating func take(_ event: RTSPServerEvent) {
        switch event {
        case .describe(let question): answer(question) { $0.acceptDescribe([65], contentBase: "\r\nX: y") }
        case .announce(let question, _, _), .parameters(let question): answer(question) { $0.accept() }
        case .record(let question):
            precondition(tracks > 0 && !isRunning, "what is recorded is set up")
            if answer(question, { $0.accept() }) { isRunning = true }
        case .setup(let question, let request):
            precondition(request.isFirst == (tracks == 0) && !isRunning, "the session is known")
            guard var transport = request.transports.first else { preconditionFailure("something is offered") }
            if transport.carrier == .tcp { transport.interleaved = connection.freeChannels(for: transport) }
            if answer(question, { $0.acceptSetup(transport) }) { tracks += 1 }
        case .play(let question, let request):
            precondition(tracks > 0 && request.isPlaying == isRunning, "what is played is set up")
            let range = request.range ?? .normalPlayTime(from: .now, to: nil)
            if answer(question, { $0.acceptPlay(range: range, information: nil) }) { isRunning = true }
        case .paused:
            precondition(isRunning, "what pauses has begun")
            isRunning = false
        case .teardown(let url):
            precondition(tracks > 0, "what ends has begun")
            tracks = url == nil ? 0 : tracks - 1
            isRunning = isRunning && tracks > 0
        case .media(_, let range):
            precondition(isRunning && range.upperBound <= connection.buffer.count, "media belong to a session")
        case .keptAlive: precondition(tracks > 0, "there is something to keep")
        }
    }

    /// Whether it was consent.
    @discardableResult
    private mutating func answer(_ question: RTSPQuestion, _ consent: (inout RTSPServerConnection) -> Void) -> Bool {
        precondition(connection.isWaiting, "this is a question")
        if case .digest = question.authorization { preconditionFailure("nobody guesses a nonce") }
        switch policy {
        case 0: consent(&connection)
        case 1: connection.refuse(.notFound, reason: "\r\nNo")
        case 2: connection.challenge(now: now, using: &random)
        default: break
        }
        return policy == 0
    }
}

/// A client's connection that is fed.
private struct FuzzedRTSPServer {
    private var connection: RTSPClientConnection
    private var now = Instant(nanoseconds: 0)
    private var received = 0
    private var sent = 0
    private var ends = 0

    init(plan: RTSPClientPlan) {
        guard let url = RTSPURL("rtsp://u:p@h/live/bbb") else { preconditionFailure("this is a URL") }
        var random = SeededRandom(seed: 1)
        connection = RTSPClientConnection(url: url, plan: plan, random: &random, now: now)
    }

    mutating func feed(_ bytes: [UInt8]) {
        received += bytes.count
        now = now.advanced(by: .milliseconds(1))
        var events: [RTSPClientEvent] = []
        var isFault = false
        do { try connection.receive(bytes.span, now: now, into: &events) } catch { isFault = true }
        for event in events { take(event) }
        if isFault { ends += 1 }
        sent += connection.takeOutput().count
        precondition(ends <= 1, "a connection ends once")
        precondition(sent <= 64 * (received + 64), "requests are in proportion")
        precondition(connection.deadline > now, "there is time left")
    }

    private mutating func take(_ event: RTSPClientEvent) {
        switch event {
        case .described, .announced:
            // Its end may have come right behind the question.
            var transport = TransportSpecification(.tcp, .unicast)
            transport.interleaved = TransportPair(0, 1)
            let tracks = ["a", "b"].map { RTSPClientTrack(url: "rtsp://h/\($0)", transport: transport) }
            connection.setUp(tracks, control: "rtsp://h/", now: now)
            precondition(!connection.isWaiting, "the question is answered")
        case .media(_, let range): precondition(range.upperBound <= connection.buffer.count, "media are somewhere")
        case .failed, .redirected, .ended: ends += 1
        case .setUp, .playing, .recording: precondition(ends == 0, "nothing goes on behind the end")
        }
    }

    /// However it goes on, it comes to an end.
    mutating func finish() {
        for _ in 0..<100 where connection.deadline < .distantFuture {
            now = connection.deadline
            if connection.handleTimeout(now: now) != nil { ends += 1 }
        }
        precondition(ends <= 1, "a connection ends once")
        connection.end(now: now)
        precondition(connection.deadline == .distantFuture, "nothing is waited for")
    }
}

/// Messages, for seeds.
private enum RTSPDialogue {
    static func request(_ method: String, _ control: String = "", _ headers: String = "") -> [UInt8] {
        Array("\(method) rtsp://h/live/bbb\(control) RTSP/1.0\r\nCSeq: 1\r\n\(headers)\r\n".utf8)
    }

    /// Without a number, which fits all requests.
    static func response(_ headers: String) -> [UInt8] { Array("RTSP/1.0 200 OK\r\n\(headers)\r\n".utf8) }

    static func slices(of bytes: [UInt8], count: Int) -> [[UInt8]] {
        stride(from: 0, to: bytes.count, by: count).map { Array(bytes[$0..<min(bytes.count, $0 + count)]) }
    }

    static func copy(_ bytes: Span<UInt8>) -> [UInt8] { bytes.indices.map { bytes[$0] } }
}
