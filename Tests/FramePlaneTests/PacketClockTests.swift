import Codecs
import Testing

@testable import FramePlane

/// From RTP timestamps to the stream's timeline.
@Suite struct PacketClockTests {
    @Test func timesFollowTheTimestampsAlone() {
        var clock = PacketClock(rate: 48_000)
        for number in 0..<1_000 as Range<Int64> {
            let ticks = clock.unwrap(UInt32(truncatingIfNeeded: 0xFFFF_F000 + number * 960))
            // Reports wander by tens of milliseconds.
            clock.observe(ticks: ticks, captureTime: 7_000_000_000 + number * 20_000_000 + (number % 7) * 9_000_000)
            #expect(clock.time(ofTicks: ticks, following: nil).nanoseconds == 7_000_000_000 + number * 20_000_000)
        }
    }

    @Test func videoIsMovedTowardTheSoundAFewAtATime() {
        var clock = PacketClock(rate: 90_000)
        var times: [Int64] = []
        for number in 0..<200 as Range<Int64> {
            let ticks = number * 3_000
            let error: Int64 = number == 0 ? 0 : 100_000_000
            clock.observe(ticks: ticks, captureTime: number * 33_333_333 + error)
            times.append(clock.time(ofTicks: ticks, following: 0).nanoseconds)
        }
        for (before, after) in zip(times, times.dropFirst()) {
            #expect((33_333_332...35_333_334).contains(after - before))
        }
        let error = times[199] - (199 * 33_333_333 + 100_000_000)
        #expect(abs(error) < 1_000_000, "\(error) ns apart at the end")
    }

    @Test func framesThatFollowCloseUponAnotherStayInOrder() {
        var clock = PacketClock(rate: 90_000)
        var latest = Int64.min
        for number in 0..<100 as Range<Int64> {
            clock.observe(ticks: number * 9, captureTime: number * 100_000 - (number > 0 ? 500_000_000 : 0))
            let time = clock.time(ofTicks: number * 9, following: 0).nanoseconds
            #expect(time > latest)
            latest = time
        }
    }

    @Test(arguments: [0, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF] as [UInt32], [Int64.min, 0, .max])
    func noPacketTraps(timestamp: UInt32, captureTime: Int64) {
        var clock = PacketClock(rate: 1)
        for timestamp in [timestamp, 0x8000_0000, 0, timestamp] {
            let ticks = clock.unwrap(timestamp)
            clock.observe(ticks: ticks, captureTime: captureTime)
            _ = clock.time(ofTicks: ticks, following: captureTime &+ 1)
            #expect(clock.unwrap(timestamp) == ticks)
        }
    }

    /// A publisher that begins to count anew is where it was: what is known of its first guess by then holds.
    @Test func theNextSourceTakesThePlaceOfTheOneBefore() {
        var clock = PacketClock(rate: 90_000)
        clock.observe(ticks: 0, captureTime: 1_000_000_000)
        clock.observe(ticks: 90_000, captureTime: 2_080_000_000)
        var next = PacketClock(rate: 90_000, after: clock)
        next.observe(ticks: 7, captureTime: 3_080_000_000)
        #expect(next.time(ofTicks: 7, following: nil).nanoseconds == 3_000_000_000)
        #expect(next.captureTime(ofTicks: 7) == 3_080_000_000)
    }
}
