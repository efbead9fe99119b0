import Foundation
import TestSupport
import Testing

extension Interop {
    /// `turnout load` against the built server.
    @Suite struct LoadTests {
        @Test func everybodyJoinsAndNothingIsLost() async throws {
            try await ServerProcess.run { server in
                let (ending, report) = try await Self.load(
                    [server.url("demo"), "--viewers", "10", "--duration", "3s", "--json"])
                #expect(ending == .exited(code: 0))
                #expect(report["passed"] == true && report["errors"].array?.isEmpty == true)
                #expect(report["publishers"]["joined"] == 1 && report["viewers"]["joined"] == 10)
                let viewers = report["viewers"]
                #expect(viewers["packets_lost"] == 0 && viewers["frames_lost"] == 0)
                #expect(viewers["packets_refused"] == 0 && viewers["without_marks"] == 0)
                #expect((viewers["packets_expected"].number ?? 0) > 5_000)
                #expect((viewers["keyframes"].number ?? 0) >= 10)
                #expect(viewers["join_ms"]["first_keyframe"]["count"] == 10)
                #expect((report["latency_ms"]["count"].number ?? 0) > 5_000)
                // The server is a process of this user on this machine.
                #expect(report["server"]["pids"].array?.count == 1)
                #expect((report["server"]["cpu_us_per_packet"].number ?? 0) > 0)
                #expect(report["protection"] == "SRTP_AEAD_AES_128_GCM")
                // What was opened is closed again.
                try await eventually("nobody watches any more", timeout: .seconds(5)) {
                    let streams = try await HTTP.get(server.url("v1/streams")).body
                    return streams.contains("\"subscribers\":0") || !streams.contains("subscribers") ? true : nil
                }
            }
        }

        @Test func lossIsRepairedOnRequest() async throws {
            try await ServerProcess.run { server in
                let arguments = [
                    "--viewers", "5", "--loss", "2", "--nack", "--srtp", "cm", "--codec", "vp8", "--burst",
                ]
                let (_, report) = try await Self.load(
                    [server.url("demo"), "--duration", "3s", "--json", "--seed", "1"] + arguments)
                let viewers = report["viewers"]
                let dropped = viewers["packets_dropped"].number ?? 0
                #expect(dropped > 20)
                #expect((viewers["packets_repaired"].number ?? 0) > dropped * 0.8)
                // The last packets have nothing behind them that would show their absence.
                #expect((viewers["packets_lost"].number ?? .infinity) <= 5)
                #expect(report["protection"] == "SRTP_AES128_CM_HMAC_SHA1_80")
            }
        }

        @Test func aRefusalIsToldInTheServersWords() async throws {
            try await ServerProcess.run(environment: ["TURNOUT_TRUST_LOOPBACK": "false"]) { server in
                let (ending, report) = try await Self.load(
                    [server.url("demo"), "--viewers", "1", "--duration", "1s", "--json"])
                #expect(ending == .exited(code: 1))
                #expect(report["passed"] == false && report["publishers"]["failed"] == 1)
                let error = report["errors"].array?.first?.string ?? ""
                #expect(error.hasPrefix("publisher 1: the server answered 40"), "\(error)")
            }
        }

        /// Sessions are closed before the program ends.
        @Test func interruptedItEndsPolitely() async throws {
            try await ServerProcess.run { server in
                let load = try ChildProcess.launch(
                    ServerProcess.executable, ["load", server.url("demo"), "--viewers", "3", "--duration", "60s"])
                try await eventually("three watch", timeout: .seconds(20)) {
                    try await HTTP.get(server.url("v1/streams")).body.contains("\"subscribers\":3") ? true : nil
                }
                load.send(signal: 2)
                #expect(try await load.waitUntilEnd(timeout: .seconds(20)) == .exited(code: 0))
                #expect(load.output.contains("interrupted after"))
                let ended = server.log.components(separatedBy: "Session ended by its owner").count - 1
                #expect(ended == 4)
            }
        }

        /// Runs the program to its end, and reads the object that it prints last.
        private static func load(_ arguments: [String]) async throws -> (ending: ChildProcess.Ending, report: JSON) {
            let process = try ChildProcess.launch(ServerProcess.executable, ["load"] + arguments)
            let ending = try await process.waitUntilEnd(timeout: .seconds(60))
            // Progress and errors stand before it, in the same file.
            guard let begin = process.output.range(of: "\n{\n") ?? process.output.range(of: "{\n") else {
                throw TestFailure("no report: \(process.output)")
            }
            let text = process.output[begin.lowerBound...].drop { $0 != "{" }
            return (ending, try JSONDecoder().decode(JSON.self, from: Data(text.utf8)))
        }
    }
}
