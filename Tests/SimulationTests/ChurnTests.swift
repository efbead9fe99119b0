import Codecs
import MediaPlane
import Net
import SFU
import TestSupport
import Testing
import WebRTC

/// Sessions come and go at random; nothing of them stays.
@Suite struct ChurnTests {
    @Test(arguments: 1...2 as ClosedRange<UInt64>) func nothingIsLeftBehind(seed: UInt64) throws {
        let simulation = try Simulation(seed: seed, conditions: LinkConditions(loss: 0.02, delay: .milliseconds(10)))
        var random = SeededRandom(seed: seed &+ 100)
        let paths = (0..<6).map { StreamPath(known: "churn/\($0)") }
        var peers: [VirtualPeer] = []
        var opened = 0
        while opened < 200 {
            let path = paths[Int.random(in: paths.indices, using: &random)]
            switch Int.random(in: 0..<10, using: &random) {
            case 0...1:
                opened += 1
                peers.append(
                    try VirtualPublisher(
                        simulation, path: path, plans: [.slowVideo], generation: UInt8(truncatingIfNeeded: opened),
                        name: "\(opened)"))
            case 2...5:
                var plan = ViewerPlan()
                plan.path = path
                // Nobody publishes there now: that is an answer as well.
                guard let viewer = try? VirtualViewer(simulation, name: "\(opened)-viewer", plan: plan) else { break }
                opened += 1
                peers.append(viewer)
            default:
                guard let peer = peers.randomElement(using: &random) else { break }
                disturb(peer, in: simulation, using: &random)
            }
            simulation.run(for: .milliseconds(Int.random(in: 0...150, using: &random)))
        }
        #expect(simulation.loop.tables.sessions > 5)
        for peer in peers { if Bool.random(using: &random) { peer.leave() } else { peer.isDead = true } }
        // Consent and grace run out.
        simulation.run(for: .seconds(45))
        #expect(simulation.loop.tables == .empty)
        #expect(paths.allSatisfy { simulation.directory.worker(of: $0) == nil })
        // Whoever was opened was reported closed, once.
        let closed = simulation.events.compactMap { if case .closed(let key, _, _) = $0 { key } else { nil } }
        #expect(closed.count == opened && Set(closed).count == opened)
        #expect(simulation.loop.patience < 0)
    }

    private func disturb(_ peer: VirtualPeer, in simulation: Simulation, using random: inout SeededRandom) {
        switch Int.random(in: 0..<5, using: &random) {
        case 0: peer.leave()
        case 1: peer.isDead = true
        case 2: _ = simulation.command { $0.close(peer.key, .deleted) }
        case 3: peer.moveToNewAddress()
        default: _ = peer.restartICE()
        }
    }
}
