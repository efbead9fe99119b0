import Codecs
import FramePlane
import GatewaySupport
import MediaPlane
import NIOCore
import NIOEmbedded
import Net
import RTSP
import SFU
import Synchronization

@testable import RTSPGateway

/// An event loop of players, a stream that says what the test says, and a clock that stands.
final class PlayStage: Sendable {
    let loop = NIOAsyncTestingEventLoop()
    let streams = ScriptedStreams()
    let services: GatewayServices
    let path: StreamPath
    private let groups: NIOLoopBound<PlayerGroups>
    private let clock: ScriptedClock

    init(
        _ beginning: [FrameEvent]? = nil, datagrams: DatagramLoop? = nil,
        _ change: (inout RTSPSettings) -> Void = { _ in }
    ) async throws {
        var settings = RTSPSettings()
        settings.gathering = .zero
        change(&settings)
        let sessions = RTSPSessions()
        let clock = ScriptedClock()
        self.clock = clock
        let services = GatewayServices(
            exchange: streams, settings: settings, datagrams: datagrams,
            ports: try datagrams.map { try SharedPorts($0, firstPort: 0, counters: sessions.counters) },
            sessions: sessions, authorize: { _ in .forbidden("") }, clocks: { clock.time }, report: { _ in })
        self.services = services
        path = try StreamPath("live")
        streams.setBeginning(beginning)
        let loop = loop
        groups = try await loop.executeInContext {
            NIOLoopBound(PlayerGroups(services: services, eventLoop: loop), eventLoop: loop)
        }
    }

    /// What DESCRIBE and SETUP do.
    func find() async throws -> NIOLoopBound<PlayerGroup> {
        try await withCheckedThrowingContinuation { continuation in
            loop.execute { [self] in
                let client = FrameClient(session: "test", protocolName: "rtsp", remote: "test")
                groups.value.find(path, for: client) { result in
                    continuation.resume(with: result.map { NIOLoopBound($0, eventLoop: self.loop) })
                }
            }
        }
    }

    func on<Value: Sendable>(
        _ group: NIOLoopBound<PlayerGroup>, _ body: @escaping @Sendable (PlayerGroup) throws -> Value
    ) async throws -> Value {
        try await loop.executeInContext { try body(group.value) }
    }

    /// A player with these tracks, which does not play yet.
    func player(_ routes: [(index: Int, route: @Sendable () -> PlayerRoute)]) async throws -> TestPlayer {
        let channel = NIOAsyncTestingChannel(loop: loop)
        channel.localAddress = try NIOCore.SocketAddress(ipAddress: "127.0.0.1", port: 8554)
        let (ends, dam) = (Ends(), Dam())
        let services = services
        let player = try await loop.executeInContext {
            try channel.pipeline.syncOperations.addHandler(dam)
            let tracks = routes.map { PlayerTrack(index: $0.index, route: $0.route(), url: "track\($0.index)") }
            return Player(tracks: tracks, channel: channel, services: services) { ends.add($0) }
        }
        return TestPlayer(player: player, channel: channel, ends: ends, dam: dam)
    }

    /// A player with its tracks on these channels.
    func player(channels: [(index: Int, rtp: UInt8)]) async throws -> TestPlayer {
        try await player(
            channels.map { entry in (entry.index, { .interleaved(rtp: entry.rtp, rtcp: entry.rtp + 1) }) })
    }

    /// PLAY.
    func play(_ player: TestPlayer, in group: NIOLoopBound<PlayerGroup>) async throws -> [RTPInfoHeader.Entry] {
        try await on(group) { group in
            let entries = group.beginning(for: player.player)
            group.join(player.player)
            return entries
        }
    }

    /// Lets the stream say something.
    func put(_ events: FrameEvent...) async throws {
        streams.source?.put(events)
        await loop.run()
    }

    func advance(by seconds: Int64) async {
        clock.advance(by: seconds)
        await loop.advanceTime(by: .seconds(seconds))
    }
}

struct TestPlayer: Sendable {
    let player: Player
    let channel: NIOAsyncTestingChannel
    let ends: Ends
    let dam: Dam

    /// Buffers that were written since the last call.
    func buffers() async throws -> [ByteBuffer] {
        var buffers: [ByteBuffer] = []
        while let buffer = try await channel.readOutbound(as: ByteBuffer.self) { buffers.append(buffer) }
        return buffers
    }

    /// What was written since the last call.
    func frames() async throws -> [SentFrame] {
        SentFrame.parse(try await buffers().flatMap { Array($0.readableBytesView) })
    }

    /// The RTP packets among ``frames()``.
    func packets() async throws -> [SentPacket] {
        try await frames().filter { $0.channel % 2 == 0 }.map { SentPacket($0.bytes) }
    }
}

