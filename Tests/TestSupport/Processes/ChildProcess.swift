import Foundation
package import Glibc
import Synchronization

/// A program that a test runs: in a process group of its own, which dies with it, and with the test process, however that
/// ends. What it writes to its output goes into a file.
///
/// Foundation's `Process` has neither the group nor the extra descriptors that Chromium wants.
package final class ChildProcess: Sendable {
    package enum Ending: Equatable, Sendable {
        case exited(code: Int32)
        case killed(signal: Int32)
    }

    /// Of the process and of its group.
    package let id: pid_t
    private let name: String
    private let directory: TemporaryDirectory
    private let state = Mutex<Ending?>(nil)

    private init(id: pid_t, name: String, directory: TemporaryDirectory) {
        self.id = id
        self.name = name
        self.directory = directory
    }

    /// Starts a program.
    /// - Parameters:
    ///   - executable: the program's path.
    ///   - environment: added to this process's own, of which no `TURNOUT_` variable is handed on: those speak to the tests.
    ///   - descriptors: which of our descriptors the program has under which number, beside 0 (empty), 1 and 2 (the output).
    package static func launch(
        _ executable: String, _ arguments: [String] = [], environment: [String: String] = [:],
        descriptors: [(ours: Int32, theirs: Int32)] = []
    ) throws -> ChildProcess {
        guard access(executable, X_OK) == 0 else {
            throw TestFailure("\(executable) is not there, or is no program")
        }
        let directory = try TemporaryDirectory("output")
        let launched = Mutex<Result<ChildProcess, TestFailure>?>(nil)
        let isLaunched = DispatchSemaphore(value: 0)
        let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("TURNOUT_") }
        let whole = inherited.merging(environment) { $1 }
        // The kernel sends the death signal when the thread that launched the program ends, not the process; so each program
        // has a thread that waits for it.
        Thread.detachNewThread {
            let result = spawn(
                ["/usr/bin/setpriv", "--pdeathsig", "KILL", executable] + arguments,
                environment: whole.map { "\($0)=\($1)" }, output: directory.outputFile.path, descriptors: descriptors
            ).map { ChildProcess(id: $0, name: executable, directory: directory) }
            launched.withLock { $0 = result }
            isLaunched.signal()
            if case .success(let process) = result { process.waitForEnd() }
        }
        isLaunched.wait()
        return try launched.withLock { try $0!.get() }
    }

    /// How the program ended; nil while it runs.
    package var ending: Ending? { state.withLock { $0 } }

    /// All the program has written so far.
    package var output: String {
        String(decoding: (try? Data(contentsOf: directory.outputFile)) ?? Data(), as: UTF8.self)
    }

    /// Sends a signal to the program alone; nothing when it has ended.
    package func send(signal: Int32) {
        state.withLock { if $0 == nil { kill(id, signal) } }
    }

    package func waitUntilEnd(timeout: Duration) async throws -> Ending {
        try await eventually("\(name) ends", timeout: timeout) { ending }
    }

    /// Kills the program and its group, and waits until they are gone.
    package func end() async {
        state.withLock { if $0 == nil { kill(-id, SIGKILL) } }
        while ending == nil { try? await Task.sleep(for: .milliseconds(5)) }
    }

    /// On the program's own thread. The rest of the group goes before the program's number can be given to another one.
    private func waitForEnd() {
        var info = siginfo_t()
        while waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        state.withLock {
            kill(-id, SIGKILL)
            var status: Int32 = 0
            while waitpid(id, &status, 0) < 0, errno == EINTR {}
            let signal = status & 0x7F
            $0 = signal == 0 ? .exited(code: status >> 8 & 0xFF) : .killed(signal: signal)
        }
    }
}

extension TemporaryDirectory {
    fileprivate var outputFile: URL { url.appending(path: "output") }
}

private func spawn(
    _ arguments: [String], environment: [String], output: String, descriptors: [(ours: Int32, theirs: Int32)]
) -> Result<pid_t, TestFailure> {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
    posix_spawn_file_actions_adddup2(&actions, 1, 2)
    for (ours, theirs) in descriptors { posix_spawn_file_actions_adddup2(&actions, ours, theirs) }

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
    posix_spawnattr_setpgroup(&attributes, 0)
    // The threads of Swift concurrency block signals, and a program would inherit that.
    var noSignals = sigset_t()
    sigemptyset(&noSignals)
    posix_spawnattr_setsigmask(&attributes, &noSignals)

    let (argv, envp) = (arguments.map { strdup($0) } + [nil], environment.map { strdup($0) } + [nil])
    defer { (argv + envp).forEach { free($0) } }
    var id: pid_t = 0
    let error = posix_spawn(&id, arguments[0], &actions, &attributes, argv, envp)
    guard error == 0 else {
        return .failure(TestFailure("\(arguments[0]) did not start: \(String(cString: strerror(error)))"))
    }
    return .success(id)
}
