import GatewaySupport
import NIOCore
import NIOPosix
import Synchronization
import TestSupport

@testable import RTSPGateway

/// A client on a real socket that says whatever a test wants it to.
final class TextClient: Sendable {
    private let channel: any Channel
    private let received: Received
    private let sequence = Atomic<Int>(1)

    private final class Received: Sendable {
        let text = Mutex("")
        let isClosed = Mutex(false)
    }

    static func connect(to port: Int, host: String = "127.0.0.1") async throws -> TextClient {
        let received = Received()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(received))
                }
            }
            .connect(host: host, port: port).get()
        return TextClient(channel, received)
    }

    private init(_ channel: any Channel, _ received: Received) {
        self.channel = channel
        self.received = received
    }

    /// Sends bytes as they are.
    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    /// Sends a request and waits for its answer.
    /// - Parameter headers: whole lines.
    /// - Returns: the answer's head.
    func ask(_ method: String, _ url: String, _ headers: [String] = [], body: String = "") async throws -> Answer {
        let number = sequence.add(1, ordering: .relaxed).newValue
        var lines = ["\(method) \(url) RTSP/1.0", "CSeq: \(number)"] + headers
        if !body.isEmpty { lines.append("Content-Length: \(body.utf8.count)") }
        try await send(Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))
        return try await eventually("the answer to \(method)", timeout: .seconds(30), every: .milliseconds(2)) {
            self.answers.first { $0.sequence == number }
        }
    }

    /// An answer's head.
    struct Answer {
        var status: Int
        var sequence: Int?
        var fields: [String: String] = [:]

        init?(_ head: Substring) {
            var lines = head.split(separator: "\r\n")[...]
            let first = lines.popFirst()?.split(separator: " ") ?? []
            guard first.count >= 2, let status = Int(first[1]) else { return nil }
            self.status = status
            for line in lines {
                let parts = line.split(separator: ":", maxSplits: 1)
                guard parts.count == 2 else { continue }
                fields[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
            }
            sequence = fields["cseq"].flatMap { Int($0) }
        }

        /// The line that later requests of the session need.
        var session: [String] {
            (fields["session"]?.split(separator: ";").first).map { ["Session: \($0)"] } ?? []
        }
    }

    var answers: [Answer] {
        received.text.withLock { $0 }.split(separator: "RTSP/1.0 ", omittingEmptySubsequences: true).compactMap {
            Answer("RTSP/1.0 " + $0)
        }
    }

    var isClosed: Bool { received.isClosed.withLock { $0 } }

    /// Where it is.
    var port: Int { channel.localAddress?.port ?? 0 }

    func close() async throws {
        try await channel.close().get()
    }

    private final class Handler: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer

        private let received: Received

        init(_ received: Received) {
            self.received = received
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            let buffer = unwrapInboundIn(data)
            // Of what comes interleaved nothing is read here; it is no text.
            received.text.withLock { $0 += String(decoding: buffer.readableBytesView, as: UTF8.self) }
        }

        func channelInactive(context: ChannelHandlerContext) {
            received.isClosed.withLock { $0 = true }
        }
    }
}

extension TextClient.Answer {
    fileprivate init?(_ head: String) {
        self.init(head[...])
    }
}
