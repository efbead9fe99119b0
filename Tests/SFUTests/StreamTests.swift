import Codecs
import Net
import SFU
import Testing

struct StreamTests {
    private let video = OfferedTrack(codec: Codec(.vp8, clockRate: 90_000))
    private let audio = OfferedTrack(codec: Codec(.opus, clockRate: 48_000, channels: 2))

    @Test func aPublisherWhoReturnsFindsItsTracks() throws {
        let stream = Stream(StreamIdentity(path: try StreamPath("live/a"), home: 0, number: 1), now: Packets.instant(0))
        let first = stream.begin(PublisherID(number: 1), [audio, video])
        #expect(stream.end(PublisherID(number: 1), now: Packets.instant(10), grace: .seconds(10)))
        #expect(stream.publisher == nil)
        let again = stream.begin(PublisherID(number: 2), [video, audio])
        #expect(again[0] === first[1])
        #expect(again[1] === first[0])
        #expect(!stream.hasExpired(at: Packets.instant(100_000)))
    }

    @Test func theStreamEndsAfterTheGraceTime() throws {
        let stream = Stream(StreamIdentity(path: try StreamPath("a"), home: 0, number: 1), now: Packets.instant(0))
        _ = stream.begin(PublisherID(number: 1), [video])
        stream.end(PublisherID(number: 1), now: Packets.instant(1_000), grace: .seconds(10))
        #expect(!stream.hasExpired(at: Packets.instant(10_999)))
        #expect(stream.hasExpired(at: Packets.instant(11_000)))
    }

    @Test func whoWasReplacedEndsNothing() throws {
        let stream = Stream(StreamIdentity(path: try StreamPath("a"), home: 0, number: 1), now: Packets.instant(0))
        _ = stream.begin(PublisherID(number: 1), [video])
        _ = stream.begin(PublisherID(number: 2), [video])
        #expect(!stream.end(PublisherID(number: 1), now: Packets.instant(1_000), grace: .seconds(10)))
        #expect(stream.publisher == PublisherID(number: 2))
    }
}
