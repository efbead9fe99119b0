import Foundation
package import Glibc

/// A program that a benchmark runs. It dies with the thread that started it, however that ends, and with this object.
///
/// What it writes to its output is read here; what it complains about goes where our own complaints go, or nowhere.
package final class ChildProcess {
    package let id: pid_t
    private let name: String
    private var input: Int32
    private let output: Int32
    private var hasEnded = false
    private var exitStatus: Int32 = 0
    private var unread: [UInt8] = []

    /// - Parameters:
    ///   - executable: The program's path.
    ///   - environment: Added to our own, of which no `TURNOUT_` variable is handed on.
    /// - Throws: ``ForwardingError``.
    package init(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:], hidesComplaints: Bool = false
    ) throws(ForwardingError) {
        name = executable
        guard access(executable, X_OK) == 0 else {
            throw .wrong("\(executable) is not there, or is no program; `make build` makes it")
        }
        let (toChild, fromChild) = (try Self.pipe(), try Self.pipe())
        (input, output) = (toChild.write, fromChild.read)
        defer {
            close(toChild.read)
            close(fromChild.write)
        }
        let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("TURNOUT_") }
        id = try Self.spawn(
            ["/usr/bin/setpriv", "--pdeathsig", "KILL", executable] + arguments,
            environment: inherited.merging(environment) { $1 }.map { "\($0)=\($1)" },
            input: toChild.read, output: fromChild.write, hidesComplaints: hidesComplaints)
    }

    deinit {
        end(within: .zero)
        if input >= 0 { close(input) }
        close(output)
    }

    /// Whether the program still runs.
    package var isRunning: Bool {
        guard !hasEnded else { return false }
        hasEnded = waitpid(id, &exitStatus, WNOHANG) == id
        return !hasEnded
    }

    /// CPU time of all its threads, in nanoseconds.
    /// - Throws: ``ForwardingError``, also when it has ended.
    package func cpuTime() throws(ForwardingError) -> Int64 {
        var (clock, time) = (clockid_t(), timespec())
        guard isRunning, clock_getcpuclockid(id, &clock) == 0, clock_gettime(clock, &time) == 0 else {
            throw .wrong("\(name) has ended")
        }
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Writes a line to the program's input.
    func write(line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = Glibc.write(input, bytes, bytes.count)
    }

    /// The program's input ends here.
    func closeInput() {
        close(input)
        input = -1
    }

    /// The next line of its output, without its end.
    func readLine(within limit: Duration) throws(ForwardingError) -> String {
        let newline = UInt8(ascii: "\n")
        try read(within: limit) { $0.contains(newline) }
        guard let end = unread.firstIndex(of: newline) else { throw .wrong("\(name) ended without an answer") }
        defer { unread.removeFirst(end + 1) }
        return String(decoding: unread[..<end], as: UTF8.self)
    }

    /// The rest of its output.
    package func readToEnd(within limit: Duration) throws(ForwardingError) -> String {
        try read(within: limit) { _ in false }
        return String(decoding: unread, as: UTF8.self)
    }

    /// Asks the program to end (SIGTERM), and ends it when that takes too long.
    package func end(within limit: Duration) {
        guard isRunning else { return }
        if limit > .zero { kill(id, SIGTERM) }
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline, isRunning { usleep(10_000) }
        guard isRunning else { return }
        kill(id, SIGKILL)
        while waitpid(id, &exitStatus, 0) < 0, errno == EINTR {}
        hasEnded = true
    }

    /// Reads until the output ends, or until it is enough.
    private func read(within limit: Duration, isEnough: ([UInt8]) -> Bool) throws(ForwardingError) {
        let deadline = ContinuousClock.now + limit
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while !isEnough(unread) {
            let rest = deadline - ContinuousClock.now
            guard rest > .zero else { throw .timeout("an answer of \(name)", limit) }
            var descriptor = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
            guard poll(&descriptor, 1, Int32(rest / .milliseconds(1)) + 1) > 0 else { continue }
            let count = Glibc.read(output, &buffer, buffer.count)
            guard count > 0 else { return }
            unread += buffer[..<count]
        }
    }

    private static func pipe() throws(ForwardingError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw .system("pipe", errno: errno) }
        // Another child that held these open would keep this one's from ending.
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    private static func spawn(
        _ arguments: [String], environment: [String], input: Int32, output: Int32, hidesComplaints: Bool
    ) throws(ForwardingError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        if hidesComplaints { posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Threads of Swift concurrency block signals, and a program would inherit that.
        var noSignals = sigset_t()
        sigemptyset(&noSignals)
        posix_spawnattr_setsigmask(&attributes, &noSignals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        let (argv, envp) = (arguments.map { strdup($0) } + [nil], environment.map { strdup($0) } + [nil])
        defer { (argv + envp).forEach { free($0) } }
        var id: pid_t = 0
        let error = posix_spawn(&id, arguments[0], &actions, &attributes, argv, envp)
        guard error == 0 else { throw .system("posix_spawn of \(arguments[0])", errno: error) }
        return id
    }
}
