import Net
import Testing

struct UnwrapperTests {
    /// From every edge start value: a thousand numbers forward, each then looked up late.
    @Test(arguments: [UInt16(0), 1, 32_767, 32_768, 65_534, 65_535]) func extendsAcrossTheWrap(start: UInt16) {
        var unwrapper = SequenceUnwrapper()
        let first = unwrapper.unwrap(start)
        for step in 1...1000 { #expect(unwrapper.unwrap(start &+ UInt16(step)) == first + Int64(step)) }
        #expect(unwrapper.unwrap(start &+ 900) == first + 900)
        #expect(unwrapper.newest == first + 1000)
    }

    @Test func ntpRoundTripsWithinANanosecond() {
        let time = NTPTime(unixNanoseconds: 1_700_000_000_123_456_789)
        #expect(abs(time.unixNanoseconds - 1_700_000_000_123_456_789) <= 1)
    }
}
