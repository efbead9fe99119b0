import SFU
import Synchronization
import TestSupport

@testable import Server

/// A registry of links, what it speaks, and what it goes by.
struct LinkStage {
    let connector: ScriptedConnector
    let time = SteppedTime()
    let registry: LinkRegistry
    private let streams = Streams()

    private final class Streams: Sendable {
        let live = Mutex<Set<String>>([])
        let read = Mutex<Set<String>>([])
    }

    init(_ folder: String, script: [LinkFailure?] = [], live: Set<String> = []) {
        connector = ScriptedConnector(script: script)
        registry = LinkRegistry(
            store: LinkStore(directory: folder), logger: .silent, environment: time.environment())
        streams.live.withLock { $0 = live }
    }

    func start(_ configured: [ConfiguredLink] = []) async {
        let streams = streams
        await registry.start(
            configured, connectors: [connector],
            isLive: { path in streams.live.withLock { $0.contains(path.text) } },
            hasReaders: { path in streams.read.withLock { $0.contains(path.text) } })
    }

    func setLive(_ path: String, _ isLive: Bool) {
        streams.live.withLock { paths in
            if isLive { paths.insert(path) } else { paths.remove(path) }
        }
    }

    func setRead(_ path: String, _ isRead: Bool) {
        streams.read.withLock { paths in
            if isRead { paths.insert(path) } else { paths.remove(path) }
        }
    }

    func until(_ what: String, _ holds: @escaping () async throws -> Bool) async throws {
        try await eventually(what, timeout: .seconds(30), every: .milliseconds(2)) {
            try await holds() ? true : nil
        }
    }

    /// Waits until somebody sleeps for the `count`th time, and lets that time pass.
    func passSleep(_ count: Int) async throws {
        try await until("sleep number \(count)") { time.sleeps.count >= count }
        time.advance(by: time.sleeps[count - 1])
    }
}
