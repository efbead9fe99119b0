import Foundation
import Glibc
package import Logging

/// Writes each event as one line to standard error: for people (`time level message key=value ...`) or as JSON.
package struct LineLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let format: LogFormat
    private let write: @Sendable (String) -> Void

    /// - Parameter write: takes a line with its end; standard error by default.
    package init(_ settings: LogSettings, write: @escaping @Sendable (String) -> Void = Self.writeToStandardError) {
        logLevel = settings.level
        format = settings.format
        self.write = write
    }

    package func log(event: LogEvent) {
        var fields = metadata
        fields.merge(metadataProvider?.get() ?? [:]) { _, new in new }
        fields.merge(event.metadata ?? [:]) { _, new in new }
        if let error = event.error { fields["error"] = "\(error)" }
        let time = Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        let pairs = fields.sorted { $0.key < $1.key }.map { (key: $0.key, value: "\($0.value)") }
        write(
            format == .json
                ? Self.json([("time", time), ("level", event.level.rawValue), ("message", "\(event.message)")] + pairs)
                : Self.text(time, event.level, "\(event.message)", pairs))
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    private static func text(
        _ time: String, _ level: Logger.Level, _ message: String, _ pairs: [(key: String, value: String)]
    ) -> String {
        let fields = pairs.map { " \($0.key)=\(needsQuotes($0.value) ? quoted($0.value) : $0.value)" }.joined()
        return "\(time) \(level.rawValue) \(singleLine(message))\(fields)\n"
    }

    private static func json(_ pairs: [(key: String, value: String)]) -> String {
        "{" + pairs.map { "\(quoted($0.key)):\(quoted($0.value))" }.joined(separator: ",") + "}\n"
    }

    /// Between double quotes and with escapes (RFC 8259 §7), so that nothing in it can end the line or the value.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where isControl(scalar):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func singleLine(_ message: String) -> String {
        message.unicodeScalars.contains(where: isControl) ? quoted(message) : message
    }

    private static func needsQuotes(_ value: String) -> Bool {
        value.isEmpty || value.unicodeScalars.contains { isControl($0) || [" ", "\"", "=", "\\"].contains($0) }
    }

    /// Control characters of ASCII and Latin-1, and Unicode's own line ends.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || [0x2028, 0x2029].contains(scalar.value)
    }

    /// One system call a line, so that lines of several threads do not mix. What cannot be written is lost.
    package static let writeToStandardError: @Sendable (String) -> Void = { line in
        var line = line
        line.withUTF8 { bytes in _ = Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
    }
}
