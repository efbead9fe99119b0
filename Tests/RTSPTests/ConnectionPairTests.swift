import Net
import RTSP
import TestSupport
import Testing

/// Our client against our server, from the first byte to the last.
@Suite struct ConnectionPairTests {
    static let slices = [1, 2, 3, 7, 64, 1000, .max]

    @Test(arguments: slices, [true, false])
    func playerPlaysHoweverItsBytesAreSliced(slice: Int, hasPassword: Bool) throws {
        var pair = try ConnectionPair(.play, password: hasPassword ? "p@ss:word" : nil, slice: slice)
        try pair.run()
        #expect(
            pair.server.map(\.inWords)
                == [
                    "describe /live/bbb", "set up /live/bbb/a first", "set up /live/bbb/b", "play /live/bbb/ npt=0-",
                ].flatMap { $0 == "describe /live/bbb" && hasPassword ? [$0, $0] : [$0] })
        guard case .playing(let range, let information) = pair.client.last else { throw UnexpectedEvents() }
        #expect(range == .normalPlayTime(from: .at(.zero), to: nil))
        #expect(information?.entries.map(\.sequenceNumber) == [65_535])

        var random = SeededRandom(seed: 3)
        let packets = [0, 1, 20, 1400].map { random.bytes($0) }
        for (index, packet) in packets.enumerated() { try pair.toClient(frame(UInt8(index), packet)) }
        #expect(pair.clientMedia == packets)
        // A receiver report.
        try pair.toServer(frame(1, [1, 2, 3]))
        #expect(pair.serverMedia == [[1, 2, 3]])
        pair.server = []
        pair.clientConnection.end(now: pair.now)
        try pair.run()
        #expect(pair.server == [.teardown(url: nil)])
    }

    @Test(arguments: slices)
    func publisherRecordsHoweverItsBytesAreSliced(slice: Int) throws {
        var pair = try ConnectionPair(.publish(description: Array("v=0\r\n".utf8)), password: "p", slice: slice)
        try pair.run()
        #expect(
            pair.server.map(\.inWords) == [
                "announce /live/bbb application/sdp", "announce /live/bbb application/sdp",
                "set up /live/bbb/a to record first", "set up /live/bbb/b to record", "record /live/bbb",
            ])
        #expect(pair.client.last == .recording)
        var random = SeededRandom(seed: 3)
        let packets = [1400, 0, 65_535].map { random.bytes(slice < 64 ? min($0, 2000) : $0) }
        for packet in packets { try pair.toServer(frame(2, packet)) }
        #expect(pair.serverMedia == packets)
        pair.server = []
        pair.clientConnection.end(now: pair.now)
        try pair.run()
        #expect(pair.server == [.teardown(url: nil)])
    }

    /// For an hour nothing but signs of life keeps a session over UDP, and the nonce expires on the way.
    @Test func sessionIsKept() throws {
        var pair = try ConnectionPair(.play, password: "p", slice: .max, transport: .udp)
        try pair.run()
        guard case .playing = pair.client.last else { throw UnexpectedEvents() }
        pair.server = []
        while pair.now < .after(3600) {
            pair.now = min(pair.clientConnection.deadline, pair.serverConnection.deadline)
            #expect(pair.clientConnection.handleTimeout(now: pair.now) == nil)
            #expect(pair.serverConnection.handleTimeout(now: pair.now) == nil)
            try pair.run()
        }
        #expect(pair.server == Array(repeating: .keptAlive, count: 120))
    }

    @Test func wrongPasswordIsRefused() throws {
        var pair = try ConnectionPair(.play, password: "p", shown: "q", slice: .max)
        try pair.run()
        #expect(pair.client == [.failed(.unauthorized(hasCredentials: true))])
        #expect(pair.server.map(\.inWords) == ["describe /live/bbb", "describe /live/bbb"])
    }

    @Test func wholeDialogueRepeatsItselfFromItsSeed() throws {
        var first = try ConnectionPair(.play, password: "p", slice: .max)
        var second = try ConnectionPair(.play, password: "p", slice: 1)
        try first.run()
        try second.run()
        #expect(first.bytes == second.bytes)
        #expect(first.bytes.count > 2000)
    }

    private func frame(_ channel: UInt8, _ payload: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        RTSPFrameHeader.write(channel: channel, payload: UInt16(payload.count), into: &bytes)
        return bytes + payload
    }
}

