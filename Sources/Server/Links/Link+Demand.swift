import SFU
import Synchronization

/// What links ask about streams.
struct StreamWatch: Sendable {
    /// Whether somebody publishes a path now.
    var isLive: @Sendable (StreamPath) async -> Bool
    /// Whether anybody reads it, by whatever protocol.
    var hasReaders: @Sendable (StreamPath) async -> Bool
}

/// Who wants the stream of a pull on demand.
final class LinkDemand: Sendable {
    private let state = Mutex(State())
    private let environment: LinkEnvironment

    private struct State {
        /// Those who wait for the stream.
        var waiting = 0
        /// Until then those who waited may become readers.
        var until = Duration.zero
    }

    init(_ environment: LinkEnvironment) {
        self.environment = environment
    }

    /// Somebody waits for the stream.
    func begin() {
        state.withLock { $0.waiting += 1 }
    }

    /// It is there, or was waited for in vain.
    func end() {
        let until = environment.uptime() + Self.attachTime
        state.withLock { state in
            state.waiting -= 1
            state.until = until
        }
    }

    /// Whether somebody waits, or is about to read.
    var isWanted: Bool {
        let now = environment.uptime()
        return state.withLock { $0.waiting > 0 || now < $0.until }
    }

    /// What somebody has who was told that the stream is there, to begin reading it (our choice): RTSP's players set up each
    /// track by itself.
    static let attachTime = Duration.seconds(5)
}

extension Link {
    /// Returns when nobody has wanted or read the stream for as long as it is kept then, or when the task is cancelled.
    func waitUntilUnwanted(_ watch: StreamWatch) async {
        var latest = environment.uptime()
        while (try? await environment.sleep(Self.demandLook)) != nil {
            let now = environment.uptime()
            if await isWanted(watch) {
                latest = now
            } else if now - latest >= options.closeAfter {
                return
            }
        }
    }

    private func isWanted(_ watch: StreamWatch) async -> Bool {
        if demand.isWanted { return true }
        return await watch.hasReaders(path)
    }

    /// How often a pull on demand looks for readers.
    static let demandLook = Duration.seconds(1)
}
