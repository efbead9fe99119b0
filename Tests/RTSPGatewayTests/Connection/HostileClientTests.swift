import Foundation
import GatewaySupport
import TestSupport
import Testing

@testable import RTSPGateway

/// Clients that ask for what makes no sense, or for too much.
@Suite struct HostileClientTests {
    private func wait(_ what: String, until goal: @escaping () -> Bool) async throws {
        try await eventually(what, timeout: .seconds(60), every: .milliseconds(5)) { goal() ? true : nil }
    }

    /// Requests that are answered at once, as many as are read at once, need no more stack than one; and the log tells of a
    /// few.
    @Test func manyRequestsAtOnceAreAnsweredOneByOne() async throws {
        let gateway = try await TestGateway.start()
        let client = try await TextClient.connect(to: gateway.port)
        let count = 20_000
        try await client.send(Array((1...count).map { "DESCRIBE a RTSP/1.0\nCSeq: \($0)\n\n" }.joined().utf8))
        try await wait("\(count) refusals") { gateway.counters.requestsRefused.figure == UInt64(count) }
        try await wait("the last answer") { client.answers.last?.sequence == count }
        #expect(client.answers.map(\.sequence) == (1...count).map { $0 })
        #expect(client.answers.allSatisfy { $0.status == 400 })
        #expect(gateway.reports.events.count == RTSPGatewayLimits.reportedRefusals)
        await gateway.stop()
    }

    @Test func aFileIsPlayedUnderTheNameThatItWasSetUpUnder() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "turnout-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(telephone(seconds: 5)).write(to: folder.appending(path: "a.wav"))
        let gateway = try await TestGateway.start { $0.filesFolder = folder.path }
        let client = try await TextClient.connect(to: gateway.port)
        let url = "rtsp://host/vod/a.wav"
        let transport = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1"
        let answer = try await client.ask("SETUP", url + "/trackID=0", [transport])
        #expect(answer.status == 200)
        #expect(try await client.ask("PLAY", "rtsp://host/vod/b.wav", answer.session).status == 455)
        #expect(try await client.ask("PLAY", url + "/", answer.session).status == 200)
        #expect(try await client.ask("PAUSE", url, answer.session).status == 200)
        #expect(try await client.ask("SETUP", url, [transport] + answer.session).status == 455)
        await gateway.stop()
    }

    @Test func nobodyIsLetInBehindTheEnd() {
        let sessions = RTSPSessions()
        let first = sessions.open(remote: "here", maximum: 2) { _ in }
        sessions.closeAll(sentence: "The server stops.")
        #expect(first != nil)
        #expect(sessions.open(remote: "there", maximum: 2) { _ in } == nil)
    }

    /// A WAVE file of G.711.
    private func telephone(seconds: UInt32) -> [UInt8] {
        func little(_ value: UInt32, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
        }
        let samples = [UInt8](repeating: 0x55, count: Int(seconds) * 8_000)
        // µ-law, one channel, 8,000 samples and bytes a second, one byte a sample.
        let format =
            little(7, 2) + little(1, 2) + little(8_000, 4) + little(8_000, 4) + little(1, 2) + little(8, 2)
            + little(0, 2)
        let chunks =
            Array("WAVEfmt ".utf8) + little(UInt32(format.count), 4) + format + Array("data".utf8)
            + little(UInt32(samples.count), 4) + samples
        return Array("RIFF".utf8) + little(UInt32(chunks.count), 4) + chunks
    }
}
