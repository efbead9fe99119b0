import Logging
import Synchronization

@testable import Server

/// What is logged, line by line.
final class LogLines: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock(\.self) }

    /// A logger that adds to the lines.
    var logger: Logger {
        Logger(label: "test") { [self] _ in
            LineLogHandler(LogSettings()) { line in self.lines.withLock { $0.append(line) } }
        }
    }
}
