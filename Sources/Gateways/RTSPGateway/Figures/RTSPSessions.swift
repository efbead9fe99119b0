import GatewaySupport

/// The connections that there are, and their names.
typealias RTSPSessions = SessionRegistry<RTSPSession, RTSPCounters>

extension RTSPSessions {
    /// Those that publish or play.
    var summaries: [RTSPSessionSummary] { sessions.compactMap(\.summary) }
}

extension RTSPSession: GatewaySession {}

extension RTSPCounters: GatewayCounters {}
