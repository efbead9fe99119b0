package import Codecs
import GatewaySupport
import Synchronization

/// A session's account: written by its event loop, read by whoever asks.
final class RTMPSession: Sendable {
    let id: String
    let remote: String
    let since = ContinuousClock.now
    let bytesReceived = Atomic<UInt64>(0)
    let bytesSent = Atomic<UInt64>(0)
    let framesDropped = Atomic<UInt64>(0)
    private let work = Mutex<Work?>(nil)

    private struct Work {
        var role: RTMPSessionRole
        var path: String
        var codecs: [CodecName] = []
    }

    init(id: String, remote: String) {
        self.id = id
        self.remote = remote
    }

    /// The client was let in.
    func begin(_ role: RTMPSessionRole, _ path: String) {
        work.withLock { $0 = Work(role: role, path: path) }
    }

    func setCodecs(_ codecs: [CodecName]) {
        work.withLock { $0?.codecs = codecs }
    }

    /// The client publishes or plays no more, but may ask again.
    func finish() {
        work.withLock { $0 = nil }
    }

    /// Nil while the client neither publishes nor plays.
    var summary: RTMPSessionSummary? {
        guard let work = work.withLock({ $0 }) else { return nil }
        return RTMPSessionSummary(
            id: id, path: work.path, role: work.role, remote: remote, codecs: work.codecs,
            bytesReceived: bytesReceived.figure, bytesSent: bytesSent.figure, framesDropped: framesDropped.figure,
            age: ContinuousClock.now - since)
    }
}

/// A session as the API shows it.
package struct RTMPSessionSummary: Sendable, Equatable {
    package var id: String
    package var path: String
    package var role: RTMPSessionRole
    /// Where the peer is, e.g. `192.0.2.1:50000`.
    package var remote: String
    /// Of its tracks, in their order; empty while they are unknown.
    package var codecs: [CodecName]
    package var bytesReceived: UInt64
    package var bytesSent: UInt64
    /// Frames that it was too slow for.
    package var framesDropped: UInt64
    /// Since its connection began.
    package var age: Duration
}
