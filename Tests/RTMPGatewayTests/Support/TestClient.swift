import Bytes
import Containers
import GatewaySupport
import NIOCore
import NIOPosix
import Net
import RTMP
import Synchronization
import TestSupport

@testable import RTMPGateway

/// A client on a real socket: the machine of our own client, driven by a test.
final class TestClient: Sendable {
    private let channel: any Channel
    private let handler: NIOLoopBound<Handler>
    private let seen: Seen

    /// What came, for any thread.
    final class Seen: Sendable {
        let events = Mutex<[RTMPClientEvent]>([])
        let isClosed = Mutex(false)
    }

    static func connect(to port: Int, _ role: RTMPRole, _ name: String, receiveBuffer: Int? = nil) async throws
        -> TestClient
    {
        guard let url = RTMPURL("rtmp://127.0.0.1:\(port)/\(name)") else { throw TestFailure("no URL: \(name)") }
        let seen = Seen()
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: receiveBuffer)
        }
        let (channel, handler) = try await bootstrap.connect(host: "127.0.0.1", port: port) { channel in
            channel.eventLoop.makeCompletedFuture {
                let handler = Handler(url, role, seen)
                try channel.pipeline.syncOperations.addHandler(handler)
                return (channel, NIOLoopBound(handler, eventLoop: channel.eventLoop))
            }
        }
        return TestClient(channel: channel, handler: handler, seen: seen)
    }

    private init(channel: any Channel, handler: NIOLoopBound<Handler>, seen: Seen) {
        self.channel = channel
        self.handler = handler
        self.seen = seen
    }

    var events: [RTMPClientEvent] { seen.events.withLock { $0 } }
    var isClosed: Bool { seen.isClosed.withLock { $0 } }

    var media: [RTMPMedia] {
        events.compactMap { if case .media(let media) = $0 { media } else { nil } }
    }

    func waitUntilReady() async throws {
        try await eventually("the server agrees", timeout: .seconds(30), every: .milliseconds(5)) {
            self.events.contains { if case .ready = $0 { true } else { false } } ? true : nil
        }
    }

    func waitForMedia(_ count: Int) async throws -> [RTMPMedia] {
        try await eventually("\(count) messages came", timeout: .seconds(30), every: .milliseconds(5)) {
            self.media.count >= count ? self.media : nil
        }
    }

    func waitUntilClosed() async throws {
        try await eventually("the connection is closed", timeout: .seconds(30), every: .milliseconds(5)) {
            self.isClosed ? true : nil
        }
    }

    func send(_ type: RTMPMessageType, _ timestamp: Int64, _ payload: [UInt8]) async throws {
        let handler = handler
        try await channel.eventLoop.submit { handler.value.send(type, timestamp, payload) }.get()
    }

    /// Sends bytes past the machine.
    func sendRaw(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    func setReading(_ reads: Bool) async throws {
        try await channel.setOption(.autoRead, value: reads).get()
    }

    func close() async throws {
        try await channel.close()
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private var machine: RTMPClientConnection
        private let seen: Seen
        private var context: ChannelHandlerContext?

        init(_ url: RTMPURL, _ role: RTMPRole, _ seen: Seen) {
            var random = SystemRandomNumberGenerator()
            machine = RTMPClientConnection(url: url, role: role, random: &random, now: .now)
            self.seen = seen
        }

        func channelActive(context: ChannelHandlerContext) {
            self.context = context
            flush()
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var events: [RTMPClientEvent] = []
            try? unwrapInboundIn(data).withBytes { bytes throws(RTMPError) in
                try machine.receive(bytes, now: .now, into: &events)
            }
            seen.events.withLock { $0 += events }
            flush()
        }

        func channelInactive(context: ChannelHandlerContext) {
            seen.isClosed.withLock { $0 = true }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }

        func send(_ type: RTMPMessageType, _ timestamp: Int64, _ payload: [UInt8]) {
            machine.send(type, timestamp: timestamp, payload: payload)
            flush()
        }

        private func flush() {
            context?.writeAndFlush(NIOAny(ByteBuffer(bytes: machine.takeOutput())), promise: nil)
        }
    }
}
