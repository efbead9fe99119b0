import Bytes
import Codecs
import GatewaySupport
import Net
import RTP
import TestSupport
import Testing

@testable import RTSPGateway

/// When packets were captured, as far as a publisher lets us know.
struct CaptureTimeTests {
    private let test = ReceiverUnderTest()
    private let maker = PacketMaker()

    @Test func goesByTheFirstArrivalWithoutReports() {
        #expect(test.captureTime(maker.next()) == 0)
        test.pass(milliseconds: 70)
        #expect(test.captureTime(maker.next(after: 3_600)) == 40)
    }

    @Test(arguments: [0, 7_000, -86_400_000]) func goesByReportsWhenTheyCome(ahead: Int64) {
        // 300 ms late.
        test.pass(milliseconds: 300)
        #expect(test.captureTime(maker.next()) == 300)
        test.pass(milliseconds: 100)
        test.takeReport(of: maker.ssrc, timestamp: maker.timestamp + 36_000, ahead: ahead)
        #expect(abs((test.captureTime(maker.next(after: 3_600)) ?? 0) - 40) < 0.001)
    }

    @Test func readsAReportBeforeTheFirstPacket() {
        test.takeReport(of: maker.ssrc, timestamp: maker.timestamp)
        test.pass(milliseconds: 90)
        #expect(abs((test.captureTime(maker.next(after: 2_700)) ?? 0) - 30) < 0.001)
        let other = PacketMaker(ssrc: 3)
        #expect(test.take(other.next()) == nil)
    }

    @Test func letsPacketsOverruleAReportOfAnother() {
        test.takeReport(of: 99, timestamp: 1)
        test.pass(milliseconds: 90)
        #expect(test.captureTime(maker.next()) == 90)
        test.takeReport(of: 99, timestamp: maker.timestamp + 90_000)
        #expect(test.captureTime(maker.next()) == 90)
    }

    /// The publisher's own distance between sound and picture is kept, however late each arrives.
    @Test func keepsTracksInStep() {
        var sound = RTPReceiver(
            format: PacketFormat(.audio, "PCMU", payloadType: 0, clockRate: 8_000), ssrc: 1, cname: "x", now: test.now)
        let soundMaker = PacketMaker(ssrc: 6, payloadType: 0, timestamp: 0)
        func captureTime(_ packet: [UInt8]) -> Double? {
            sound.receive(packet.span, now: test.now, wallClock: test.wallClock, clock: &test.clock)
                .map { Double($0.captureTime - ReceiverUnderTest.day) / 1e6 }
        }
        test.takeReport(of: maker.ssrc, timestamp: maker.timestamp, ahead: 500)
        test.pass(milliseconds: 400)
        // Its report took 400 ms, so that by itself it would seem captured later.
        var writer = ByteWriter()
        SenderReport(
            ssrc: 6, ntp: NTPTime(unixNanoseconds: ReceiverUnderTest.day + 500_000_000), rtpTimestamp: 0,
            packetCount: 0, octetCount: 0
        ).write(to: &writer)
        _ = sound.receiveControl(writer.bytes.span, now: test.now, wallClock: test.wallClock, clock: &test.clock)
        #expect(abs((test.captureTime(maker.next(after: 9_000)) ?? 0) - 100) < 0.1)
        #expect(abs((captureTime(soundMaker.next(after: 800)) ?? 0) - 100) < 0.1)
    }

    @Test(arguments: [UInt32(90_000 * 11), UInt32(bitPattern: -90_000 * 11), 1 << 31])
    func doesNotBelieveAReportThatContradictsThePackets(distance: UInt32) {
        _ = test.take(maker.next())
        test.takeReport(of: maker.ssrc, timestamp: maker.timestamp &+ distance)
        test.pass(milliseconds: 500)
        #expect(test.captureTime(maker.next(after: 3_600)) == 40)
        // Nor one that came before them.
        let other = ReceiverUnderTest()
        other.takeReport(of: maker.ssrc, timestamp: maker.timestamp &+ distance)
        #expect(other.captureTime(maker.next()) == 0)
    }

