import NIOCore
import NIOPosix
import Synchronization

/// A UDP port of a client.
final class ClientPort: Sendable {
    private let channel: any Channel
    private let host: String
    private let received: Counter

    private final class Counter: Sendable {
        let count = Atomic<Int>(0)
    }

    static func bind(_ host: String) async throws -> ClientPort {
        let received = Counter()
        let channel = try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(received))
                }
            }
            .bind(host: host, port: 0).get()
        return ClientPort(channel, host, received)
    }

    private init(_ channel: any Channel, _ host: String, _ received: Counter) {
        self.channel = channel
        self.host = host
        self.received = received
    }

    var port: Int { channel.localAddress?.port ?? 0 }
    /// Datagrams that came.
    var count: Int { received.count.load(ordering: .relaxed) }

    func send(_ bytes: [UInt8], to port: Int) async throws {
        let envelope = AddressedEnvelope(
            remoteAddress: try SocketAddress(ipAddress: host, port: port), data: ByteBuffer(bytes: bytes))
        try await channel.writeAndFlush(envelope).get()
    }

    func close() async throws {
        try await channel.close().get()
    }

    private final class Handler: ChannelInboundHandler, Sendable {
        typealias InboundIn = AddressedEnvelope<ByteBuffer>

        private let received: Counter

        init(_ received: Counter) {
            self.received = received
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received.count.add(1, ordering: .relaxed)
        }
    }
}
