import Foundation
import Glibc

/// The machine that figures were measured on: without it, they say nothing.
package struct Machine: Sendable, Equatable {
    package var processor: String
    package var cores: Int
    package var kernel: String
    /// Year, month and day, as ISO 8601 writes them.
    package var date: String

    package init(processor: String, cores: Int, kernel: String, date: String) {
        self.processor = processor
        self.cores = cores
        self.kernel = kernel
        self.date = date
    }

    /// This one, today.
    package static var current: Machine {
        let information = FileManager.default.contents(atPath: "/proc/cpuinfo") ?? Data()
        var system = utsname()
        uname(&system)
        let architecture = text(system.machine)
        return Machine(
            processor: processor(in: String(decoding: information, as: UTF8.self)) ?? architecture,
            cores: ProcessInfo.processInfo.activeProcessorCount, kernel: text(system.release),
            date: Date.now.formatted(.iso8601.year().month().day()))
    }

    /// The model that /proc/cpuinfo names; nil when it names none.
    package static func processor(in information: String) -> String? {
        for line in information.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            let name = parts[0].trimmingCharacters(in: .whitespaces)
            guard name == "model name" || name == "Model" else { continue }
            return parts[1].trimmingCharacters(in: .whitespaces)
        }
        return nil
    }

    package var description: String {
        "\(processor), \(cores) core\(cores == 1 ? "" : "s"), Linux \(kernel), \(date)"
    }

    private static func text<Characters>(_ characters: Characters) -> String {
        withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