    @Test func doesNotBelieveAReportWithoutATime() {
        _ = test.take(maker.next())
        test.pass(milliseconds: 100)
        test.takeReport(
            of: maker.ssrc, timestamp: maker.timestamp, ahead: -(ReceiverUnderTest.day / 1_000_000 + 2_208_988_800_100))
        #expect(test.captureTime(maker.next()) == 0)
    }

    @Test func findsItsWayWhenASourceSetsItsClock() {
        _ = test.take(maker.next())
        test.pass(milliseconds: 40)
        #expect(test.captureTime(maker.next(after: 1_000_000_000)) == 40)
        test.pass(milliseconds: 40)
        #expect(test.captureTime(maker.next(after: 3_600)) == 80)
    }

    /// A day of a camera without reports: its timestamps wrap twice.
    @Test func lastsForDaysWithoutReports() throws {
        _ = test.take(maker.next())
        // All others take longer.
        test.pass(milliseconds: 50)
        for second in 1...86_400 {
            test.pass(milliseconds: 1_000)
            guard test.captureTime(maker.next(after: 90_000)) == Double(second) * 1_000 else {
                Issue.record("at \(second)")
                return
            }
        }
    }

    // MARK: RTP-Info

    @Test func alignsTracksByTheirStart() {
        let second = ReceiverUnderTest(PacketFormat(.audio, "PCMU", payloadType: 0, clockRate: 8_000))
        let secondMaker = PacketMaker(ssrc: 6, payloadType: 0, timestamp: 4_000)
        test.receiver.align(rtpTime: maker.timestamp)
        // The first packet of the second track is of half a second after the start.
        second.receiver.align(rtpTime: 0)
        test.pass(milliseconds: 100)
        #expect(test.captureTime(maker.next()) == 100)
        second.clock = test.clock
        second.pass(milliseconds: 2_000)
        #expect(second.captureTime(secondMaker.next()) == 600)
    }

    @Test func forgetsTheStartWithItsSource() {
        test.receiver.align(rtpTime: maker.timestamp)
        #expect(test.captureTime(maker.next()) == 0)
        test.pass(milliseconds: 8_000)
        let other = PacketMaker(ssrc: 5, timestamp: maker.timestamp + 270_000)
        let times = (0..<RTPReceiver.packetsOfNewSource).map { _ in test.captureTime(other.next()) }
        #expect(times.last == 8_000)
    }

    @Test(arguments: [UInt32(90_000 * 11), 1 << 31, 0xFFFF_0000]) func passesOverAStartThatCannotBe(
        distance: UInt32
    ) {
        test.receiver.align(rtpTime: maker.timestamp &+ distance)
        test.clock.playStart = distance == 0xFFFF_0000 ? 5 : nil
        test.pass(milliseconds: 100)
        #expect(test.captureTime(maker.next()) == 100)
    }

    /// What ffmpeg 5.1 sent of a picture and a tone that began together: its first reports, and its first packets'
    /// headers.
    @Test func findsThatFfmpegsTracksBeganTogether() throws {
        let sound = ReceiverUnderTest(PacketFormat(.audio, "MPEG4-GENERIC", payloadType: 97, clockRate: 44_100))
        let reports = try [
            "80c800060be57f2beeac5e5d83958106f0c68f7b0000000000000000",
            "80c8000646ead494eeac5e5d8353f7ce6eb9c9070000000000000000",
        ].map { try #require(Hex.bytes($0)) }
        let headers = try ["8060059bf0c663f70be57f2b", "80e102b86eb9afe046ead494"].map { try #require(Hex.bytes($0)) }
        test.pass(milliseconds: 10)
        _ = test.takeControl(reports[0])
        sound.clock = test.clock
        sound.pass(milliseconds: 11)
        _ = sound.takeControl(reports[1])
        let picture = try #require(test.captureTime(headers[0] + [0]))
        let tone = try #require(sound.captureTime(headers[1] + [0]))
        // The encoder begins a tone with a frame of silence, 1,024 samples.
        #expect(abs(picture - tone - 1_024_000 / 44_100) < 1)
    }
}
