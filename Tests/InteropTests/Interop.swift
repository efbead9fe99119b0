import Foundation
import TestSupport
import Testing

/// The built server against its real counterparts. One test at a time: each of them keeps the machine busy.
@Suite(.serialized, .timeLimit(.minutes(6))) enum Interop {}

/// What the publish page and the watch page show of themselves, through `window.turnout`.
extension ChromiumPage {
    /// The figures of the page's session at this moment.
    func figures() async throws -> JSON {
        try await evaluate("turnout.figures()")
    }

    /// Waits until the session is live; says what the page says when it never is.
    func waitUntilLive(timeout: Duration = .seconds(45)) async throws {
        do {
            try await waitUntil("turnout.state === 'live'", timeout: timeout)
        } catch {
            let said = try? await evaluate("`${turnout.state}: ${turnout.error}`").string
            throw TestFailure("\(error)\nthe page is \(said ?? "not that far")")
        }
    }

    /// Waits until a figure satisfies a condition, and returns all of them.
    @discardableResult
    func figures(_ what: String, timeout: Duration = .seconds(45), where isTrue: (JSON) -> Bool) async throws -> JSON {
        do {
            return try await eventually(what, timeout: timeout, every: .milliseconds(200)) {
                let figures = try await figures()
                return isTrue(figures) ? figures : nil
            }
        } catch is TimedOut {
            let last = try await JSONEncoder().encode(figures())
            throw TimedOut(what, after: timeout, details: String(decoding: last, as: UTF8.self))
        }
    }

    func unmute() async throws {
        try await evaluate("document.querySelector('video').muted = false")
    }

    /// How many peer connections this document has made; its ``Chromium/watch(_:_:)`` counts them.
    func peerConnections() async throws -> Double? {
        try await evaluate("globalThis.peerConnectionCount").number
    }

    /// Waits until the viewer has decoded `count` more frames than now, and returns the figures before and after.
    func watch(frames count: Double, timeout: Duration = .seconds(45)) async throws -> (before: JSON, after: JSON) {
        let before = try await figures("a first frame") { ($0["framesDecoded"].number ?? 0) > 0 }
        let goal = (before["framesDecoded"].number ?? 0) + count
        let after = try await figures("\(count) more frames", timeout: timeout) {
            ($0["framesDecoded"].number ?? 0) >= goal
        }
        return (before, after)
    }
}

extension Chromium {
    /// Opens the publish page of a path, which begins by itself, and waits until it is live.
    func publish(_ path: String, to server: ServerProcess, codec: String) async throws -> ChromiumPage {
        let page = try await open(server.url(path + "/publish?" + Self.publishQuery(codec: codec)))
        try await page.waitUntilLive()
        return page
    }

    /// Opens the watch page of a path.
    func watch(_ path: String, on server: ServerProcess) async throws -> ChromiumPage {
        try await open(server.url(path), beforeLoad: Self.countPeerConnections)
    }

    /// A small picture, since two cores encode it once and decode it twice.
    static func publishQuery(codec: String) -> String {
        "source=camera&codec=\(codec)&size=360&bitrate=800&audio=1&start=1"
    }

    private static let countPeerConnections = """
        globalThis.peerConnectionCount = 0
        globalThis.RTCPeerConnection = class extends RTCPeerConnection {
            constructor(...configuration) {
                super(...configuration)
                globalThis.peerConnectionCount += 1
                globalThis.latestPeerConnection = this
            }
        }
        """
}
