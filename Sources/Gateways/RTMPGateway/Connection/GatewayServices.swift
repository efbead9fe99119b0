import Codecs
import GatewaySupport
import NIOCore
import RTMP

/// What all connections of a gateway share.
final class GatewayServices: Sendable {
    typealias Authorize = @Sendable (RTMPAuthorizationRequest) async -> RTMPVerdict

    let exchange: any FrameExchange
    let settings: RTMPSettings
    let sessions = RTMPSessions()
    let authorize: Authorize
    private let report: @Sendable (RTMPGatewayEvent) -> Void

    init(
        exchange: any FrameExchange, settings: RTMPSettings, authorize: @escaping Authorize,
        report: @escaping @Sendable (RTMPGatewayEvent) -> Void
    ) {
        self.exchange = exchange
        self.settings = settings
        self.authorize = authorize
        self.report = report
    }

    var counters: RTMPCounters { sessions.counters }

    /// Counts and reports what happened to a connection.
    func report(_ kind: RTMPGatewayEvent.Kind, session: String, remote: String, path: String) {
        switch kind {
        case .refused: counters.requestsRefused.count()
        case .faulty: counters.faultyPeers.count()
        case .tooManyConnections: counters.connectionsRefused.count()
        case .publishing, .playing, .unusable, .ended: break
        }
        report(RTMPGatewayEvent(session: session, remote: remote, path: path, kind: kind))
    }
}

extension RTMPCapabilities {
    /// What a player with these capabilities takes. One that speaks plain RTMP has the codecs that Flash had; one that speaks
    /// Enhanced RTMP says what it has beside them.
    var acceptedCodecs: Set<CodecName> {
        var accepted: Set<CodecName> = [.h264, .aac, .mp3, .pcma, .pcmu]
        for (codec, fourCC) in Self.videoFourCCs where takes(video: fourCC) { accepted.insert(codec) }
        for (codec, fourCC) in Self.audioFourCCs where takes(audio: fourCC) { accepted.insert(codec) }
        return accepted
    }

    /// Enhanced RTMP v2, "Enhanced Video".
    private static let videoFourCCs: [CodecName: String] = [
        .h265: "hvc1", .av1: "av01", .vp8: "vp08", .vp9: "vp09",
    ]
    /// Enhanced RTMP v2, "Enhanced Audio".
    private static let audioFourCCs: [CodecName: String] = [
        .opus: "Opus", .flac: "fLaC", .ac3: "ac-3", .eac3: "ec-3",
    ]
}
