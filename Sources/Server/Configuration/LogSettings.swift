package import Logging

/// What is written to standard error, and how.
package struct LogSettings: Equatable, Sendable {
    package var level: Logger.Level = .info
    package var format: LogFormat = .text
}

package enum LogFormat: String, CaseIterable, Sendable {
    /// `time level message key=value ...`
    case text
    /// One JSON object a line.
    case json
}

extension LogSettings {
    static let table: [Setting] = [
        Setting("log.level", \.log.level, .choice(), "The least important events that are logged"),
        Setting("log.format", \.log.format, .choice(), "One line an event, for people or for machines"),
    ]
}
