import Codecs
import FramePlane
import MediaPlane
import NIOPosix
import Net
import SFU
import Synchronization

@testable import RTSPGateway

/// Takes every publisher, and has one stream to read, if any.
final class ScriptedExchange: RTSPExchange {
    /// What there is to read: nothing, unless a test says so.
    let streams = ScriptedStreams()
    private let made = Mutex<[PacketLog]>([])

    /// One for each publisher.
    var publishers: [PacketLog] { made.withLock { $0 } }

    func publish(
        _ path: StreamPath, as client: FrameClient, refusesWhenPublished: Bool,
        onEnd: @escaping @Sendable (PublicationEnd) -> Void
    ) async throws(FramePlaneError) -> any PacketSink {
        let log = PacketLog(onEnd)
        made.withLock { $0.append(log) }
        return log
    }

    func read(
        _ path: StreamPath, as client: FrameClient, accepting accepted: Set<CodecName>,
        wake: @escaping @Sendable () -> Void
    ) async throws(FramePlaneError) -> any StreamSource {
        try await streams.read(path, as: client, accepting: accepted, wake: wake)
    }
}

/// Writes down what a publisher brings.
final class PacketLog: PacketSink {
    let onEnd: @Sendable (PublicationEnd) -> Void
    private let state = Mutex(State())

    private struct State {
        var formats: [PacketFormat] = []
        var packets: [(track: Int, payload: [UInt8])] = []
        var hasEnded = false
    }

    init(_ onEnd: @escaping @Sendable (PublicationEnd) -> Void) {
        self.onEnd = onEnd
    }

    var formats: [PacketFormat] { state.withLock { $0.formats } }
    var packets: [(track: Int, payload: [UInt8])] { state.withLock { $0.packets } }
    var hasEnded: Bool { state.withLock { $0.hasEnded } }

    func describe(_ tracks: [PacketFormat]) {
        state.withLock { $0.formats = tracks }
    }

    func receive(
        _ payload: Span<UInt8>, sequence: Int64, timestamp: UInt32, marker: Bool, captureTime: Int64, track: Int,
        now: Instant
    ) {
        var bytes: [UInt8] = []
        for index in payload.indices { bytes.append(payload[index]) }
        state.withLock { $0.packets.append((track, bytes)) }
    }

    func flush(now: Instant) {}
    var deadline: Instant { .distantFuture }
    func advance(now: Instant) {}
    func end() { state.withLock { $0.hasEnded = true } }
}

/// A gateway at a port of the system's choice.
struct TestGateway {
    let gateway: RTSPGateway
    let exchange = ScriptedExchange()
    let reports: ReportLog
    private let datagrams: DatagramLoop

    static func start(
        at host: String = "127.0.0.1", _ change: (inout RTSPSettings) -> Void = { _ in }
    ) async throws -> TestGateway {
        let made = try TestGateway(change)
        try await made.gateway.listen(at: [host])
        return made
    }

    private init(_ change: (inout RTSPSettings) -> Void) throws {
        var settings = RTSPSettings()
        (settings.port, settings.tlsPort, settings.rtpPort) = (0, nil, 0)
        change(&settings)
        let reports = ReportLog()
        self.reports = reports
        datagrams = try DatagramLoop(name: "test-datagrams")
        gateway = try RTSPGateway(
            settings: settings, exchange: exchange, datagrams: datagrams, tls: nil,
            eventLoops: MultiThreadedEventLoopGroup.singleton,
            authorize: { request in
                (try? StreamPath(request.name)).map { .allowed($0) } ?? .unknownName("There is no such stream.")
            },
            report: { reports.append($0) })
    }

    var port: Int { gateway.ports.first ?? 0 }
    var counters: RTSPCounters { gateway.services.counters }

    func stop() async {
        await gateway.stop()
        datagrams.stop()
    }
}

/// What the log would tell.
final class ReportLog: Sendable {
    private let list = Mutex<[RTSPGatewayEvent]>([])

    var events: [RTSPGatewayEvent] { list.withLock { $0 } }

    func append(_ event: RTSPGatewayEvent) {
        list.withLock { $0.append(event) }
    }
}
