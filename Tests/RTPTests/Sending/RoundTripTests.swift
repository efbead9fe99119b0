import Net
import RTP
import Testing

struct RoundTripTests {
    /// RFC 3550 §6.4.1, figure 2: a report of 46,853.125 s is quoted after 5.25 s, and the quotation arrives at 46,864.5 s.
    @Test func theFigureOfTheRFC() {
        var block = ReportBlock.example
        block.lastSenderReport = 0xB705_2000
        block.delaySinceLastSenderReport = 0x0005_4000
        #expect(block.roundTrip(arrival: NTPTime(bits: 0x0000_B710_8000_0000)) == .milliseconds(6_125))
    }

    @Test(
        arguments: [
            ("nothing quoted", 0, 0, 0x0005_0000, nil),
            ("over the wrap", 0xFFFF_8000, 0x4000, 0x0000_0000, .milliseconds(250)),
            ("less than nothing", 0x0001_0000, 0x8000, 0x0001_7FFF, .zero),
            ("exactly 30 s", 0x0001_0000, 0, 0x001F_0000, .seconds(30)),
            ("more than 30 s", 0x0001_0000, 0, 0x001F_0001, nil),
        ] as [(String, UInt32, UInt32, UInt32, Duration?)])
    func edges(name: String, last: UInt32, delay: UInt32, arrival: UInt32, expected: Duration?) {
        var block = ReportBlock.example
        block.lastSenderReport = last
        block.delaySinceLastSenderReport = delay
        #expect(block.roundTrip(arrival: NTPTime(bits: UInt64(arrival) << 16)) == expected)
    }
}
