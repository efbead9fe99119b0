package import Foundation
import Synchronization

/// A tab of a ``Chromium``.
package final class ChromiumPage: Sendable {
    private let connection: DevToolsConnection
    private let session: String
    private let target: String
    private let log = Mutex<[String]>([])

    init(connection: DevToolsConnection, session: String, target: String) {
        self.connection = connection
        self.session = session
        self.target = target
        connection.setListener(session: session) { [weak self] method, parameters in
            self?.note(method, parameters)
        }
    }

    /// What the page wrote to its console, and the exceptions nobody caught, oldest first.
    package var console: [String] { log.withLock { $0 } }

    /// Goes to an address and waits until its page has loaded.
    package func navigate(to url: String) async throws {
        try await leave {
            let result = try await send("Page.navigate", ["url": .string(url)])
            if let error = result["errorText"].string { throw TestFailure("\(url): \(error)") }
        }
    }

    /// Loads the page anew and waits until it has loaded.
    package func reload() async throws {
        try await leave { try await send("Page.reload") }
    }

    /// The value of a JavaScript expression; of a promise, what it resolves to.
    @discardableResult
    package func evaluate(_ expression: String, timeout: Duration = .seconds(30)) async throws -> JSON {
        let answer = try await send(
            "Runtime.evaluate",
            ["expression": .string(expression), "awaitPromise": true, "returnByValue": true, "userGesture": true],
            timeout: timeout)
        if case .object(let details) = answer["exceptionDetails"] {
            let text = answer["exceptionDetails"]["exception"]["description"].string ?? details["text"]?.string
            throw TestFailure(text ?? "\(expression) failed")
        }
        return answer["result"]["value"]
    }

    /// Waits until a JavaScript expression is true. While it throws, because the page is not that far or is just being
    /// replaced, it is not.
    package func waitUntil(_ condition: String, timeout: Duration = .seconds(30)) async throws {
        let failure = Mutex<String?>(nil)
        do {
            try await eventually(condition, timeout: timeout) { () -> Bool? in
                do {
                    let value = try await evaluate(condition)
                    failure.withLock { $0 = nil }
                    return value.bool == true ? true : nil
                } catch let error as TestFailure {
                    failure.withLock { $0 = error.description }
                }
                return nil
            }
        } catch is TimedOut {
            let remarks = [failure.withLock { $0 }].compactMap(\.self) + console.suffix(10)
            throw TimedOut(condition, after: timeout, details: remarks.joined(separator: "\n"))
        }
    }

    /// What the page looks like, as a PNG file.
    package func screenshot(to file: URL) async throws {
        let picture = try await send("Page.captureScreenshot", ["format": "png"])["data"].string ?? ""
        try (Data(base64Encoded: picture) ?? Data()).write(to: file)
    }

    package func close() async throws {
        try await connection.send("Target.closeTarget", ["targetId": .string(target)])
        connection.setListener(session: session, nil)
    }

    func prepare(script: String?) async throws {
        try await send("Page.enable")
        try await send("Runtime.enable")
        if let script { try await send("Page.addScriptToEvaluateOnNewDocument", ["source": .string(script)]) }
    }

    /// Lets `departure` replace the document, and waits until the new one has loaded.
    private func leave(_ departure: () async throws -> Void) async throws {
        try await evaluate("globalThis.isLeaving = true")
        try await departure()
        try await waitUntil("!globalThis.isLeaving && document.readyState === 'complete'")
    }

    @discardableResult
    private func send(
        _ method: String, _ parameters: JSON = [:], timeout: Duration = .seconds(30)
    ) async throws -> JSON {
        try await connection.send(method, parameters, session: session, timeout: timeout)
    }

    private func note(_ method: String, _ parameters: JSON) {
        switch method {
        case "Runtime.consoleAPICalled":
            let words = (parameters["args"].array ?? []).map { argument in
                argument["value"].string ?? argument["description"].string ?? argument["type"].string ?? ""
            }
            log.withLock { $0.append("\(parameters["type"].string ?? "log"): \(words.joined(separator: " "))") }
        case "Runtime.exceptionThrown":
            let details = parameters["exceptionDetails"]
            let text = details["exception"]["description"].string ?? details["text"].string ?? "?"
            log.withLock { $0.append("exception: \(text)") }
        default:
            break
        }
    }
}