struct UnexpectedEvents: Error {}

private struct ConnectionPair {
    var clientConnection: RTSPClientConnection
    var serverConnection: RTSPServerConnection
    var client: [RTSPClientEvent] = []
    var server: [RTSPServerEvent] = []
    var clientMedia: [[UInt8]] = []
    var serverMedia: [[UInt8]] = []
    /// All that was sent, both ways.
    var bytes: [UInt8] = []
    var now = Instant(nanoseconds: 0)
    private var random = SeededRandom(seed: 4)
    private let secret: DigestSecret?
    private let transport: TransportSpecification.Carrier
    private let slice: Int

    /// - Parameters:
    ///   - password: what the server wants; nil when it lets in everybody.
    ///   - shown: what the client has, when it is another.
    init(
        _ plan: RTSPClientPlan, password: String?, shown: String? = nil, slice: Int,
        transport: TransportSpecification.Carrier = .tcp
    ) throws {
        var url = try #require(RTSPURL("rtsp://h:8554/live/bbb"))
        url.credentials = password.map { RTSPCredentials(user: "u", password: shown ?? $0) }
        secret = password.map { DigestSecret(user: "u", realm: "turnout", password: $0) }
        clientConnection = RTSPClientConnection(url: url, plan: plan, random: &random, now: now)
        serverConnection = RTSPServerConnection(realm: "turnout", offersBasic: true, random: &random, now: now)
        self.slice = slice
        self.transport = transport
    }

    /// Carries bytes to and fro until there are none.
    mutating func run() throws {
        while true {
            let up = clientConnection.takeOutput()
            try toServer(up)
            let down = serverConnection.takeOutput()
            try toClient(down)
            bytes += up + down
            if up.isEmpty && down.isEmpty { return }
        }
    }

    mutating func toServer(_ bytes: [UInt8]) throws {
        for part in parts(of: bytes) {
            var events: [RTSPServerEvent] = []
            try serverConnection.receive(part.span, now: now, into: &events)
            while !events.isEmpty {
                for event in events { take(event) }
                events = []
                try serverConnection.proceed(now: now, into: &events)
            }
        }
    }

    mutating func toClient(_ bytes: [UInt8]) throws {
        for part in parts(of: bytes) {
            var events: [RTSPClientEvent] = []
            try clientConnection.receive(part.span, now: now, into: &events)
            for event in events { take(event) }
        }
    }

    private mutating func take(_ event: RTSPServerEvent) {
        if case .media(_, let range) = event {
            serverMedia.append(Array(serverConnection.buffer[range]))
            return
        }
        server.append(event)
        if let question = event.question, let secret, !question.isProof(of: secret) {
            return serverConnection.challenge(now: now, using: &random)
        }
        switch event {
        case .describe(let question):
            serverConnection.acceptDescribe(Array("v=0\r\n".utf8), contentBase: "\(question.url)/")
        case .setup(_, let request):
            if let transport = request.transports.first { serverConnection.acceptSetup(transport) }
        case .play(_, let request):
            serverConnection.acceptPlay(
                range: request.range ?? .normalPlayTime(from: .now, to: nil),
                information: RTPInfoHeader([.init(url: "x", sequenceNumber: 65_535, timestamp: .max)]))
        default: serverConnection.accept()
        }
    }

    private mutating func take(_ event: RTSPClientEvent) {
        if case .media(_, let range) = event {
            clientMedia.append(Array(clientConnection.buffer[range]))
            return
        }
        client.append(event)
        switch event {
        case .described(let base, _), .announced(let base):
            let tracks = ["a", "b"].enumerated().map { index, control in
                var specification = TransportSpecification(transport, .unicast)
                specification.interleaved =
                    transport == .tcp ? TransportPair(2 * UInt8(index), 2 * UInt8(index) + 1) : nil
                return RTSPClientTrack(url: RTSPURL.control(control, base: base), transport: specification)
            }
            clientConnection.setUp(tracks, control: base, now: now)
        default: break
        }
    }

    private func parts(of bytes: [UInt8]) -> [[UInt8]] {
        guard slice < bytes.count else { return bytes.isEmpty ? [] : [bytes] }
        return stride(from: 0, to: bytes.count, by: slice).map { Array(bytes[$0..<min($0 + slice, bytes.count)]) }
    }
}
