import Bytes
import Containers
import Net
import RTMP
import TestSupport

extension FuzzTarget {
    /// A client's messages behind its handshake, at a server that consents to everything, refuses, or lets it wait.
    package static let rtmpServer = FuzzTarget(
        "rtmp-server",
        seeds: [
            RTMPDialogue.connect + RTMPDialogue.command("createStream", 2)
                + RTMPDialogue.command("publish", 3, [.string("bbb"), .string("live")], stream: 1)
                + RTMPDialogue.message(9, [0x17, 1, 0, 0, 0], stream: 1)
                + RTMPDialogue.message(22, [8, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xAF, 0, 0, 0, 12], stream: 1)
                + RTMPDialogue.command("FCUnpublish", 4, [.string("bbb")]),
            RTMPDialogue.connect + RTMPDialogue.command("createStream", 2)
                + RTMPDialogue.command("play", 3, [.string("bbb"), .number(-2)], stream: 1)
                + RTMPDialogue.message(4, [0, 6, 0, 0, 0, 1]) + RTMPDialogue.message(5, [0, 0, 0, 1])
                + RTMPDialogue.command("pause", 0, [.boolean(true), .number(1)], stream: 1)
                + RTMPDialogue.command("deleteStream", 0, [.number(1)]),
        ].flatMap { dialogue in [0, 1, 2, 3].map { [$0] + dialogue } }
    ) { input in
        var reader = ByteReader(input)
        guard let policy = try? reader.readUInt8() else { return }
        var client = FuzzedRTMPClient(policy: policy)
        client.feed([3] + [UInt8](repeating: 0, count: 3072))
        client.feed(reader.readRest())
    }

    /// A server's messages behind its handshake, at a client that publishes or plays.
    package static let rtmpClient = FuzzTarget(
        "rtmp-client",
        seeds: [0, 1].map { role in
            [role] + RTMPDialogue.command("_result", 1, [.object([])])
                + RTMPDialogue.command("_result", 4, [.number(1)])
                + RTMPDialogue.command(
                    "onStatus", 0,
                    [
                        .object([
                            AMF0Property("code", .string(role == 0 ? RTMPStatus.publishStart : RTMPStatus.playStart))
                        ])
                    ],
                    stream: 1)
                + RTMPDialogue.message(9, [0x17], stream: 1) + RTMPDialogue.message(4, [0, 1, 0, 0, 0, 1])
        }
    ) { input in
        var reader = ByteReader(input)
        guard let role = try? reader.readUInt8(), let url = RTMPURL("rtmp://h/live/bbb?token=t") else { return }
        var random = SeededRandom(seed: 1)
        let now = Instant(nanoseconds: 0)
        var connection = RTMPClientConnection(
            url: url, role: role & 1 == 0 ? .publish : .play, random: &random, now: now)
        var events: [RTMPClientEvent] = []
        let handshake = [3] + [UInt8](repeating: 0, count: 3072)
        do {
            try connection.receive(handshake.span, now: now, into: &events)
            try connection.receive(reader.readRest(), now: now, into: &events)
        } catch {}
        let ends = events.filter { event in
            switch event {
            case .failed, .ended: true
            case .redirect(let redirect): redirect.isRejection
            default: false
            }
        }
        precondition(ends.count <= 1, "a connection ends once")
        precondition(connection.takeOutput().count <= 64 * (input.count + 8192), "answers are in proportion")
    }

    /// URLs and names come from the configuration, the API and every client.
    package static let rtmpNames = FuzzTarget(
        "rtmp-names",
        seeds: [
            "rtmp://u:p@[::1]:1936/live/bbb?user=a&pass=%62", "rtmps://h/a/b/c?token=%", "mp4:/x//?username=u&password",
        ]
        .map { Array($0.utf8) }
    ) { input in
        let text = String(decoding: RTMPDialogue.copy(input), as: UTF8.self)
        if let url = RTMPURL(text) {
            precondition(!url.host.isEmpty && url.port > 0, "a URL has a place")
            precondition(RTMPURL(url.tcURL + "/x")?.app == url.app, "what is said of a URL can be read again")
        }
        let name = RTMPStreamName(RTMPConnectRequest(app: text, query: text, tcURL: text), name: text)
        precondition(!name.path.hasPrefix("/") && !name.path.hasSuffix("/"), "a path has no slash at its ends")
    }
}

