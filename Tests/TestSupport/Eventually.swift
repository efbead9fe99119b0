/// A test's surroundings failed it: a program did not start, a page threw, a request was refused.
package struct TestFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

/// A condition did not come true in time.
package struct TimedOut: Error, CustomStringConvertible {
    package let description: String

    /// - Parameter details: what may tell why.
    package init(_ what: String, after timeout: Duration, details: String = "") {
        description = "\(what): not within \(timeout)" + (details.isEmpty ? "" : "\n\(details)")
    }
}

/// Asks for a value every `interval` until there is one.
/// - Parameter what: what is waited for, for the message of ``TimedOut``.
@discardableResult
package func eventually<Value>(
    _ what: String, timeout: Duration, every interval: Duration = .milliseconds(50),
    _ value: () async throws -> Value?
) async throws -> Value {
    let end = ContinuousClock.now + timeout
    while true {
        if let value = try await value() { return value }
        guard ContinuousClock.now < end else { throw TimedOut(what, after: timeout) }
        try await Task.sleep(for: interval)
    }
}

/// Prints a figure that a test measured. `make test` shows it among its few lines.
package func printFigure(_ figure: String) {
    print("▸ \(figure)")
}
