import CLinux

/// The clocks and CPU times of one moment.
struct Sample {
    /// Nanoseconds, on the monotonic clock.
    let time: Int64
    /// Nanoseconds of CPU time of this process.
    let ownTime: Int64
    let server: ServerProcesses.Usage?

    init(_ server: ServerProcesses?) {
        time = clinux_monotonic_nanoseconds()
        ownTime = clinux_process_cpu_nanoseconds()
        self.server = server?.usage()
    }

    /// Nanoseconds of CPU time; nil when the server cannot be looked at.
    func serverTime(since earlier: Sample) -> Int64? {
        guard let server, let before = earlier.server else { return nil }
        return server.cpuTime(since: before)
    }
}
