import Codecs
import FramePlane
import MediaPlane
import NIOPosix
import Net
import RTSP
import SFU
import Synchronization
import TestSupport

@testable import RTSPGateway

/// A gateway that only connects, and what its streams come from and go to.
final class LinkStage: Sendable {
    let exchange = LinkExchange()
    let gateway: RTSPGateway
    let datagrams: DatagramLoop
    private let progress = Mutex<[RTSPLinkProgress]>([])

    init() throws {
        var settings = RTSPSettings()
        settings.port = nil
        settings.tlsPort = nil
        settings.gathering = .zero
        datagrams = try DatagramLoop(name: "test")
        gateway = try RTSPGateway(
            settings: settings, exchange: exchange, datagrams: datagrams, tls: nil,
            eventLoops: MultiThreadedEventLoopGroup.singleton, authorize: { _ in .forbidden("") }, report: { _ in })
    }

    var updates: [RTSPLinkProgress] { progress.withLock { $0 } }

    /// Runs a link to its end.
    /// - Returns: nil when it ended in good order.
    func run(_ link: RTSPLink, timing: LinkTiming = .short) async -> RTSPLinkError? {
        do throws(RTSPLinkError) {
            try await gateway.run(link, timing: timing) { update in self.progress.withLock { $0.append(update) } }
            return nil
        } catch {
            return error
        }
    }

    func start(_ link: RTSPLink, timing: LinkTiming = .short) -> Task<RTSPLinkError?, Never> {
        Task { await run(link, timing: timing) }
    }

    /// What a pull publishes, once it does.
    func sink() async throws -> LinkSink {
        try await eventually("the stream is published", timeout: .seconds(30), every: .milliseconds(5)) {
            gateway.sessions().isEmpty ? nil : exchange.sinks.last
        }
    }

    func stop() async {
        await gateway.stop()
        datagrams.stop()
    }
}

extension LinkTiming {
    /// So that tests of endings do not wait, and those of beginnings have time.
    static let short = LinkTiming(
        transportPatience: .seconds(20), silence: .seconds(20), goodbye: .milliseconds(1),
        interval: .milliseconds(5))
}

extension RTSPLink {
    init(
        _ direction: Direction, at server: LinkServer, _ transport: Preference = .tcp, user: String = ""
    ) throws {
        guard let url = RTSPURL("rtsp://\(user)127.0.0.1:\(server.port)/camera") else { throw TestFailure("no URL") }
        self.init(direction, try StreamPath("live"), url: url, transport: transport)
    }
}

/// Records what is published, and lets be read what the test says.
final class LinkExchange: RTSPExchange {
    private let state = Mutex(State())

    private struct State {
        var sinks: [LinkSink] = []
        var beginning: [FrameEvent]?
        var source: LinkSource?
    }

    var sinks: [LinkSink] { state.withLock { $0.sinks } }
    var source: LinkSource? { state.withLock { $0.source } }

    func setLive(_ beginning: [FrameEvent]) {
        state.withLock { $0.beginning = beginning }
    }

    func publish(
        _ path: StreamPath, as client: FrameClient, refusesWhenPublished: Bool,
        onEnd: @escaping @Sendable (PublicationEnd) -> Void
    ) async throws(FramePlaneError) -> any PacketSink {
        let sink = LinkSink(path: path, isModest: refusesWhenPublished, onEnd: onEnd)
        state.withLock { $0.sinks.append(sink) }
        return sink
    }

    func read(
        _ path: StreamPath, as client: FrameClient, accepting accepted: Set<CodecName>,
        wake: @escaping @Sendable () -> Void
    ) async throws(FramePlaneError) -> any StreamSource {
        guard let beginning = state.withLock({ $0.beginning }) else { throw .nothingLive }
        let source = LinkSource(beginning, wake: wake)
        state.withLock { $0.source = source }
        return source
    }
}

/// What came of a pull.
final class LinkSink: PacketSink {
    let path: StreamPath
    /// Whether it was to leave the path to whoever has it.
    let isModest: Bool
    let onEnd: @Sendable (PublicationEnd) -> Void
    let deadline = Instant.distantFuture
    private let state = Mutex(State())

    struct Packet: Equatable {
        var track: Int
        var payload: [UInt8]
    }

    private struct State {
        var tracks: [PacketFormat] = []
        var packets: [Packet] = []
        var hasEnded = false
    }

    init(path: StreamPath, isModest: Bool, onEnd: @escaping @Sendable (PublicationEnd) -> Void) {
        self.path = path
        self.isModest = isModest
        self.onEnd = onEnd
    }

    var tracks: [PacketFormat] { state.withLock { $0.tracks } }
    var packets: [Packet] { state.withLock { $0.packets } }
    var hasEnded: Bool { state.withLock { $0.hasEnded } }

    func describe(_ tracks: [PacketFormat]) {
        state.withLock { $0.tracks = tracks }
    }

    func receive(
        _ payload: Span<UInt8>, sequence: Int64, timestamp: UInt32, marker: Bool, captureTime: Int64, track: Int,
        now: Instant
    ) {
        let bytes = payload.withUnsafeBufferPointer { Array($0) }
        state.withLock { $0.packets.append(Packet(track: track, payload: bytes)) }
    }

    func flush(now: Instant) {}
    func advance(now: Instant) {}

    func end() {
        state.withLock { $0.hasEnded = true }
    }

    /// Waits for packets.
    func packets(_ count: Int) async throws -> [Packet] {
        try await eventually("\(count) packets came", timeout: .seconds(30), every: .milliseconds(5)) {
            packets.count >= count ? packets : nil
        }
    }
}

/// What is pushed.
final class LinkSource: StreamSource {
    private let events: Mutex<[FrameEvent]>
    private let wake: @Sendable () -> Void

    init(_ beginning: [FrameEvent], wake: @escaping @Sendable () -> Void) {
        events = Mutex(beginning)
        self.wake = wake
    }

    func give(_ more: FrameEvent...) {
        events.withLock { $0 += more }
        wake()
    }

    func take(into taken: inout [FrameEvent]) {
        taken += events.withLock { events in
            defer { events = [] }
            return events
        }
    }

    func setAudience(_ count: Int) {}
    func close() {}
}
