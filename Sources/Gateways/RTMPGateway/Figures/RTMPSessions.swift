import GatewaySupport

/// The connections that there are, and their names.
typealias RTMPSessions = SessionRegistry<RTMPSession, RTMPCounters>

extension RTMPSessions {
    /// Those that publish or play.
    var summaries: [RTMPSessionSummary] { sessions.compactMap(\.summary) }
}

extension RTMPSession: GatewaySession {}

extension RTMPCounters: GatewayCounters {}
