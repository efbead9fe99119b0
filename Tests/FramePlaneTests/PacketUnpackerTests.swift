import Codecs
import Net
import Testing

@testable import FramePlane

/// Frames put together from batches, and their times.
@Suite struct PacketUnpackerTests {
    private let vp8 = PacketFormat(.video, "VP8", payloadType: 96, clockRate: 90_000)

    private func batch(_ numbers: [Int64], from sequence: Int64, beginsAnew: Bool = false) -> PacketBatch {
        var bytes: [UInt8] = []
        var packets: [MediaPacket] = []
        for (index, number) in numbers.enumerated() {
            let payload: [UInt8] =
                [0x10, number == 0 ? 0x10 : 0x11, 0x02, 0x00]
                + (number == 0 ? [0x9D, 0x01, 0x2A, 0x80, 0x02, 0x68, 0x01] : [1])
            packets.append(
                MediaPacket(
                    sequence: sequence + Int64(index), timestamp: UInt32(number * 3_000), captureTime: 0,
                    payloadStart: Int32(bytes.count), payloadLength: Int32(payload.count), marker: true,
                    startsKeyframe: number == 0))
            bytes += payload
        }
        return PacketBatch(
            packets: packets, bytes: bytes, arrival: Instant(nanoseconds: 0), beginsAnew: beginsAnew)
    }

    private func frames(_ batches: [PacketBatch]) throws -> [(frame: Frame, captureTime: Int64)] {
        var unpacker = try #require(PacketUnpacker(vp8))
        var clock = PacketClock(rate: 90_000)
        clock.observe(ticks: clock.unwrap(0), captureTime: 5_000_000_000)
        var frames: [(frame: Frame, captureTime: Int64)] = []
        for batch in batches {
            unpacker.unpack(batch, &clock, following: nil) { item in
                if case .frame(let frame, let captureTime) = item { frames.append((frame, captureTime)) }
            }
        }
        return frames
    }

    /// Where frames are found to overtake others some are shown late; by what they say, the clock has not moved.
    @Test func framesThatAreShownLateDoNotMoveTheClock() throws {
        let frames = try frames([batch([0, 4, 2, 1, 3, 8, 6, 5, 7], from: 0)])
        #expect(frames.count == 9)
        let shown = frames.map { $0.frame.presentationTime.nanoseconds }
        let ideal = [0, 4, 2, 1, 3, 8, 6, 5, 7].map { 5_000_000_000 + Int64($0) * 100_000_000 / 3 }
        #expect(zip(shown, ideal).contains { abs($0 - $1) > 1 }, "none is late")
        for frame in frames { #expect(frame.captureTime == frame.frame.presentationTime.nanoseconds) }
    }

    /// A batch that begins anew is behind a loss, whatever its numbers are.
    @Test func aSourceThatBeginsAnewBeginsWithAKeyframe() throws {
        let frames = try frames([
            batch([0, 1], from: 0), batch([2, 3], from: 2, beginsAnew: true), batch([0, 5], from: 4),
        ])
        #expect(frames.map(\.frame.isKeyframe) == [true, false, true, false])
    }
}
