import Codecs
import Net
import Testing

@testable import FramePlane

/// One clock for readers, however many publishers there are.
@Suite struct TimelineTests {
    private func place(_ timeline: inout Timeline, _ milliseconds: Int64, shown: Int64? = nil, at now: Int64) -> Frame {
        var frame = Frame.made(milliseconds, shown: shown)
        timeline.place(&frame, now: Instant(nanoseconds: now * 1_000_000))
        return frame
    }

    @Test(arguments: [0, 1, 12_345, 0xFFFF_FFFF] as [Int64])
    func theFirstPublishersTimesAreKept(start: Int64) {
        var timeline = Timeline()
        timeline.begin(keepsTimes: true)
        for step in [0, 23, 40, 63] as [Int64] {
            let frame = place(&timeline, start + step, shown: start + step + 80, at: 5_000 + step)
            #expect(frame.decodeTime.milliseconds == start + step)
            #expect(frame.presentationTime.milliseconds == start + step + 80)
        }
    }

    @Test func timesThatMeanNothingBeginNearZero() {
        var timeline = Timeline()
        timeline.begin(keepsTimes: false)
        #expect(place(&timeline, 1_700_000_000_000, at: 0).decodeTime.milliseconds == 500)
        #expect(place(&timeline, 1_699_999_999_990, at: 0).decodeTime.milliseconds == 490)
    }

    @Test func theNextPublisherGoesOnByTheTimeThatPassed() {
        var timeline = Timeline()
        timeline.begin(keepsTimes: true)
        _ = place(&timeline, 10_000, at: 1_000)
        timeline.begin(keepsTimes: true)
        #expect(place(&timeline, 0, shown: 40, at: 3_500).decodeTime.milliseconds == 12_500)
        #expect(place(&timeline, 33, shown: 99, at: 3_533).presentationTime.milliseconds == 12_599)
    }

    /// Also where the first one's clock was set back before it left.
    @Test func theNextPublisherIsNeverBehind() {
        var timeline = Timeline()
        timeline.begin(keepsTimes: true)
        _ = place(&timeline, 2_147_483_648, at: 1_000)
        _ = place(&timeline, 0, at: 1_000)
        timeline.begin(keepsTimes: false)
        #expect(place(&timeline, 7, at: 1_000).decodeTime.milliseconds == 2_147_483_649)
    }

    @Test(arguments: [Int64.min, .max, 0, -1], [Int64.min, .max, 1])
    func noTimeTraps(first: Int64, second: Int64) {
        var timeline = Timeline()
        var clock = StreamClock()
        for keepsTimes in [true, false, true] {
            timeline.begin(keepsTimes: keepsTimes)
            for nanoseconds in [first, second] {
                var frame = Frame(time: MediaTime(nanoseconds: nanoseconds), bytes: [])
                timeline.place(&frame, now: Instant(nanoseconds: 0))
                clock.observe(frame.decodeTime, wallClock: 1_700_000_000_000_000_000)
            }
        }
        #expect(clock.revision > 0)
    }

    @Test func theWallClockFollowsOnlyAClockThatIsFarAway() {
        var clock = StreamClock()
        clock.observe(MediaTime(milliseconds: 100), wallClock: 1_000_000_000)
        #expect(clock.wallClock(of: MediaTime(milliseconds: 200)) == 1_100_000_000)
        for error in [-5_000, -1, 0, 1, 5_000] as [Int64] {
            clock.observe(MediaTime(milliseconds: 100 + error), wallClock: 1_000_000_000)
            #expect(clock.revision == 1)
        }
        clock.observe(MediaTime(milliseconds: 5_101), wallClock: 1_000_000_000)
        #expect(clock.revision == 2)
        #expect(clock.wallClock(of: MediaTime(milliseconds: 5_101)) == 1_000_000_000)
    }
}
