import Codecs
import Net
import SFU
import Synchronization
import Testing
import WebRTC

@testable import WebRTCGateway

/// What the gateway looks up once for a crowd, and for how long.
@Suite struct RecentAnswersTests {
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

    @Test func tracksAreKnownForAMomentOnly() throws {
        var recent = RecentTracks()
        let path = try StreamPath("demo")
        let tracks = [StreamTrack(kind: .video, codec: Codec(.vp8, clockRate: 90_000))]
        let begin = ContinuousClock.now
        #expect(recent.tracks(of: path, now: begin) == nil)
        recent.note(tracks, of: path, now: begin)
        #expect(recent.tracks(of: path, now: begin + .milliseconds(99)) == tracks)
        #expect(recent.tracks(of: path, now: begin + .milliseconds(100)) == nil)
        #expect(recent.tracks(of: try StreamPath("other"), now: begin) == nil)
    }

    /// Names of paths come from outside: what is remembered of them has an end.
    @Test func manyPathsAreNotRemembered() throws {
        var recent = RecentTracks()
        let begin = ContinuousClock.now
        for index in 0..<10_000 { recent.note([], of: try StreamPath("room/\(index)"), now: begin) }
        let known = try (0..<10_000).count { recent.tracks(of: try StreamPath("room/\($0)"), now: begin) != nil }
        #expect(known > 0 && known <= RecentTracks.maximumCount)
    }

    @Test func bufferedRandomnessDoesNotRepeat() {
        var random = BufferedRandom()
        let numbers = (0..<1_000).map { _ in random.next() }
        #expect(Set(numbers).count == 1_000 && !numbers.contains(0))
        // Each bit is set about every other time: 500 times, give or take ten standard deviations.
        for bit in 0..<64 { #expect((342...658).contains(numbers.count { $0 >> UInt64(bit) & 1 == 1 })) }
    }
}
