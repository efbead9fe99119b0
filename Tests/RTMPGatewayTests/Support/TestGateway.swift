import Codecs
import Containers
import FramePlane
import NIOCore
import NIOPosix
import NIOSSL
import RTMP
import SFU
import Synchronization
import TestSupport

@testable import RTMPGateway

/// A gateway on a free port of the loopback, with one event loop: so all players of a path are one group.
struct TestGateway {
    let gateway: RTMPGateway
    let exchange = ScriptedExchange()
    let log = EventLog()
    let port: Int

    final class EventLog: Sendable {
        private let list = Mutex<[RTMPGatewayEvent]>([])
        var events: [RTMPGatewayEvent] { list.withLock { $0 } }
        func add(_ event: RTMPGatewayEvent) { list.withLock { $0.append(event) } }
    }

    init(
        settings: RTMPSettings = RTMPSettings(), tls: NIOSSLContext? = nil,
        authorize: @escaping @Sendable (RTMPAuthorizationRequest) async -> RTMPVerdict = allowAll
    ) async throws {
        var settings = settings
        settings.port = 0
        settings.tlsPort = 0
        gateway = RTMPGateway(
            settings: settings, exchange: exchange, tls: tls,
            eventLoops: MultiThreadedEventLoopGroup.singleton.next(), authorize: authorize,
            report: { [log] in log.add($0) })
        try await gateway.listen(at: ["127.0.0.1"])
        guard let port = gateway.ports.first else { throw TestFailure("no port") }
        self.port = port
    }

    /// Lets everybody do everything to anything that is a path.
    static let allowAll: @Sendable (RTMPAuthorizationRequest) async -> RTMPVerdict = { request in
        do throws(StreamPathError) {
            return .allowed(try StreamPath(request.name))
        } catch {
            return .unknownName("\(error)")
        }
    }

    /// The publication of a path, once it is there.
    func publication(_ index: Int = 0) async throws -> RecordedPublication {
        try await eventually("publication \(index)", timeout: .seconds(30), every: .milliseconds(5)) {
            exchange.publications.count > index ? exchange.publications[index] : nil
        }
    }

    func waitForEvent(_ what: String, _ matches: (RTMPGatewayEvent) -> Bool) async throws -> RTMPGatewayEvent {
        try await eventually(what, timeout: .seconds(30), every: .milliseconds(5)) { log.events.first(where: matches) }
    }
}

extension RTMPGatewayEvent {
    var refusal: String? { if case .refused(let sentence) = kind { sentence } else { nil } }
    var fault: String? { if case .faulty(let sentence) = kind { sentence } else { nil } }
    var ending: String? { if case .ended(let sentence) = kind { sentence } else { nil } }
}

extension TestClient {
    /// Announces H.264 and AAC and sends their configurations.
    func sendHeaders() async throws {
        let tracks = [(FLVTrack(.video), Samples.h264), (FLVTrack(.audio), Samples.aac)]
        let metadata = FLVMetadata.properties(of: tracks, style: .classic)
        try await send(
            .dataAMF0, 0,
            AMF0Writer.bytes(of: [.string("@setDataFrame"), .string("onMetaData"), .ecmaArray(metadata)]))
        for (track, format) in tracks {
            guard let body = FLVWriter.configuration(of: format, style: .classic) else { continue }
            try await send(track.kind == .video ? .video : .audio, 0, body)
        }
    }

    func send(_ frame: Frame, _ format: TrackFormat) async throws {
        var body: [UInt8] = []
        _ = FLVWriter.frame(frame, of: format, style: .classic, into: &body)
        try await send(format.kind == .video ? .video : .audio, frame.decodeTime.milliseconds, body)
    }
}
