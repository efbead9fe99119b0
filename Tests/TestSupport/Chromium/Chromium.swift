import Foundation
import Glibc

/// A headless Chromium with a fake camera and microphone that it may use without asking, driven over a socket pair.
///
/// ```swift
/// try await Chromium.run { browser in
///     let page = try await browser.open("http://localhost:8080/demo")
///     try await page.waitUntil("turnout.state === 'live'")
/// }
/// ```
package final class Chromium: Sendable {
    private let process: ChildProcess
    private let connection: DevToolsConnection
    private let profile: TemporaryDirectory

    private init(process: ChildProcess, connection: DevToolsConnection, profile: TemporaryDirectory) {
        self.process = process
        self.connection = connection
        self.profile = profile
    }

    /// Starts a browser for the time of `body`, and ends it whatever happens.
    package static func run<Result>(_ body: (Chromium) async throws -> Result) async throws -> Result {
        let browser = try await launch()
        do {
            let result = try await body(browser)
            await browser.close()
            return result
        } catch {
            await browser.close()
            throw error
        }
    }

    /// Where the browser keeps its files as long as it lives.
    package var profilePath: String { profile.url.path }

    /// Opens a tab and waits until its page has loaded.
    /// - Parameter script: runs before each document's own scripts.
    package func open(_ url: String, beforeLoad script: String? = nil) async throws -> ChromiumPage {
        let target = try await connection.send("Target.createTarget", ["url": "about:blank"])["targetId"]
        let session = try await connection.send("Target.attachToTarget", ["targetId": target, "flatten": true])
        guard let session = session["sessionId"].string, let target = target.string else {
            throw TestFailure("Chromium opened no tab")
        }
        let page = ChromiumPage(connection: connection, session: session, target: target)
        try await page.prepare(script: script)
        try await page.navigate(to: url)
        return page
    }

    private static func launch() async throws -> Chromium {
        let profile = try TemporaryDirectory("chromium")
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw TestFailure("no socket pair: \(String(cString: strerror(errno)))")
        }
        defer { Glibc.close(ends[1]) }
        let connection = DevToolsConnection(descriptor: ends[0])
        // Chromium reads commands from descriptor 3 and answers on descriptor 4.
        let process = try ChildProcess.launch(
            path, options + ["--user-data-dir=\(profile.url.path)", "about:blank"],
            environment: ["HOME": profile.url.path], descriptors: [(ends[1], 3), (ends[1], 4)])
        let browser = Chromium(process: process, connection: connection, profile: profile)
        do {
            try await connection.send("Browser.getVersion", timeout: .seconds(60))
        } catch {
            await browser.close()
            throw TestFailure("Chromium did not start (\(error)):\n\(process.output)")
        }
        return browser
    }

    /// Ends the browser and all its processes.
    private func close() async {
        _ = try? await connection.send("Browser.close", timeout: .seconds(5))
        _ = try? await process.waitUntilEnd(timeout: .seconds(5))
        await process.end()
    }

    private static let path = ProcessInfo.processInfo.environment["TURNOUT_TEST_CHROMIUM"] ?? "/usr/bin/chromium"

    private static let options = [
        "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--no-first-run", "--no-default-browser-check", "--disable-sync", "--disable-extensions",
        "--disable-background-networking", "--disable-component-update", "--disable-breakpad",
        // Media without hands: a camera, a microphone, consent to both, sound without a click.
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
        "--autoplay-policy=no-user-gesture-required",
        // A machine without a network still has its loopback interface.
        "--allow-loopback-in-peer-connection",
        // All tabs work at full speed, seen or not.
        "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
        "--disable-backgrounding-occluded-windows",
    ]
}
