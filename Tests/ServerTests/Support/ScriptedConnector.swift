import Foundation
import Glibc
import SFU
import Synchronization
import TestSupport
import Testing

@testable import Server

/// A connector that does as the test says: each connection stays open until the test ends it.
final class ScriptedConnector: LinkConnector {
    struct Call: Equatable {
        var direction: LinkDirection
        var path: String
        var url: String
    }

    private struct State {
        var calls: [Call] = []
        var progress: [@Sendable (LinkProgress) -> Void] = []
        var open: [Int: CheckedContinuation<LinkFailure?, Never>] = [:]
        /// What connections end with at once, in order, before the test has a hand in it.
        var script: [LinkFailure?] = []
    }

    private let state: Mutex<State>
    let schemes: Set<LinkScheme> = [.rtmp, .file]

    init(script: [LinkFailure?] = []) {
        state = Mutex(State(script: script))
    }

    var calls: [Call] { state.withLock(\.calls) }
    /// Connections that are open now, by the number of their call.
    var open: [Int] { state.withLock { $0.open.keys.sorted() } }

    /// Says on a connection that media flows.
    func report(_ call: Int, bytes: UInt64) {
        state.withLock { $0.progress[call] }(LinkProgress(session: "session-of-call-\(call)", bytes: bytes))
    }

    func end(_ call: Int, _ failure: LinkFailure?) {
        state.withLock { $0.open.removeValue(forKey: call) }?.resume(returning: failure)
    }

    func push(
        _ path: StreamPath, to target: LinkTarget, progress: @escaping @Sendable (LinkProgress) -> Void
    ) async throws(LinkFailure) {
        try await connect(Call(direction: .push, path: path.text, url: target.url.text), progress)
    }

    func pull(
        _ path: StreamPath, from target: LinkTarget, progress: @escaping @Sendable (LinkProgress) -> Void
    ) async throws(LinkFailure) {
        try await connect(Call(direction: .pull, path: path.text, url: target.url.text), progress)
    }

    private func connect(_ call: Call, _ progress: @escaping @Sendable (LinkProgress) -> Void) async throws(LinkFailure)
    {
        let (number, scripted) = state.withLock { state -> (Int, LinkFailure??) in
            state.calls.append(call)
            state.progress.append(progress)
            let number = state.calls.count - 1
            guard !state.script.isEmpty else { return (number, nil) }
            return (number, .some(state.script.removeFirst()))
        }
        let failure: LinkFailure?
        if let scripted {
            failure = scripted
        } else {
            failure = await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    state.withLock { $0.open[number] = continuation }
                    if Task.isCancelled { end(number, nil) }
                }
            } onCancel: {
                end(number, nil)
            }
        }
        if let failure { throw failure }
    }
}

/// Time that stands still until the test lets it go on. Who sleeps is woken when its time has come.
final class SteppedTime: Sendable {
    private struct State {
        var now = Duration.zero
        var sleepers: [Int: (until: Duration, continuation: CheckedContinuation<Bool, Never>)] = [:]
        var next = 0
        /// How long each sleep was to be, in the order in which they began.
        var sleeps: [Duration] = []
    }

    private let state = Mutex(State())
    static let start = Date(timeIntervalSince1970: 1_800_000_000)

    var sleeps: [Duration] { state.withLock(\.sleeps) }

    /// 0.5 is what gives each pause its middle length.
    func environment(chance: Double = 0.5) -> LinkEnvironment {
        LinkEnvironment(
            uptime: { self.state.withLock(\.now) },
            date: { Self.start.addingTimeInterval(self.state.withLock(\.now) / .seconds(1)) },
            sleep: { try await self.sleep($0) }, chance: { chance })
    }

    func advance(by duration: Duration) {
        let due = state.withLock { state in
            state.now += duration
            let due = state.sleepers.filter { $0.value.until <= state.now }
            for key in due.keys { state.sleepers[key] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume(returning: true) }
    }

    private func sleep(_ duration: Duration) async throws {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        let wasDue = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    state.sleeps.append(duration)
                    state.sleepers[number] = (state.now + duration, continuation)
                }
                if Task.isCancelled { wake(number) }
            }
        } onCancel: {
            wake(number)
        }
        guard wasDue else { throw CancellationError() }
    }

    private func wake(_ number: Int) {
        state.withLock { $0.sleepers.removeValue(forKey: number) }?.continuation.resume(returning: false)
    }
}

/// A folder that is there while the test runs.
func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "turnout-links-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.path)
}
