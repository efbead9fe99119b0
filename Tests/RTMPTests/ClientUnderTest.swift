import Bytes
import Containers
import Net
import RTMP
import TestSupport

/// A client's connection behind its handshake, and a server that is written by hand.
struct ClientUnderTest {
    var connection: RTMPClientConnection
    var now = Instant(nanoseconds: 0)
    /// All events since the beginning.
    var events: [RTMPClientEvent] = []
    private var reader = RTMPChunkReader()

    init(_ role: RTMPRole, _ url: String = "rtmp://u:p@h/live/bbb?token=t") throws {
        guard let url = RTMPURL(url) else { throw UnexpectedEvents() }
        var random = SeededRandom(seed: 2)
        connection = RTMPClientConnection(url: url, role: role, random: &random, now: now)
        // S0, S1 and S2 of the simple handshake.
        try feed([3] + [UInt8](repeating: 0, count: 3072))
        // C0, C1 and C2 have 3,073 bytes.
        let output = connection.takeOutput()
        commands = try reader.messages(in: Array(output.dropFirst(3073)))
    }

    /// One that has what it asked for.
    static func ready(_ role: RTMPRole) throws -> ClientUnderTest {
        var client = try ClientUnderTest(role)
        try client.answer("_result", 1, [.object([AMF0Property("code", .string(RTMPStatus.connectSuccess))])])
        try client.answer("_result", 4, [.number(1)])
        try client.status(role == .publish ? RTMPStatus.publishStart : RTMPStatus.playStart)
        _ = try client.sent()
        client.events = []
        return client
    }

    /// What it sent behind its handshake.
    private(set) var commands: [RTMPMessage] = []

    mutating func feed(_ bytes: [UInt8], slice: Int = .max) throws {
        var start = 0
        while start < bytes.count {
            let end = start + min(slice, bytes.count - start)
            try connection.receive(bytes.span.extracting(start..<end), now: now, into: &events)
            start = end
        }
    }

    mutating func message(
        _ type: RTMPMessageType, _ payload: [UInt8], timestamp: UInt32 = 0, stream: UInt32 = 0
    ) throws {
        try feed(ServerUnderTest.chunks(type, payload, timestamp: timestamp, stream: stream))
    }

    mutating func answer(_ name: String, _ transaction: Double, _ arguments: [AMF0Value], stream: UInt32 = 0) throws {
        let values = [.string(name), .number(transaction), .null] + arguments
        try message(.commandAMF0, AMF0Writer.bytes(of: values), stream: stream)
    }

    mutating func status(_ code: String, level: String = "status", _ more: [AMF0Property] = []) throws {
        let information = AMF0Value.object(
            [
                AMF0Property("level", .string(level)), AMF0Property("code", .string(code)),
                AMF0Property("description", .string("Because.")),
            ] + more)
        try answer("onStatus", 0, [information], stream: 1)
    }

    /// What the client sent since the last look.
    mutating func sent() throws -> [RTMPMessage] {
        try reader.messages(in: connection.takeOutput())
    }
}
