import Codecs
import Packetization
import TestSupport
import Testing

@Suite struct DecodeTimeEstimatorTests {
    @Test func withoutReorderingBothTimesAreOne() {
        var estimator = DecodeTimeEstimator()
        for frame in Int64(0)..<200 {
            let time = MediaTime(milliseconds: frame * 33 + frame % 3)
            let times = estimator.times(presentationTime: time)
            #expect(times.decodeTime == time)
            #expect(times.presentationTime == time)
        }
        #expect(estimator.depth == 0)
    }

    @Test func framesThatOvertakeAreDecodedALittleEarlier() {
        // I0 P3 B1 B2 P6 B4 B5 P9 B7 B8, known to overtake by one.
        var estimator = DecodeTimeEstimator(depth: 1)
        let order: [Int64] = [0, 3, 1, 2, 6, 4, 5, 9, 7, 8]
        let times = order.map { estimator.times(presentationTime: MediaTime(milliseconds: 40 * $0)) }
        #expect(times.map(\.presentationTime.milliseconds) == order.map { 40 * $0 })
        #expect(times.map(\.decodeTime.milliseconds) == [-33, 0, 40, 80, 120, 160, 200, 240, 280, 320])
    }

    @Test func theDepthIsLearnedAndThenHolds() {
        var estimator = DecodeTimeEstimator()
        let order: [Int64] = [0, 3, 1, 2, 6, 4, 5, 9, 7, 8, 12, 10, 11]
        let times = order.map { estimator.times(presentationTime: MediaTime(milliseconds: 40 * $0)) }
        #expect(estimator.depth == 1)
        // The two that came before the depth was known are late; from then on every frame is shown when it is to be.
        #expect(times[4...].map(\.presentationTime.milliseconds) == order[4...].map { 40 * $0 })
        #expect(times[5...].map(\.decodeTime.milliseconds) == (4...11).map { 40 * $0 })
        expectSound(times)
    }

    @Test(arguments: UInt64(1)...50)
    func anyOrderHasDecodeTimesThatAscend(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var order = Array(Int64(0)..<400)
        let reach = Int.random(in: 0...20, using: &random)
        for index in order.indices where random.chance(0.5) {
            order.swapAt(index, min(order.count - 1, index + Int.random(in: 0...reach, using: &random)))
        }
        var estimator = DecodeTimeEstimator(depth: Int.random(in: -3...20, using: &random))
        let times = order.map { estimator.times(presentationTime: MediaTime(milliseconds: 5 * $0)) }
        expectSound(times)
        #expect((0...DecodeTimeEstimator.maximumDepth).contains(estimator.depth))
    }

    @Test func aNewTimelineBeginsAnew() {
        var estimator = DecodeTimeEstimator()
        _ = estimator.times(presentationTime: MediaTime(milliseconds: 50_000))
        let times = estimator.times(presentationTime: MediaTime(milliseconds: 100))
        #expect(times.decodeTime.milliseconds == 100)
        #expect(times.presentationTime.milliseconds == 100)
        #expect(estimator.depth == 0)
    }

    @Test(arguments: [Int64.min, .max, 0, -1])
    func timesAtTheEdgesAreSurvived(nanoseconds: Int64) {
        var estimator = DecodeTimeEstimator(depth: 2)
        for other in [nanoseconds, .max, .min, nanoseconds, .max, 0] {
            _ = estimator.times(presentationTime: MediaTime(nanoseconds: other))
        }
        #expect(estimator.depth <= DecodeTimeEstimator.maximumDepth)
    }

    /// With the depth known, every capture is shown as it was, however its frames overtake each other.
    @Test(arguments: [(DepacketizerCapture.h264, 1), (.h265, 2), (.vp8, 0)])
    func realStreamsAreShownAsTheyWere(capture: DepacketizerCapture, depth: Int) {
        var estimator = DecodeTimeEstimator(depth: depth)
        let shown = capture.frames.map { MediaTime(ticks: $0.timestamp, rate: 90_000) }
        let times = shown.map { estimator.times(presentationTime: $0) }
        #expect(times.map(\.presentationTime) == shown)
        #expect(estimator.depth == depth)
        expectSound(times)
    }

    private func expectSound(_ times: [(decodeTime: MediaTime, presentationTime: MediaTime)]) {
        for (one, other) in zip(times, times.dropFirst()) { #expect(one.decodeTime < other.decodeTime) }
        for time in times { #expect(time.decodeTime <= time.presentationTime) }
    }
}
