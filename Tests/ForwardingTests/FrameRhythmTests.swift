import Net
import Testing

@testable import Forwarding
@testable import Load

/// The floor is fair when its packets are those that the server is given.
@Suite struct FrameRhythmTests {
    private struct Departure: Equatable {
        var time: Int64
        /// Bytes of header and payload.
        var length: Int
        var isLastOfFrame: Bool
    }

    @Test(arguments: [false, true], [2_500_000, 500_000])
    func packetsAreThoseOfTheLoad(isPaced: Bool, bitrate: Int) throws {
        var (plan, random) = (VideoPlan(), SplitMix64(seed: 7))
        plan.bitrate = bitrate
        plan.isPaced = isPaced
        let format = MediaSource.Format(
            ssrc: 1, payloadType: 96, clockRate: 90_000, mid: "0", midExtension: 1, transportExtension: 2)
        var source = VideoSource(plan, format: format, now: Instant(nanoseconds: 0), random: &random)
        var rhythm = FrameRhythm(
            bitrate: bitrate, isPaced: isPaced, firstFrame: source.deadline.nanoseconds(since: Instant(nanoseconds: 0)))
        let end = Int64(5_000_000_000)

        var (expected, transport) = ([Departure](), UInt16(0))
        while source.deadline < Instant(nanoseconds: end) {
            let now = source.deadline
            source.send(now: now, wallClock: 0, transport: &transport) { packet in
                expected.append(
                    Departure(
                        time: now.nanoseconds(since: Instant(nanoseconds: 0)), length: packet.bytes.count,
                        isLastOfFrame: packet.bytes[1] & 0x80 != 0))
            }
        }
        var departures: [Departure] = []
        while rhythm.deadline < end {
            let now = rhythm.deadline
            rhythm.takeDue(now: now) { packet in
                departures.append(
                    Departure(
                        time: now, length: FrameRhythm.headerLength + packet.payloadLength,
                        isLastOfFrame: packet.isLastOfFrame))
            }
        }
        #expect(expected.count > 150)
        #expect(departures.count == expected.count)
        let difference = zip(departures, expected).first { $0 != $1 }.map { "\($0), but the load: \($1)" }
        #expect(difference == nil)
    }
}
