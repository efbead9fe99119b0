import Foundation
import SRTP
import TestSupport
import Testing

@testable import Forwarding

/// The programs that are built, in short runs.
@Suite struct RunTests {
    private static let server = ServerProcess.executable
    private static let bench = URL(filePath: server).deletingLastPathComponent().appending(path: "turnout-bench").path

    @Test(arguments: [SRTPProfile.aeadAES128GCM, .aes128CMHMACSHA1_80], [false, true])
    func theFloorForwards(profile: SRTPProfile, isPaced: Bool) throws {
        let traffic = Traffic(publishers: 2, viewers: 6, profile: profile, bitrate: 2_500_000, isPaced: isPaced)
        let floor = try ChildProcess(
            Self.bench, ["floor", "--json", "--seconds", "1"] + FloorArguments.of(traffic))
        let figures = try FloorFigures(json: floor.readToEnd(within: .seconds(30)))
        // Two publishers' 30 frames, each of nine packets or more, to three viewers.
        #expect((1_000...2_400).contains(figures.packets))
        #expect(figures.cpuUsPerPacket > 0)
        #expect(figures.callsPerThousandPackets > 0)
        #expect(figures.lossPercent < 5)
    }

    @Test func theServerIsMeasured() throws {
        let traffic = Traffic(
            publishers: 2, viewers: 4, profile: .aes128CMHMACSHA1_80, bitrate: 2_500_000, isPaced: false)
        let run = try ServerRun(traffic, seconds: 1, executable: Self.server)
        let figures = try run.figures()
        #expect(figures.cpuUsPerPacket > 0)
        #expect(figures.callsPerThousandPackets > 0)
        #expect(figures.transitP99Ms != nil)
        #expect(figures.latencyP99Ms != nil)
        #expect(figures.memoryMib > 1)
        #expect(figures.lossPercent < 5)
        #expect(figures.cipherEngine != "unknown")
    }

    @Test func aMissingProgramIsSaid() {
        let error = #expect(throws: ForwardingError.self) { try ChildProcess("/nowhere/turnout", []) }
        #expect(error?.description.contains("/nowhere/turnout") == true)
    }

    @Test func aProgramThatHangsIsEnded() throws {
        let sleeper = try ChildProcess("/bin/sleep", ["600"])
        #expect(throws: ForwardingError.self) { try sleeper.readToEnd(within: .milliseconds(100)) }
        #expect(sleeper.isRunning)
        sleeper.end(within: .seconds(5))
        #expect(!sleeper.isRunning)
        #expect(throws: ForwardingError.self) { try sleeper.cpuTime() }
    }
}
