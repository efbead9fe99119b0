import Bytes
import Net
import RTP
import TestSupport
import Testing

@testable import RTSPGateway

struct RTPMutationTests {
    /// Whatever comes instead of packets and reports: nothing traps, and what is handed over lies in what came.
    @Test func nothingThatComesTraps() throws {
        let maker = PacketMaker()
        var seeds = (0..<5).map { maker.next(after: 900, skipping: UInt16($0)) }
        seeds += [PacketMaker(ssrc: 5, sequence: 65_000).next(), maker.next() + Array(repeating: 4, count: 200)]
        seeds += try [
            "80c8000674fb7150eeac5e67a0a0e410f2b502ac0000016300059ff281cb000174fb7150",
            "81c90007f0e1d2c3f0e1d2c300000000000003ea00000000eeac5e6700000000",
            "80c80006f0e1d2c30000000000000000ffffffff0000000000000000",
        ].map { try #require(Hex.bytes($0)) }
        var mutator = InputMutator(seeds: seeds, random: SeededRandom(seed: 42))
        let test = ReceiverUnderTest()
        var reports = PlayerReports(sources: [(0xF0E1_D2C3, 90_000)])
        var (taken, latest) = (0, Int64(0))
        for index in 0..<(Checkout.runsLongTests ? 2_000_000 : 100_000) {
            let input = mutator.next()
            if let packet = test.take(input) {
                taken += 1
                // Late by no more than what is believed.
                guard packet.payload.upperBound <= input.count, packet.payload.lowerBound >= 12,
                    packet.sequence >= max(latest - 100, 0), packet.sequence <= latest &+ 3_000 || taken == 1,
                    abs(packet.captureTime - test.wallClock) <= 10_000_000_000
                else {
                    Issue.record("\(packet) after \(latest), of \(input)")
                    return
                }
                latest = max(latest, packet.sequence)
            }
            _ = test.takeControl(input)
            reports.receive(input.span, wallClock: test.wallClock)
            if let report = test.report() {
                var packets = RTCPPackets()
                while try packets.next(in: report.span) != nil {}
            }
            test.pass(milliseconds: Int64(index % 100))
        }
        #expect(taken > 10_000)
        #expect(test.receiver.statistics.packets == taken)
    }
}
