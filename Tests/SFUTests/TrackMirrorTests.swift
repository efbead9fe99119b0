import Codecs
import Net
import SFU
import Testing

/// A track as another worker sees it: by its descriptions and its packets.
struct TrackMirrorTests {
    private let vp8 = Codec(.vp8, clockRate: 90_000)
    private let h264 = Codec(.h264, clockRate: 90_000)

    /// Hands what is pending to the mirror, in the order in which the media plane does, and says that it was fanned out.
    private func relay(_ home: Track, to mirror: Track) {
        if let change = home.takeChangedDescription() { mirror.mirror(change) }
        var number = home.fannedOut
        while number != home.cache.end {
            let record = home.cache.record(number).pointee
            let bytes = UnsafeRawBufferPointer(
                start: home.cache.bytes(number), count: Int(record.payloadOffset + record.payloadLength))
            mirror.append(record, bytes: bytes)
            number &+= 1
        }
        home.didFanOut()
    }

    @Test func viewersOfTheMirrorGetWhatThoseAtHomeGet() {
        let (home, mirror) = (Track(kind: .video), Track(kind: .video))
        home.publish(rids: ["l", "h"], codec: vp8)
        let (near, far) = (Packets.subscription(), Packets.subscription())
        defer { [near, far].forEach(Subscription.free) }
        home.add(near, now: Packets.instant(0))
        mirror.add(far, now: Packets.instant(0))
        var sent = 0
        for step in 0..<200 {
            let layer = step < 100 ? 0 : 1
            Packets.ingest(
                home, layer: layer, UInt16(step), timestamp: UInt32(step) * 3_000, keyframe: step % 40 == 0,
                width: 320 << layer, height: 180 << layer, payload: [UInt8(step)], at: step * 33)
            guard step % 7 == 6 else { continue }
            let expected = Packets.plan(home, near)
            relay(home, to: mirror)
            let got = Packets.plan(mirror, far)
            mirror.didFanOut()
            #expect(got == expected)
            sent += got.count
        }
        #expect(sent > 150 && near.pointee.source != .none)
    }

    @Test func aDescriptionIsHandedOutWhenItChangedAndOnce() {
        let track = Track(kind: .video)
        let begin = track.takeChangedDescription()
        #expect(begin != nil && begin?.codec == nil && begin?.selected == SourceID.none)
        #expect(track.takeChangedDescription() == nil)
        track.publish(rids: [nil], codec: vp8)
        let published = track.takeChangedDescription()
        #expect(published?.codec == vp8 && published?.clocks.map(\.source) == track.layers.map(\.source))
        #expect(published?.selected == track.layers[0].source)
        Packets.ingest(track, 1, keyframe: true)
        // The first packet sets its source's clock, the second one nothing.
        #expect(track.takeChangedDescription() != nil)
        Packets.ingest(track, 2)
        #expect(track.takeChangedDescription() == nil)
        track.report(layer: 0, timestamp: 5, time: 7)
        track.report(layer: 1, timestamp: 5, time: 7)
        let reported = track.takeChangedDescription()
        #expect(reported?.clocks[0].clock.time(of: 5) == 7)
        track.change(codec: h264, now: Packets.instant(1))
        #expect(track.takeChangedDescription()?.codec == h264)
        track.restart(layer: 0, now: Packets.instant(2))
        #expect(track.takeChangedDescription() != nil)
        track.unpublish()
        let silent = track.takeChangedDescription()
        #expect(silent?.codec == nil && silent?.clocks.isEmpty == true)
    }

    /// The same choice again does not let viewers wait; another one does, until its keyframe.
    @Test func viewersAreAimedAtWhatIsSelected() {
        let (home, mirror) = (Track(kind: .video), Track(kind: .video))
        home.publish(rids: [nil], codec: vp8)
        let viewer = Packets.subscription()
        defer { Subscription.free(viewer) }
        mirror.add(viewer, now: Packets.instant(0))
        #expect(viewer.pointee.target == .none)
        Packets.ingest(home, 1, keyframe: true)
        relay(home, to: mirror)
        #expect(Packets.plan(mirror, viewer).count == 1 && !viewer.pointee.isWaitingForKeyframe)
        mirror.mirror(home.description)
        #expect(!viewer.pointee.isWaitingForKeyframe)
        home.publish(rids: [nil], codec: vp8)
        mirror.mirror(home.description)
        #expect(viewer.pointee.isWaitingForKeyframe && viewer.pointee.target == home.layers[0].source)
    }

    @Test func aKeyframeOfTheSelectedSourceServesWhoWaits() {
        let (home, mirror) = (Track(kind: .video), Track(kind: .video))
        home.publish(rids: ["l", "h"], codec: vp8)
        Packets.ingest(home, layer: 0, 1, keyframe: true, width: 320, height: 180)
        relay(home, to: mirror)
        mirror.wantKeyframe(now: Packets.instant(100))
        Packets.ingest(home, layer: 1, 1, keyframe: true, width: 160, height: 90)
        relay(home, to: mirror)
        #expect(mirror.keyframes.isWanted)
        Packets.ingest(home, layer: 0, 2, keyframe: true, width: 320, height: 180)
        relay(home, to: mirror)
        #expect(!mirror.keyframes.isWanted)
    }

    @Test func theReplicaOfAStreamHasItsTracksInTheirPlaces() throws {
        let identity = StreamIdentity(path: try StreamPath("live/a"), home: 1, number: 7)
        let (home, replica) = (Stream(identity, now: Packets.instant(0)), Stream(identity, now: Packets.instant(0)))
        let audio = Codec(.opus, clockRate: 48_000, channels: 2)
        _ = home.begin(PublisherID(number: 1), [OfferedTrack(codec: vp8), OfferedTrack(codec: audio)])
        // The second cannot come before the first.
        #expect(replica.mirror(home.tracks[1].description, at: 1) == nil && replica.tracks.isEmpty)
        for (index, track) in home.tracks.enumerated() {
            let mirrored = try #require(replica.mirror(track.description, at: index))
            #expect(mirrored.kind == track.kind && mirrored.codec == track.codec && mirrored.address.index == index)
        }
        #expect(replica.mirror(home.tracks[0].description, at: 1) === replica.tracks[1])
        #expect(replica.tracks.count == 2)
    }

    @Test func relaysAreThoseOfEveryTrack() throws {
        let identity = StreamIdentity(path: try StreamPath("live/a"), home: 0, number: 1)
        let stream = Stream(identity, now: Packets.instant(0))
        _ = stream.begin(PublisherID(number: 1), [OfferedTrack(codec: vp8)])
        stream.addRelay(2)
        stream.addRelay(2)
        stream.addRelay(1)
        _ = stream.begin(PublisherID(number: 2), [OfferedTrack(codec: vp8), OfferedTrack(codec: vp8)])
        #expect(stream.tracks.map(\.relays) == [[2, 1], [2, 1]])
        #expect(stream.tracks.allSatisfy { $0.hasReaders })
        stream.removeRelay(2)
        stream.removeRelay(1)
        #expect(stream.relays.isEmpty && stream.tracks.allSatisfy { $0.relays.isEmpty && !$0.hasReaders })
    }
}
