import COpenSSLMemory
import DTLS
import MediaPlane
import TestSupport
import Testing
import WebRTC

/// The end of sessions, as DTLS tells it, long after their handshakes.
@Suite struct GoodbyeTests {
    @Test func aViewerThatLeavesIsGoneAtOnce() throws {
        let simulation = try Simulation()
        let (_, viewers) = try simulation.connect(viewers: 2, publisher: [.slowVideo, .audio])
        simulation.run(for: .seconds(10))
        viewers[0].leave()
        simulation.run(for: .milliseconds(15))
        #expect(simulation.closeReason(of: viewers[0].key) == .dtls(.closeNotify))
        #expect(simulation.loop.tables.sessions == 2)
        viewers[1].expectIntact()
    }

    @Test func aViewerHearsThatItsSessionEnds() throws {
        let simulation = try Simulation()
        let (_, viewers) = try simulation.connect(viewers: 2, publisher: [.slowVideo, .audio])
        simulation.run(for: .seconds(10))
        _ = simulation.command { $0.close(viewers[0].key, .streamEnded) }
        simulation.run(for: .milliseconds(15))
        #expect(viewers[0].closeReason == .closeNotify && viewers[1].closeReason == nil)
    }

    /// Of 40 KiB that OpenSSL takes for a handshake at either end, nothing stays; ciphers of SRTP may.
    @Test func aSessionKeepsNothingOfItsHandshake() throws {
        let simulation = try Simulation()
        _ = try simulation.connect(viewers: 1, publisher: [.slowVideo, .audio])
        let before = copensslmemory_live_bytes()
        let viewers = try (0..<10).map { try VirtualViewer(simulation, name: "v\($0)") }
        simulation.run(for: .seconds(1))
        let isEachConnected = viewers.allSatisfy { $0.isConnected }
        #expect(isEachConnected)
        let each = (copensslmemory_live_bytes() - before) / 10
        printFigure("OpenSSL holds \(each) bytes for a viewer and its session")
        #expect(each < 12_000)
    }
}
