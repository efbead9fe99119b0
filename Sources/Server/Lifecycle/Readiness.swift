import NIOCore
import Synchronization

/// How far the server is: what `/healthz` and `/readyz` answer from.
final class Readiness: Sendable {
    private struct State {
        var awaited: Int
        var listening: [ListeningAddress] = []
        var isDraining = false
    }

    private let state: Mutex<State>

    /// - Parameter listeners: how many must listen before the server is ready.
    init(listeners: Int) {
        state = Mutex(State(awaited: listeners))
    }

    /// Notes that one more listens.
    /// - Returns: all of them, when it was the last.
    func note(_ address: ListeningAddress) -> [ListeningAddress]? {
        state.withLock { state in
            state.listening.append(address)
            return state.listening.count == state.awaited ? state.listening : nil
        }
    }

    func startDraining() {
        state.withLock { $0.isDraining = true }
    }

    /// Whether everything listens, or has listened.
    var isListening: Bool {
        state.withLock { $0.listening.count == $0.awaited }
    }

    /// Whether new work is welcome.
    var isReady: Bool {
        state.withLock { $0.listening.count == $0.awaited && !$0.isDraining }
    }

    var word: String {
        state.withLock { state in
            if state.isDraining { return "stopping\n" }
            return state.listening.count == state.awaited ? "ok\n" : "starting\n"
        }
    }
}

/// An address that takes connections.
package struct ListeningAddress: Equatable, Sendable {
    package var isSecure: Bool
    /// As it was asked for: an IP address, `::` or `0.0.0.0` for all.
    package var host: String
    package var port: Int
    /// The scheme of a URL without TLS, e.g. `http`; with an s behind it that of one with TLS.
    package var plainScheme = "http"

    /// A URL that works on this machine.
    package var url: String {
        let name =
            ["::", "0.0.0.0", "127.0.0.1", "::1"].contains(host) ? "localhost" : host.contains(":") ? "[\(host)]" : host
        return "\(plainScheme)\(isSecure ? "s" : "")://\(name):\(port)"
    }
}
