import Codecs
import Logging
import RTMPGateway

/// One line an event of RTMP's clients. What anybody can cause without having been let in is logged once a second at most.
final class RTMPLog: Sendable {
    private let logger: Logger
    private let refusals = LogThrottle()
    private let faults = LogThrottle()

    init(_ logger: Logger) {
        self.logger = logger
    }

    func note(_ event: RTMPGatewayEvent) {
        switch event.kind {
        case .publishing(let tracks):
            let codecs = tracks.map(\.codec.displayName).joined(separator: ",")
            logger.info("RTMP session publishes", metadata: metadata(of: event, ["codecs": "\(codecs)"]))
        case .playing:
            logger.info("RTMP session plays", metadata: metadata(of: event))
        case .ended(let sentence) where event.path.isEmpty:
            // It came and went without having been let in.
            logger.debug("RTMP connection closed", metadata: metadata(of: event, ["reason": "\(sentence)"]))
        case .ended(let sentence):
            logger.info("RTMP session closed", metadata: metadata(of: event, ["reason": "\(sentence)"]))
        case .refused(let sentence):
            throttled(refusals, .notice, "RTMP request refused", event, sentence)
        case .unusable(let sentence):
            throttled(faults, .warning, "An RTMP publisher sends what cannot be used", event, sentence)
        case .faulty(let sentence):
            throttled(faults, .notice, "RTMP connection closed for what it sent", event, sentence)
        case .tooManyConnections:
            throttled(
                refusals, .warning, "RTMP connection refused", event,
                "There are as many as limits.rtmp_connections allows.")
        }
    }

    private func throttled(
        _ throttle: LogThrottle, _ level: Logger.Level, _ message: Logger.Message, _ event: RTMPGatewayEvent,
        _ reason: String
    ) {
        guard let suppressed = throttle.pass() else { return }
        var fields = metadata(of: event, ["reason": "\(reason)"])
        if suppressed > 0 { fields["unreported"] = "\(suppressed)" }
        logger.log(level: level, message, metadata: fields)
    }

    private func metadata(of event: RTMPGatewayEvent, _ more: Logger.Metadata = [:]) -> Logger.Metadata {
        var fields = more
        if !event.session.isEmpty { fields["session"] = "\(event.session)" }
        if !event.path.isEmpty { fields["path"] = "\(event.path)" }
        fields["remote"] = "\(event.remote)"
        return fields
    }
}
