import Net
import Testing

@testable import FramePlane

/// What is kept of packets for those who join.
@Suite struct RecentPacketsTests {
    private func entry(
        _ number: UInt64, key: Bool = false, beginsAnew: Bool = false, packets: Int = 1, size: Int = 1
    ) -> RecentPackets.Entry {
        let list = (0..<packets).map { index in
            MediaPacket(
                sequence: Int64(index), timestamp: 0, captureTime: 0, payloadStart: 0, payloadLength: Int32(size),
                marker: true, startsKeyframe: key && index == 0)
        }
        return RecentPackets.Entry(
            batch: PacketBatch(
                packets: list, bytes: [UInt8](repeating: 0, count: size),
                arrival: Instant(nanoseconds: Int64(number)), beginsAnew: beginsAnew),
            number: number)
    }

    private func numbers(_ entries: [RecentPackets.Entry], isVideo: Bool) -> [UInt64] {
        var kept = RecentPackets()
        for entry in entries { kept.append(entry, isVideo: isVideo) }
        return kept.entries.map(\.number)
    }

    @Test func ofVideoEverythingSinceTheLastKeyframeIsKept() {
        #expect(
            numbers([entry(1), entry(2, key: true), entry(3), entry(4, key: true), entry(5)], isVideo: true) == [4, 5])
    }

    /// What came before a beginning fits nothing that follows.
    @Test func nothingIsKeptOfASourceThatIsOver() {
        let entries = [entry(1, key: true), entry(2), entry(3, beginsAnew: true), entry(4)]
        #expect(numbers(entries, isVideo: true).isEmpty)
        #expect(numbers(entries, isVideo: false) == [3, 4])
    }

    /// Of video nothing but the whole is of use; of sound the newer half is.
    @Test(arguments: [(packets: 4_096, size: 1), (packets: 1, size: 4 << 20)])
    func itIsBounded(packets: Int, size: Int) {
        let entries = (1...3).map { entry($0, key: $0 == 1, packets: packets, size: size) }
        #expect(numbers(Array(entries.prefix(2)), isVideo: true) == [1, 2])
        #expect(numbers(entries, isVideo: true).isEmpty)
        #expect(numbers(entries, isVideo: false) == [3])
    }

    @Test func whatCameBeforeATimeIsForgotten() {
        var kept = RecentPackets()
        for number in 1...5 as ClosedRange<UInt64> { kept.append(entry(number), isVideo: false) }
        kept.trim(before: Instant(nanoseconds: 4))
        #expect(kept.entries.map(\.number) == [4, 5])
        kept.trim(before: Instant(nanoseconds: 4))
        #expect(kept.entries.count == 2)
    }
}
