import MediaPlane
import Net
import Synchronization

/// The gateway's ``HalfOpenLimit`` with what it refused, for requests on one side and the workers' events on the other: a
/// worker that connects a session gives its place back at once, without waking anybody.
final class HalfOpenSessions: Sendable {
    private struct State {
        var limit = HalfOpenLimit()
        var refusals: [HalfOpenLimit.Refusal: UInt64] = [:]
    }

    private let state = Mutex(State())

    /// Takes a place for a session that is about to be opened, until it is connected, ended or given up.
    /// - Throws: ``SessionError/overloaded(_:)``.
    func enter(_ key: SessionKey, from address: IPAddress) throws(SessionError) {
        let refusal = state.withLock { state -> HalfOpenLimit.Refusal? in
            do throws(HalfOpenLimit.Refusal) {
                try state.limit.enter(key, from: address)
                return nil
            } catch {
                state.refusals[error, default: 0] += 1
                return error
            }
        }
        if let refusal { throw .overloaded(refusal.sentence) }
    }

    /// The session was not opened after all.
    func leave(_ key: SessionKey) {
        state.withLock { $0.limit.leave(key) }
    }

    /// Every session that was opened is connected or closed in the end, and reported so.
    func note(_ event: MediaEvent) {
        switch event {
        case .connected(let key, _, _, _, _), .closed(let key, _, _): leave(key)
        case .streamBegan, .streamEnded, .codecUnknownToViewer: break
        }
    }

    /// Sessions that are half open now.
    var count: Int { state.withLock { $0.limit.count } }

    /// In the Prometheus text format, version 0.0.4.
    var exposition: String {
        let (count, refusals) = state.withLock { ($0.limit.count, $0.refusals) }
        let lines = HalfOpenLimit.Refusal.allCases.map {
            "turnout_refused_sessions_total{reason=\"\($0.rawValue)\"} \(refusals[$0, default: 0])\n"
        }
        return """
            # HELP turnout_half_open_sessions Sessions from other machines whose peer has not proved itself yet.
            # TYPE turnout_half_open_sessions gauge
            turnout_half_open_sessions \(count)
            # HELP turnout_refused_sessions_total Sessions that were not opened, by the limit that was reached.
            # TYPE turnout_refused_sessions_total counter

            """ + lines.joined()
    }
}

extension HalfOpenLimit.Refusal {
    /// For the person who asked.
    fileprivate var sentence: String {
        switch self {
        case .all:
            "The server is waiting for as many new connections as it may at a time. Try again in a few seconds."
        case .source:
            "The server is waiting for as many new connections from your address as it may at a time. "
                + "Try again in a few seconds."
        }
    }
}
