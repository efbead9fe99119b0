import Net
import Synchronization

/// The connections that a gateway has, their names, and what it counts.
package final class SessionRegistry<Session: GatewaySession, Counters: GatewayCounters>: Sendable {
    package let counters = Counters()
    private let state = Mutex(State())

    private struct State {
        var sessions: [String: Entry] = [:]
        /// Whether clients that come now are too late.
        var isClosed = false
        /// Those who wait for the last one's end.
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private struct Entry {
        let session: Session
        let close: @Sendable (_ sentence: String) -> Void
    }

    /// Enters a connection; nil when there are so many already, and behind ``closeAll(sentence:)``.
    /// - Parameters:
    ///   - maximum: for connections of clients; nil for our own.
    ///   - close: closes the connection and says why; called on any thread.
    package func open(
        remote: String, maximum: Int?, close: @escaping @Sendable (_ sentence: String) -> Void
    ) -> Session? {
        var random = SystemRandomNumberGenerator()
        let session = Session(id: RandomToken.make(using: &random), remote: remote)
        return state.withLock { state in
            if state.isClosed { return nil }
            if let maximum, state.sessions.count >= maximum { return nil }
            state.sessions[session.id] = Entry(session: session, close: close)
            return session
        }
    }

    package func remove(_ session: Session) {
        let waiting: [CheckedContinuation<Void, Never>] = state.withLock { state in
            state.sessions[session.id] = nil
            guard state.sessions.isEmpty else { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Closes all that there are, and lets nobody in any more.
    package func closeAll(sentence: String) {
        let entries = state.withLock { state in
            state.isClosed = true
            return Array(state.sessions.values)
        }
        for entry in entries { entry.close(sentence) }
    }

    /// Returns when there is no connection.
    package func allClosed() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if !state.sessions.isEmpty { state.waiting.append(continuation) }
                return state.sessions.isEmpty
            }
            if isEmpty { continuation.resume() }
        }
    }

    package init() {}

    /// Those that are connected.
    package var sessions: [Session] { state.withLock { $0.sessions.values.map(\.session) } }

    package var count: Int { state.withLock { $0.sessions.count } }
}

/// A session's account.
package protocol GatewaySession: Sendable {
    var id: String { get }

    init(id: String, remote: String)
}

/// What a gateway counts over its life.
package protocol GatewayCounters: Sendable {
    init()
}
