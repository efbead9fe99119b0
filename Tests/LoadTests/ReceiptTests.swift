import TestSupport
import Testing

@testable import Load

struct ReceiptTests {
    @Test func everythingCame() {
        var receipt = Receipt()
        for packet in 0..<30 { #expect(receipt.receive(Self.mark(packet)) == .new) }
        #expect(receipt.counts() == Receipt.Counts(packets: 30, lostPackets: 0, frames: 10, lostFrames: 0))
        #expect(receipt.counts(final: (source: 1, packets: 30, frames: 10)) == receipt.counts())
    }

    @Test func gapsAreLostAndSoAreTheirFrames() {
        var receipt = Receipt()
        for packet in 0..<30 where packet != 4 && packet != 5 && packet != 12 { _ = receipt.receive(Self.mark(packet)) }
        #expect(receipt.counts() == Receipt.Counts(packets: 30, lostPackets: 3, frames: 10, lostFrames: 2))
    }

    @Test func theEndIsMissedOnlyByWhoKnowsHowMuchWasSent() {
        var receipt = Receipt()
        for packet in 0..<15 { _ = receipt.receive(Self.mark(packet)) }
        let counts = receipt.counts(final: (source: 1, packets: 30, frames: 10))
        #expect(counts == Receipt.Counts(packets: 30, lostPackets: 15, frames: 10, lostFrames: 5))
        #expect(receipt.counts(final: (source: 2, packets: 30, frames: 10)).lostPackets == 0)
    }

    @Test func disorderAndRepetitionLoseNothing() {
        var random = SeededRandom(seed: 3)
        var receipt = Receipt()
        // The first stays the first: what comes before it is not waited for.
        let packets =
            [0]
            + (1..<300).map { ($0, $0 + Int.random(in: 0...40, using: &random)) }
            .sorted { $0.1 < $1.1 }.map(\.0)
        for packet in packets {
            #expect(receipt.receive(Self.mark(packet)) == .new)
            #expect(receipt.receive(Self.mark(packet)) == .duplicate)
        }
        #expect(receipt.duplicates == 300 && receipt.received == 300 && receipt.wholeFrames == 100)
        #expect(receipt.counts().lostPackets == 0 && receipt.counts().lostFrames == 0)
    }

    @Test func whoJoinsInTheMiddleMissesNothingBefore() {
        var receipt = Receipt()
        for packet in 100..<130 { _ = receipt.receive(Self.mark(packet)) }
        // 100 is the second of its frame, which does not count.
        #expect(receipt.counts() == Receipt.Counts(packets: 30, lostPackets: 0, frames: 10, lostFrames: 1))
        var whole = Receipt()
        for packet in 100..<129 { _ = whole.receive(Self.mark(packet)) }
        #expect(whole.counts() == Receipt.Counts(packets: 29, lostPackets: 0, frames: 9, lostFrames: 0))
    }

    @Test func aLeapIsALongGap() {
        var receipt = Receipt()
        for packet in [0, 1, 2, 9_000, 9_001, 9_002] { #expect(receipt.receive(Self.mark(packet)) == .new) }
        #expect(receipt.counts().lostPackets == 8_997)
        #expect(receipt.receive(Self.mark(2)) == .tooLate)
        #expect(receipt.received == 6)
    }

    @Test func anotherSourceBeginsAnew() {
        var receipt = Receipt()
        for packet in [0, 1, 2, 3, 5] { _ = receipt.receive(Self.mark(packet)) }
        for packet in 600..<606 { _ = receipt.receive(Self.mark(packet, source: 2)) }
        let counts = receipt.counts(final: (source: 2, packets: 609, frames: 203))
        #expect(counts == Receipt.Counts(packets: 15, lostPackets: 4, frames: 5, lostFrames: 2))
    }

    @Test func nothingCame() {
        #expect(Receipt().counts(final: (source: 1, packets: 30, frames: 10)) == Receipt.Counts())
    }

    /// Three packets a frame.
    private static func mark(_ packet: Int, source: UInt32 = 1) -> PacketMark {
        PacketMark(
            source: source, departure: 0, packet: UInt32(packet), frame: UInt32(packet / 3),
            position: UInt16(packet % 3), packetsInFrame: 3)
    }
}