/// A server's connection that is fed, and the properties that hold whatever it is fed.
private struct FuzzedRTMPClient {
    private var connection: RTMPServerConnection
    private let policy: Policy
    private let now = Instant(nanoseconds: 0)
    /// Streams whose publication or play was consented to.
    private var granted: Set<UInt32> = []
    private var received = 0

    /// What the gateway does with questions.
    private enum Policy: UInt8 {
        case consents
        case refusesStreams
        case refusesConnections
        case waits
    }

    init(policy: UInt8) {
        var random = SeededRandom(seed: 1)
        connection = RTMPServerConnection(random: &random, now: now)
        self.policy = Policy(rawValue: policy % 4) ?? .consents
    }

    mutating func feed(_ bytes: [UInt8]) { feed(bytes.span) }

    mutating func feed(_ bytes: Span<UInt8>) {
        received += bytes.count
        var events: [RTMPServerEvent] = []
        var isAlive = true
        do { try connection.receive(bytes, now: now, into: &events) } catch { isAlive = false }
        while !events.isEmpty {
            for event in events { take(event) }
            events = []
            guard isAlive else { break }
            do { try connection.proceed(now: now, into: &events) } catch { isAlive = false }
        }
        precondition(connection.takeOutput().count <= 256 * (received + 64), "answers are in proportion")
        precondition(connection.deadline > now, "there is time left")
    }

    private mutating func take(_ event: RTMPServerEvent) {
        switch event {
        case .connect:
            switch policy {
            case .consents, .refusesStreams: connection.acceptConnect()
            case .refusesConnections: connection.rejectConnect("No.")
            case .waits: break
            }
        case .publish(let request): answer(request.streamID) { $0.acceptPublish(request.streamID) }
        case .play(let request): answer(request.streamID) { $0.acceptPlay(request.streamID) }
        case .media(let media):
            precondition(granted.contains(media.streamID), "media belong to a publication")
            precondition(!media.payload.isEmpty, "media are something")
        case .data(let data): precondition(granted.contains(data.streamID), "data belong to a publication")
        case .ended(let streamID):
            precondition(granted.remove(streamID) != nil, "what ends has begun")
        case .pause, .seek, .receive, .acknowledged, .pingAnswered: break
        }
    }

    private mutating func answer(_ streamID: UInt32, _ consent: (inout RTMPServerConnection) -> Void) {
        precondition(!granted.contains(streamID), "a stream is asked for once")
        if policy == .refusesStreams {
            connection.refuse(streamID, code: RTMPStatus.publishDenied, description: "No.")
        } else {
            consent(&connection)
            granted.insert(streamID)
        }
    }
}

/// Messages as chunks, for seeds.
private enum RTMPDialogue {
    static let connect = command("connect", 1, object: .object([AMF0Property("app", .string("live"))]))

    static func command(
        _ name: String, _ transaction: Double, object: AMF0Value = .null, _ arguments: [AMF0Value] = [],
        stream: UInt32 = 0
    ) -> [UInt8] {
        let values = [.string(name), .number(transaction), object] + arguments
        return message(20, AMF0Writer.bytes(of: values), stream: stream)
    }

    static func message(_ type: UInt8, _ payload: [UInt8], stream: UInt32 = 0) -> [UInt8] {
        var bytes: [UInt8] = []
        let message = RTMPMessage(type: type, streamID: stream, payload: payload)
        RTMPChunkWriter.write(message, chunkStream: 3, chunkSize: 128, into: &bytes)
        return bytes
    }

    static func copy(_ bytes: Span<UInt8>) -> [UInt8] {
        bytes.indices.map { bytes[$0] }
    }
}
