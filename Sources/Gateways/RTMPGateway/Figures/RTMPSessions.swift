import Synchronization

/// The sessions that there are, and their names.
final class RTMPSessions: Sendable {
    let counters = RTMPCounters()
    private let sessions = Mutex<[String: Entry]>([:])

    private struct Entry {
        let session: RTMPSession
        let close: @Sendable () -> Void
    }

    /// Enters a connection.
    /// - Parameter close: closes the connection, on any thread.
    func open(remote: String, close: @escaping @Sendable () -> Void) -> RTMPSession {
        var random = SystemRandomNumberGenerator()
        let session = RTMPSession(id: RandomToken.make(using: &random), remote: remote)
        sessions.withLock { $0[session.id] = Entry(session: session, close: close) }
        return session
    }

    func remove(_ session: RTMPSession) {
        _ = sessions.withLock { $0.removeValue(forKey: session.id) }
    }

    /// Closes a session's connection.
    /// - Returns: whether there is one of that name.
    func close(_ id: String) -> Bool {
        guard let entry = sessions.withLock({ $0[id] }), entry.session.summary != nil else { return false }
        entry.close()
        return true
    }

    /// Those that publish or play.
    var summaries: [RTMPSessionSummary] {
        sessions.withLock { Array($0.values) }.compactMap(\.session.summary)
    }

    var count: Int { sessions.withLock { $0.count } }
}
