import Codecs
import FramePlane
import Net
import TestSupport

@testable import RTSPGateway

/// A sender with random beginnings, and times in seconds.
final class SenderUnderTest {
    var sender: RTPSender

    /// Our wall clock at the beginning: some day in 2026.
    static let day: Int64 = 1_790_000_000_000_000_000

    init(rate: Int, seed: UInt64 = 7) {
        var random = SeededRandom(seed: seed)
        sender = RTPSender(
            format: PacketFormat(.video, "H264", payloadType: 96, clockRate: rate), cname: "turnout", random: &random)
    }

    private func packet(
        _ sequence: Int64, _ timestamp: UInt32, _ seconds: Double, _ marker: Bool, _ length: Int32
    ) -> MediaPacket {
        MediaPacket(
            sequence: sequence, timestamp: timestamp, captureTime: Self.day + Int64(seconds * 1e9), payloadStart: 0,
            payloadLength: length, marker: marker, startsKeyframe: false)
    }

    func stamp(
        sequence: Int64, timestamp: UInt32, at seconds: Double, marker: Bool = false, length: Int32 = 100
    ) -> RTPStamp {
        sender.stamp(packet(sequence, timestamp, seconds, marker, length))
    }

    func position(sequence: Int64, timestamp: UInt32, at seconds: Double) -> RTPStamp {
        sender.position(of: packet(sequence, timestamp, seconds, false, 100))
    }

    func takeReport(at seconds: Double) -> [UInt8]? {
        let elapsed = Int64(seconds * 1e9)
        return sender.takeReport(now: Instant(nanoseconds: 55 + elapsed), wallClock: Self.day + elapsed)
    }
}
