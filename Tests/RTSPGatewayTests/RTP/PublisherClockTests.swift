import Net
import Testing

@testable import RTSPGateway

struct PublisherClockTests {
    /// Some day in 2026, in nanoseconds.
    private static let day: Int64 = 1_790_000_000_000_000_000

    private var clock = PublisherClock()

    /// - Parameters:
    ///   - ahead: by how much the publisher's clock is ahead of ours.
    ///   - delay: that the report took.
    private mutating func report(at seconds: Double, ahead: Double, delay: Double) -> Double {
        let sent = Self.day + Int64(seconds * 1e9)
        let time = clock.wallClock(
            of: NTPTime(unixNanoseconds: sent + Int64(ahead * 1e9)), wallClock: sent + Int64(delay * 1e9),
            now: Instant(nanoseconds: Int64((seconds + delay) * 1e9)))
        return Double(time - sent) / 1e9
    }

    private func expect(_ value: Double, _ expected: Double, by tolerance: Double = 1e-6) {
        #expect(abs(value - expected) < tolerance, "\(value) instead of \(expected)")
    }

    /// What is returned is how late the report seems to have been sent.
    @Test(arguments: [-3_600.0, 0, 0.25, 86_400]) mutating func goesByTheShortestWay(ahead: Double) {
        expect(report(at: 0, ahead: ahead, delay: 0.3), 0.3)
        expect(report(at: 5, ahead: ahead, delay: 0.01), 0.01)
        // A little is allowed for drift: 200 millionths of five seconds.
        expect(report(at: 10, ahead: ahead, delay: 2), 0.011, by: 0.0005)
        expect(report(at: 15, ahead: ahead, delay: 0.02), 0.012, by: 0.0006)
    }

    @Test mutating func followsASlowClock() {
        for step in 0...720 {
            let seconds = Double(step) * 5
            // 150 millionths: after an hour more than half a second.
            expect(report(at: seconds, ahead: -seconds * 150e-6, delay: 0.005), 0.005, by: 1e-5)
        }
    }

    @Test mutating func followsAClockThatIsSet() {
        expect(report(at: 0, ahead: 0, delay: 0.1), 0.1)
        expect(report(at: 5, ahead: 1e8, delay: 0.2), 0.2)
        expect(report(at: 10, ahead: 1e8, delay: 0.1), 0.1)
        expect(report(at: 15, ahead: -1e8, delay: 0.3), 0.3)
        expect(report(at: 20, ahead: -1e8 - 15, delay: 0.1), 0.1)
    }

    @Test(arguments: [UInt64.min, 1, 1 << 63, .max]) mutating func bearsEveryTime(bits: UInt64) {
        for wallClock in [Int64.min, 0, .max] {
            for now in [Instant.distantPast, Instant(nanoseconds: 0), .distantFuture] {
                _ = clock.wallClock(of: NTPTime(bits: bits), wallClock: wallClock, now: now)
            }
        }
    }
}
