import Bytes
import Codecs
import Net
import RTP

@testable import RTSPGateway

/// A receiver, its publisher's clock, and the time that it is told.
final class ReceiverUnderTest {
    var receiver: RTPReceiver
    var clock = PublisherClock()
    /// In nanoseconds, since the beginning.
    var elapsed: Int64 = 0

    /// Our wall clock at the beginning: some day in 2026.
    static let day: Int64 = 1_790_000_000_000_000_000

    init(
        _ format: PacketFormat = PacketFormat(.video, "H264", payloadType: 96, clockRate: 90_000),
        negotiated: UInt32? = nil
    ) {
        receiver = RTPReceiver(
            format: format, negotiated: negotiated, ssrc: 0x0102_0304, cname: "turnout", now: Self.instant(0))
    }

    private static func instant(_ elapsed: Int64) -> Instant { Instant(nanoseconds: 77_000_000_000 + elapsed) }

    var now: Instant { Self.instant(elapsed) }
    var wallClock: Int64 { Self.day &+ elapsed }

    func pass(milliseconds: Int64) { elapsed += milliseconds * 1_000_000 }

    func take(_ packet: [UInt8]) -> ReceivedPacket? {
        receiver.receive(packet.span, now: now, wallClock: wallClock, clock: &clock)
    }

    /// When a packet was captured, in milliseconds since the beginning.
    func captureTime(_ packet: [UInt8]) -> Double? {
        take(packet).map { Double($0.captureTime - Self.day) / 1e6 }
    }

    func takeControl(_ compound: [UInt8]) -> Bool {
        receiver.receiveControl(compound.span, now: now, wallClock: wallClock, clock: &clock)
    }

    /// The report that is due now.
    func report() -> [UInt8]? { receiver.takeReport(now: now) }

    /// A sender report that is sent and arrives now.
    /// - Parameter ahead: milliseconds by which the publisher's wall clock is ahead of ours.
    func takeReport(of ssrc: UInt32, timestamp: UInt32, ahead: Int64 = 0) {
        var writer = ByteWriter()
        SenderReport(
            ssrc: ssrc, ntp: NTPTime(unixNanoseconds: wallClock &+ ahead &* 1_000_000), rtpTimestamp: timestamp,
            packetCount: 0, octetCount: 0
        ).write(to: &writer)
        _ = takeControl(writer.bytes)
    }
}
