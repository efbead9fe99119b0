import Codecs
import Logging
import RTSPGateway

/// One line an event of RTSP's clients. What anybody can cause without having been let in is logged once a second at most.
final class RTSPLog: Sendable {
    private let logger: Logger
    private let refusals = LogThrottle()
    private let faults = LogThrottle()

    init(_ logger: Logger) {
        self.logger = logger
    }

    func note(_ event: RTSPGatewayEvent) {
        switch event.kind {
        case .publishing(let formats, let transport):
            let codecs = formats.map(\.encodingName).joined(separator: ",")
            logger.info(
                "RTSP session publishes",
                metadata: metadata(of: event, ["codecs": "\(codecs)", "transport": "\(transport.rawValue)"]))
        case .playing(let transport):
            logger.info("RTSP session plays", metadata: metadata(of: event, ["transport": "\(transport.rawValue)"]))
        case .ended(let sentence) where event.path.isEmpty:
            // It came and went without having been let in.
            logger.debug("RTSP connection closed", metadata: metadata(of: event, ["reason": "\(sentence)"]))
        case .ended(let sentence):
            logger.info("RTSP session closed", metadata: metadata(of: event, ["reason": "\(sentence)"]))
        case .refused(let sentence):
            throttled(refusals, .notice, "RTSP request refused", event, sentence)
        case .unusable(let sentence):
            throttled(faults, .warning, "An RTSP publisher announces what cannot be used", event, sentence)
        case .faulty(let sentence):
            throttled(faults, .notice, "RTSP connection closed for what it sent", event, sentence)
        case .tooManyConnections:
            throttled(
                refusals, .warning, "RTSP connection refused", event,
                "There are as many as limits.rtsp_connections allows.")
        }
    }

    private func throttled(
        _ throttle: LogThrottle, _ level: Logger.Level, _ message: Logger.Message, _ event: RTSPGatewayEvent,
        _ reason: String
    ) {
        guard let suppressed = throttle.pass() else { return }
        var fields = metadata(of: event, ["reason": "\(reason)"])
        if suppressed > 0 { fields["unreported"] = "\(suppressed)" }
        logger.log(level: level, message, metadata: fields)
    }

    private func metadata(of event: RTSPGatewayEvent, _ more: Logger.Metadata = [:]) -> Logger.Metadata {
        var fields = more
        if !event.session.isEmpty { fields["session"] = "\(event.session)" }
        if !event.path.isEmpty { fields["path"] = "\(event.path)" }
        fields["remote"] = "\(event.remote)"
        return fields
    }
}
