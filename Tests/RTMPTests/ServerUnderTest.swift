import Bytes
import Containers
import Net
import RTMP
import TestSupport

/// A server's connection behind its handshake, and a client that is written by hand.
struct ServerUnderTest {
    var connection: RTMPServerConnection
    var now = Instant(nanoseconds: 0)
    /// All events since the beginning.
    var events: [RTMPServerEvent] = []
    /// Whether questions are answered with consent as they come.
    var consents = true
    private var reader = RTMPChunkReader()

    init() throws {
        var random = SeededRandom(seed: 1)
        connection = RTMPServerConnection(random: &random, now: now)
        // C0, C1 and C2 of the simple handshake.
        try feed([3] + [UInt8](repeating: 0, count: 3072))
        _ = connection.takeOutput()
    }

    /// A client that was let in and has stream 1.
    static func connected(_ properties: [AMF0Property] = []) throws -> ServerUnderTest {
        var server = try ServerUnderTest()
        try server.command(
            "connect", 1, object: .object([AMF0Property("app", .string("live"))] + properties))
        try server.command("createStream", 2)
        _ = try server.answers()
        server.events = []
        return server
    }

    static func publishing() throws -> ServerUnderTest {
        var server = try connected()
        try server.command("publish", 0, [.string("bbb"), .string("live")], stream: 1)
        _ = try server.answers()
        server.events = []
        return server
    }

    static func playing() throws -> ServerUnderTest {
        var server = try connected()
        try server.command("play", 0, [.string("bbb")], stream: 1)
        _ = try server.answers()
        server.events = []
        return server
    }

    /// Hands bytes over in slices of a size.
    mutating func feed(_ bytes: [UInt8], slice: Int = .max) throws {
        var start = 0
        while start < bytes.count {
            let end = start + min(slice, bytes.count - start)
            let before = events.count
            try connection.receive(bytes.span.extracting(start..<end), now: now, into: &events)
            if consents { try consent(since: before) }
            start = end
        }
    }

    /// Answers the questions among the latest events, and those that wait behind them.
    mutating func consent(since start: Int) throws {
        var index = start
        while index < events.count {
            switch events[index] {
            case .connect: connection.acceptConnect()
            case .publish(let request): connection.acceptPublish(request.streamID)
            case .play(let request): connection.acceptPlay(request.streamID)
            default: break
            }
            index += 1
            if index == events.count { try connection.proceed(now: now, into: &events) }
        }
    }

    mutating func message(
        _ type: RTMPMessageType, _ payload: [UInt8], timestamp: UInt32 = 0, stream: UInt32 = 0
    ) throws {
        try feed(Self.chunks(type, payload, timestamp: timestamp, stream: stream))
    }

    mutating func command(
        _ name: String, _ transaction: Double, object: AMF0Value = .null, _ arguments: [AMF0Value] = [],
        stream: UInt32 = 0
    ) throws {
        let values = [.string(name), .number(transaction), object] + arguments
        try message(.commandAMF0, AMF0Writer.bytes(of: values), stream: stream)
    }

    static func chunks(
        _ type: RTMPMessageType, _ payload: [UInt8], timestamp: UInt32 = 0, stream: UInt32 = 0
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        let message = RTMPMessage(
            type: type.rawValue, timestamp: timestamp, streamID: stream, payload: payload)
        RTMPChunkWriter.write(message, chunkStream: 3, chunkSize: 128, into: &bytes)
        return bytes
    }

    /// What the server sent since the last look.
    mutating func sent() throws -> [RTMPMessage] {
        try reader.messages(in: connection.takeOutput())
    }

    /// The same, in words.
    mutating func answers() throws -> [String] { try sent().map(\.inWords) }
}

extension RTMPChunkReader {
    mutating func messages(in bytes: [UInt8]) throws -> [RTMPMessage] {
        var bytes = ByteReader(bytes.span)
        var messages: [RTMPMessage] = []
        while let message = try read(from: &bytes) { messages.append(message) }
        return messages
    }
}

extension RTMPMessage {
    var values: [AMF0Value] { (try? AMF0Reader.values(in: payload.span)) ?? [] }

    /// A command or data message as `name transaction stream code`, others as `#type stream hex`.
    var inWords: String {
        guard type == 20 || type == 18 else { return "#\(type) \(streamID) \(Hex.string(payload))" }
        let number = values.dropFirst().first?.number.map { " \(Int($0))" } ?? ""
        let code = values.compactMap { $0["code"]?.string }.first.map { " \($0)" } ?? ""
        return "\(values.first?.string ?? "?")\(number) on \(streamID)\(code)"
    }
}

extension RTMPServerEvent {
    /// The event without what a table has no room for.
    var inWords: String {
        switch self {
        case .connect(let request): "connect \(request.app)"
        case .publish(let request): "publish \(request.name) \(request.mode) on \(request.streamID)"
        case .play(let request): "play \(request.name) from \(Int(request.start)) on \(request.streamID)"
        case .media(let media): "\(media.kind) \(media.timestamp)"
        case .data(let data): "data \(data.name)"
        case .ended(let streamID): "ended \(streamID)"
        case .pause(_, let isPaused, let position): "\(isPaused ? "pause" : "go on") at \(position)"
        case .seek(_, let position): "seek to \(position)"
        case .receive(let kind, _, let isWanted): "\(isWanted ? "wants" : "wants no") \(kind)"
        case .acknowledged(let bytes): "acknowledged \(bytes)"
        case .pingAnswered: "ping answered"
        }
    }
}
