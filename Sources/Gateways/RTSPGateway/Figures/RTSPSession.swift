import GatewaySupport
import Synchronization

/// A session's account, for whoever asks.
final class RTSPSession: Sendable {
    let id: String
    let remote: String
    let since = ContinuousClock.now
    private let work = Mutex<Work?>(nil)

    private struct Work {
        var role: RTSPSessionRole
        var path: String
        var transport: RTSPTransport
        var tracks: @Sendable () -> [RTSPTrackSummary]
    }

    init(id: String, remote: String) {
        self.id = id
        self.remote = remote
    }

    /// The session publishes or plays from now on.
    /// - Parameter tracks: asked on any thread for what its tracks are now.
    func begin(
        _ role: RTSPSessionRole, _ path: String, _ transport: RTSPTransport,
        tracks: @escaping @Sendable () -> [RTSPTrackSummary]
    ) {
        work.withLock { $0 = Work(role: role, path: path, transport: transport, tracks: tracks) }
    }

    /// It publishes or plays no more, but may begin again.
    func finish() {
        work.withLock { $0 = nil }
    }

    /// Nil while it neither publishes nor plays.
    var summary: RTSPSessionSummary? {
        guard let work = work.withLock({ $0 }) else { return nil }
        return RTSPSessionSummary(
            id: id, path: work.path, role: work.role, remote: remote, transport: work.transport, tracks: work.tracks(),
            age: ContinuousClock.now - since)
    }
}
