import Foundation

/// What /proc says of a process.
enum ProcessStatus {
    /// KiB of memory that the process holds, of /proc/PID/status; nil when it does not say.
    static func residentKiB(in status: String) -> Int? {
        guard let words = words(of: "VmRSS", in: status), words.count == 2, words[1] == "kB" else { return nil }
        return Int(words[0])
    }

    /// The numbers of the cores that the process may run on, of /proc/PID/status; empty when it does not say.
    static func cores(in status: String) -> [Int] {
        guard let list = words(of: "Cpus_allowed_list", in: status)?.first else { return [] }
        return list.split(separator: ",").flatMap { part -> [Int] in
            let ends = part.split(separator: "-").compactMap { Int($0) }
            guard let first = ends.first, let last = ends.last, first <= last else { return [] }
            return Array(first...last)
        }
    }

    private static func words(of name: String, in status: String) -> [Substring]? {
        let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
        return line?.dropFirst(name.count + 1).split(whereSeparator: \.isWhitespace)
    }
}
