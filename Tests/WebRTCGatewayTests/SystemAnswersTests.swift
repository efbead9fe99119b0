import Net
import Synchronization
import Testing

@testable import WebRTCGateway

/// What the gateway gets from the system in larger portions than it needs at once.
@Suite struct SystemAnswersTests {
    @Test func interfacesAreLookedUpAgainAfterFiveSeconds() {
        let lookUps = Mutex(0)
        var interfaces = InterfaceAddresses {
            lookUps.withLock { count in
                count += 1
                return [IPAddress(v4: UInt32(count))]
            }
        }
        let begin = ContinuousClock.now
        for milliseconds in [0, 1, 2_500, 4_999] {
            #expect(interfaces.list(now: begin + .milliseconds(milliseconds)) == [IPAddress(v4: 1)])
        }
        #expect(interfaces.list(now: begin + .seconds(5)) == [IPAddress(v4: 2)])
        #expect(interfaces.list(now: begin + .seconds(9)) == [IPAddress(v4: 2)])
        #expect(lookUps.withLock(\.self) == 2)
    }

    @Test func bufferedRandomnessDoesNotRepeat() {
        var random = BufferedRandom()
        let numbers = (0..<1_000).map { _ in random.next() }
        #expect(Set(numbers).count == 1_000 && !numbers.contains(0))
        // Each bit is set about every other time: 500 times, give or take ten standard deviations.
        for bit in 0..<64 { #expect((342...658).contains(numbers.count { $0 >> UInt64(bit) & 1 == 1 })) }
    }
}