/// A frame of a connection.
struct SentFrame: Equatable {
    var channel: UInt8
    var bytes: [UInt8]

    static func parse(_ bytes: [UInt8]) -> [SentFrame] {
        var frames: [SentFrame] = []
        var rest = bytes[...]
        while rest.count >= 4, rest.first == UInt8(ascii: "$") {
            let head = Array(rest.prefix(4))
            let length = Int(head[2]) << 8 | Int(head[3])
            frames.append(SentFrame(channel: head[1], bytes: Array(rest.dropFirst(4).prefix(length))))
            rest = rest.dropFirst(4 + length)
        }
        return rest.isEmpty ? frames : []
    }
}

/// An RTP packet, read byte by byte (RFC 3550 §5.1).
struct SentPacket: Equatable, Sendable {
    var payloadType: UInt8
    var marker: Bool
    var sequence: UInt16
    var timestamp: UInt32
    var ssrc: UInt32
    var payload: [UInt8]

    /// - Parameter bytes: at least a header; zeros are put in the place of what is missing.
    init(_ bytes: [UInt8]) {
        let bytes = bytes + Array(repeating: 0, count: max(0, 12 - bytes.count))
        let number = { (range: Range<Int>) in bytes[range].reduce(0 as UInt32) { $0 << 8 | UInt32($1) } }
        payloadType = bytes[1] & 0x7F
        marker = bytes[1] & 0x80 != 0
        sequence = UInt16(number(2..<4))
        timestamp = number(4..<8)
        ssrc = number(8..<12)
        payload = Array(bytes[12...])
    }

    var text: String { String(decoding: payload, as: UTF8.self) }
}

/// Keeps what is written from going out.
final class Dam: ChannelOutboundHandler, Sendable {
    typealias OutboundIn = ByteBuffer
    private let state = Mutex(false)

    func close() { state.withLock { $0 = true } }

    func flush(context: ChannelHandlerContext) {
        if !state.withLock({ $0 }) { context.flush() }
    }
}

final class Ends: Sendable {
    private let state = Mutex<[PlayerEnd]>([])
    var all: [PlayerEnd] { state.withLock { $0 } }
    func add(_ end: PlayerEnd) { state.withLock { $0.append(end) } }
}

private final class ScriptedClock: Sendable {
    private let state = Mutex(
        LoopTime(now: Instant(nanoseconds: 1_000_000_000_000), wallClock: 1_700_000_000_000_000_000))

    var time: LoopTime { state.withLock { $0 } }

    func advance(by seconds: Int64) {
        state.withLock { time in
            time.now = time.now.advanced(by: .seconds(seconds))
            time.wallClock += seconds * 1_000_000_000
        }
    }
}

/// Stands in for the frame plane.
final class ScriptedStreams: RTSPExchange {
    private let state = Mutex(State())

    private struct State {
        var beginning: [FrameEvent]?
        var sources: [ScriptedStream] = []
    }

    /// What each reader gets first; nil when nobody publishes.
    func setBeginning(_ events: [FrameEvent]?) {
        state.withLock { $0.beginning = events }
    }

    var sources: [ScriptedStream] { state.withLock { $0.sources } }
    /// The latest reader.
    var source: ScriptedStream? { sources.last }

    func publish(
        _ path: StreamPath, as client: FrameClient, refusesWhenPublished: Bool,
        onEnd: @escaping @Sendable (PublicationEnd) -> Void
    ) async throws(FramePlaneError) -> any PacketSink {
        throw .alreadyPublished
    }

    func read(
        _ path: StreamPath, as client: FrameClient, accepting accepted: Set<CodecName>,
        wake: @escaping @Sendable () -> Void
    ) async throws(FramePlaneError) -> any StreamSource {
        let source: ScriptedStream? = state.withLock { state in
            guard let beginning = state.beginning else { return nil }
            let source = ScriptedStream(beginning, wake: wake)
            state.sources.append(source)
            return source
        }
        guard let source else { throw .nothingLive }
        return source
    }
}

final class ScriptedStream: StreamSource {
    private let wake: @Sendable () -> Void
    private let state: Mutex<(events: [FrameEvent], audience: Int, isClosed: Bool)>

    init(_ events: [FrameEvent], wake: @escaping @Sendable () -> Void) {
        self.wake = wake
        state = Mutex((events, 0, false))
    }

    var audience: Int { state.withLock { $0.audience } }
    var isClosed: Bool { state.withLock { $0.isClosed } }

    func put(_ events: [FrameEvent]) {
        state.withLock { $0.events += events }
        wake()
    }

    func take(into events: inout [FrameEvent]) {
        events += state.withLock { state in
            defer { state.events = [] }
            return state.events
        }
    }

    func setAudience(_ count: Int) {
        state.withLock { $0.audience = count }
    }

    func close() {
        state.withLock { $0.isClosed = true }
    }
}
