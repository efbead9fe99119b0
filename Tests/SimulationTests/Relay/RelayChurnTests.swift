import Codecs
import Foundation
import MediaPlane
import Net
import SFU
import TestSupport
import Testing
import WebRTC

/// Publishers and viewers come and go at random over three workers, which are slow at times; nothing of them stays.
@Suite struct RelayChurnTests {
    /// With `TURNOUT_LONG_TESTS=1` many more seeds.
    static let seeds: ClosedRange<UInt64> =
        ProcessInfo.processInfo.environment["TURNOUT_LONG_TESTS"] == "1" ? 1...40 : 1...4

    @Test(arguments: seeds) func nothingIsLeftBehind(seed: UInt64) throws {
        let simulation = try Simulation(
            seed: seed, conditions: LinkConditions(loss: 0.02, delay: .milliseconds(10)), workers: 3,
            settings: MediaSettings(reconnectGrace: .seconds(2)))
        var random = SeededRandom(seed: seed &+ 200)
        let paths = (0..<4).map { StreamPath(known: "churn/\($0)") }
        var peers: [VirtualPeer] = []
        var told: [LiveStream] = []
        var (opened, mostReplicas) = (0, 0)
        while opened < 150 {
            let path = paths[Int.random(in: paths.indices, using: &random)]
            switch Int.random(in: 0..<12, using: &random) {
            case 0...1:
                opened += 1
                peers.append(
                    try VirtualPublisher(
                        simulation, path: path, plans: [.slowVideo, .audio],
                        generation: UInt8(truncatingIfNeeded: opened), name: "\(opened)"))
            case 2...6:
                var plan = ViewerPlan()
                plan.path = path
                if let stream = simulation.live(path) { told.append(stream) }
                // Some were told of a stream long ago.
                let stream = random.chance(0.2) ? told.randomElement(using: &random) : nil
                let worker = Int.random(in: 0..<3, using: &random)
                guard
                    let viewer = try? VirtualViewer(
                        simulation, name: "\(opened)-viewer", plan: plan, on: worker, of: stream)
                else { break }
                opened += 1
                peers.append(viewer)
            case 7:
                let worker = simulation.workers[Int.random(in: 0..<3, using: &random)]
                worker.isHeld = true
                simulation.run(for: .milliseconds(Int.random(in: 0...800, using: &random)))
                worker.isHeld = false
            default:
                guard let peer = peers.randomElement(using: &random) else { break }
                disturb(peer, in: simulation, using: &random)
            }
            simulation.run(for: .milliseconds(Int.random(in: 0...150, using: &random)))
            mostReplicas = max(mostReplicas, simulation.workers.reduce(0) { $0 + $1.loop.tables.replicas })
        }
        #expect(mostReplicas >= 4)
        for case let viewer as VirtualViewer in peers {
            #expect(viewer.conflicts == 0 && viewer.video.damaged == 0 && viewer.audio.damaged == 0)
            #expect(viewer.video.renumbered == 0 && viewer.video.repeated == 0 && viewer.refusals == 0)
            let disorder = [viewer.video.disorder(skips: true), viewer.audio.disorder(skips: false)]
            #expect(disorder == [nil, nil], "\(viewer.key.text)")
        }
        for peer in peers { if Bool.random(using: &random) { peer.leave() } else { peer.isDead = true } }
        // Consent and grace run out.
        simulation.run(for: .seconds(45))
        #expect(simulation.isEmpty, "\(simulation.workers.map { $0.loop.tables })")
        #expect(paths.allSatisfy { simulation.directory.worker(of: $0) == nil })
        // Whoever was opened was reported closed, once.
        let closed = simulation.events.compactMap { if case .closed(let key, _, _) = $0 { key } else { nil } }
        #expect(closed.count == opened && Set(closed).count == opened)
        #expect(simulation.workers.allSatisfy { $0.loop.patience < 0 && $0.mailCount == 0 })
    }

    private func disturb(_ peer: VirtualPeer, in simulation: Simulation, using random: inout SeededRandom) {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: peer.leave()
        case 1: peer.isDead = true
        case 2: _ = simulation.command(on: peer.worker) { $0.close(peer.key, .deleted) }
        case 3: peer.moveToNewAddress()
        default: _ = peer.restartICE()
        }
    }
}
