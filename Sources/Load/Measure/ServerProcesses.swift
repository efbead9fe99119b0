import Foundation
import Glibc

/// The processes of a server on this machine, by what /proc says of them.
struct ServerProcesses: Sendable {
    /// One or more.
    let ids: [Int32]

    /// Nil for none.
    init?(_ ids: [Int32]) {
        guard !ids.isEmpty else { return nil }
        self.ids = ids
    }

    /// Those that listen on a TCP port of this machine. Nil when there are none, or none that we may look at.
    init?(listeningOn port: UInt16) {
        let sockets = Self.listeners(port)
        guard !sockets.isEmpty else { return nil }
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        self.init(all.compactMap { Int32($0) }.filter { Self.holds($0, oneOf: sockets) })
    }

    /// What the processes have used so far, and what they hold.
    struct Usage: Sendable {
        /// Nanoseconds of CPU time by thread, where the kernel counts it.
        fileprivate var threads: [String: Int64]
        /// Nanoseconds of CPU time of the processes, in steps of 10 ms.
        fileprivate var total: Int64
        /// Bytes of memory in use (RSS).
        var memory: Int64

        /// Nanoseconds of CPU time since an earlier look.
        func cpuTime(since earlier: Usage) -> Int64 {
            // What a thread used that has ended is in the coarser figure alone.
            guard earlier.threads.keys.allSatisfy({ threads[$0] != nil }), !threads.isEmpty else {
                return total - earlier.total
            }
            return threads.reduce(0) { $0 + $1.value - (earlier.threads[$1.key] ?? 0) }
        }
    }

    /// Nil when a process has ended.
    func usage() -> Usage? {
        var usage = Usage(threads: [:], total: 0, memory: 0)
        for id in ids {
            guard let stat = Self.read("/proc/\(id)/stat"), let memory = Self.read("/proc/\(id)/statm") else {
                return nil
            }
            // The name stands in parentheses and may hold anything (proc(5)).
            let fields = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
            if fields.count > 13 {
                let ticks = (Int64(fields[12]) ?? 0) + (Int64(fields[13]) ?? 0)
                usage.total += ticks * (1_000_000_000 / Int64(sysconf(Int32(_SC_CLK_TCK))))
            }
            let pages = memory.split(separator: " ").dropFirst().first.flatMap { Int64($0) } ?? 0
            usage.memory += pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
            let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/task")) ?? []
            for thread in threads {
                let time = Self.read("/proc/\(id)/task/\(thread)/schedstat")?.split(separator: " ").first
                usage.threads["\(id)/\(thread)"] = time.flatMap { Int64($0) }
            }
        }
        return usage
    }

    /// The inodes of sockets that listen on a port.
    private static func listeners(_ port: UInt16) -> Set<String> {
        var sockets: Set<String> = []
        for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
            for line in (read(table) ?? "").split(separator: "\n").dropFirst() {
                let fields = line.split(separator: " ")
                guard fields.count > 9, fields[3] == listening,
                    let local = fields[1].split(separator: ":").last, UInt16(local, radix: 16) == port
                else { continue }
                sockets.insert("socket:[\(fields[9])]")
            }
        }
        return sockets
    }

    private static func holds(_ id: Int32, oneOf sockets: Set<String>) -> Bool {
        let folder = "/proc/\(id)/fd"
        let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return descriptors.contains { descriptor in
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(descriptor)")
            return target.map(sockets.contains) ?? false
        }
    }

    private static func read(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    /// TCP_LISTEN, in hexadecimal.
    private static let listening = "0A"
}
