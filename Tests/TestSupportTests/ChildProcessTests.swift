import Foundation
import TestSupport
import Testing

@Suite struct ChildProcessTests {
    @Test func outputEnvironmentAndExitCodeComeBack() async throws {
        let process = try ChildProcess.launch(
            "/bin/sh", ["-c", "echo out $WORD; echo err >&2; exit 3"], environment: ["WORD": "and about"])
        #expect(try await process.waitUntilEnd(timeout: .seconds(10)) == .exited(code: 3))
        #expect(process.output == "out and about\nerr\n")
    }

    @Test func aSignalEndsIt() async throws {
        let process = try ChildProcess.launch("/bin/sleep", ["60"])
        #expect(process.ending == nil)
        process.send(signal: SIGTERM)
        #expect(try await process.waitUntilEnd(timeout: .seconds(10)) == .killed(signal: SIGTERM))
    }

    @Test func itsOwnChildrenGoWithIt() async throws {
        let process = try ChildProcess.launch("/bin/sh", ["-c", "sleep 60 & echo $!; exit 0"])
        _ = try await process.waitUntilEnd(timeout: .seconds(10))
        let grandchild = try #require(pid_t(process.output.trimmingCharacters(in: .newlines)))
        try await eventually("the grandchild is gone", timeout: .seconds(10)) { isRunning(grandchild) ? nil : true }
    }

    @Test func waitingForOneThatStaysTimesOut() async throws {
        let process = try ChildProcess.launch("/bin/sleep", ["600"])
        await #expect(throws: TimedOut.self) { try await process.waitUntilEnd(timeout: .milliseconds(100)) }
        await process.end()
        #expect(process.ending == .killed(signal: SIGKILL))
    }

    @Test func aMissingProgramIsAnError() {
        #expect(throws: TestFailure.self) { try ChildProcess.launch("/nowhere/to/be/found") }
    }

    /// False also for one that has ended and waits for somebody to take note.
    private func isRunning(_ id: pid_t) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else { return false }
        return !status.contains(") Z ")
    }
}
