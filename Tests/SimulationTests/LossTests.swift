import Codecs
import Foundation
import MediaPlane
import Net
import RTP
import TestSupport
import Testing

/// Loss on every link and both ways, media and feedback alike: everything is repaired that the round trip allows, and
/// nothing comes twice.
@Suite struct LossTests {
    /// With `TURNOUT_LONG_TESTS=1` many more seeds.
    static let seeds: ClosedRange<UInt64> =
        ProcessInfo.processInfo.environment["TURNOUT_LONG_TESTS"] == "1" ? 1...30 : 1...2

    @Test(arguments: [0.01, 0.05, 0.10], [20, 50, 100])
    func everythingIsRepairedThatTheRoundTripAllows(loss: Double, roundTrip: Int) throws {
        var outcome = RepairOutcome()
        for seed in Self.seeds {
            try outcome.add(Self.broadcast(seed: seed, loss: loss, roundTrip: .milliseconds(roundTrip)))
        }
        let bounds = RepairBounds(loss: loss, roundTrip: Double(roundTrip) / 1_000)
        let (missing, late) = (bounds.missing * Double(outcome.packets), bounds.late * Double(outcome.packets))
        #expect(Double(outcome.missing) <= atMost(missing), "\(outcome.missing) of \(outcome.packets) never came")
        #expect(
            Double(outcome.late) <= atMost(late),
            "\(outcome.late) of \(outcome.packets) came after \(RepairBounds.buffer) s")
        printFigure(
            "loss of \(Int(loss * 100)) %, round trip of \(roundTrip) ms: of \(outcome.packets) packets "
                + "\(outcome.missing) never came (arithmetic: \(rounded(missing))), "
                + "\(outcome.late) later than \(RepairBounds.buffer) s (arithmetic: at most \(rounded(late)))")
        // A test that repairs nothing proves nothing.
        #expect(outcome.repairs > outcome.packets * Int(loss * 100) / 200)
    }

    /// Without a retransmission stream, packets are repeated as they were, and SRTP lets each in once.
    @Test func plainResendsRepairAsWell() throws {
        let simulation = try Simulation(seed: 7, conditions: LinkConditions(loss: 0.05, delay: .milliseconds(20)))
        var plan = ViewerPlan()
        plan.usesRTX = false
        let (publisher, viewers) = try simulation.connect(viewers: 2, viewer: plan)
        simulation.run(for: .seconds(10))
        let end = simulation.now
        simulation.run(for: .seconds(3))
        let source = try #require(publisher.source(.video))
        for viewer in viewers {
            viewer.expectIntact()
            #expect(viewer.video.missing(of: source, sentUntil: end).isEmpty)
        }
        #expect(simulation.counters.retransmittedPackets > 50)
    }

    /// One publisher and three viewers for 20 s, then time for the last repairs.
    private static func broadcast(seed: UInt64, loss: Double, roundTrip: Duration) throws -> RepairOutcome {
        let conditions = LinkConditions(loss: loss, delay: roundTrip / 2, jitter: .milliseconds(2))
        let simulation = try Simulation(seed: seed, conditions: conditions)
        var plan = ViewerPlan()
        plan.roundTrip = roundTrip
        let (publisher, viewers) = try simulation.connect(viewers: 3, viewer: plan)
        simulation.run(for: .seconds(20))
        let end = simulation.now
        simulation.run(for: .seconds(4))
        var outcome = RepairOutcome()
        let source = try #require(publisher.source(.video))
        for viewer in viewers {
            viewer.expectIntact()
            let journeys = viewer.video.journeys(of: source)
            outcome.packets += journeys.count
            outcome.missing += viewer.video.missing(of: source, sentUntil: end).count
            outcome.late += journeys.count { $0.inSeconds > RepairBounds.buffer + roundTrip.inSeconds + 0.004 }
            outcome.repairs += viewer.video.repairs
        }
        return outcome
    }

    private func rounded(_ figure: Double) -> Double {
        (figure * 10).rounded() / 10
    }

    /// What a count of rare, independent things with this mean stays below but once in thousands of runs.
    private func atMost(_ mean: Double) -> Double {
        (mean + 4 * mean.squareRoot()).rounded(.down)
    }
}

/// What became of the video packets, all viewers together.
private struct RepairOutcome {
    var packets = 0
    var missing = 0
    var late = 0
    var repairs = 0

    mutating func add(_ other: RepairOutcome) {
        packets += other.packets
        missing += other.missing
        late += other.late
        repairs += other.repairs
    }
}

/// Which share of packets repair may fail to bring, by arithmetic. A request and its answer must both survive: each try
/// fails with f = 1 - (1 - p)².
private struct RepairBounds {
    /// The share that never comes. Requests are repeated ten times, which leaves p·f¹⁰ on the way in; on the way out the
    /// engine sends a packet again ``RetransmissionLimiter/maximumResends`` times at most, so that p·p³ stay lost.
    let missing: Double
    /// The share that comes more than ``buffer`` later than a packet that needs no repair: p·fᵏ for each of the two ways,
    /// with k = (buffer - reorder wait) / (round trip + interval of requests), and all that were lost on both.
    let late: Double

    /// Seconds that a player waits for repairs.
    static let buffer = 0.3

    init(loss: Double, roundTrip: Double) {
        let failure = 1 - (1 - loss) * (1 - loss)
        missing = loss * pow(failure, 10) + pow(loss, Double(1 + RetransmissionLimiter.maximumResends))
        func late(interval: Double) -> Double {
            loss * pow(failure, ((Self.buffer - 0.01) / (roundTrip + interval)).rounded(.down))
        }
        self.late = late(interval: 0.1) + late(interval: roundTrip) + loss * loss
    }
}
