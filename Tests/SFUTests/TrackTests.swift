import Codecs
import Net
import SFU
import Testing

struct TrackTests {
    private let vp8 = Codec(.vp8, clockRate: 90_000)

    @Test func aViewerThatJoinsGetsItsKeyframeAskedForAtOnce() {
        let track = Track(kind: .video)
        track.publish(rids: [nil], codec: vp8)
        #expect(track.keyframes.deadline == nil)
        let viewer = Packets.subscription()
        defer { Subscription.free(viewer) }
        track.add(viewer, now: Packets.instant(7))
        #expect(track.keyframes.deadline == Packets.instant(7))
        Packets.ingest(track, 1, keyframe: true, at: 20)
        #expect(!track.keyframes.isWanted)
    }

    @Test func theBestLayerIsChosenAndSwitchedToAtItsKeyframe() {
        let track = Track(kind: .video)
        track.publish(rids: ["l", "h"], codec: vp8)
        let viewer = Packets.subscription()
        defer { Subscription.free(viewer) }
        track.add(viewer, now: Packets.instant(0))
        Packets.ingest(track, layer: 0, 10, keyframe: true, width: 320, height: 180, payload: [1], at: 0)
        #expect(track.selectedLayer === track.layers[0])
        #expect(Packets.plan(track, viewer).map(\.payload) == [[1]])
        track.didFanOut()
        Packets.ingest(track, layer: 1, 500, keyframe: true, width: 640, height: 360, payload: [2], at: 300)
        #expect(track.selectedLayer === track.layers[1])
        Packets.ingest(track, layer: 0, 11, payload: [3], at: 310)
        Packets.ingest(track, layer: 1, 501, payload: [4], at: 320)
        #expect(Packets.plan(track, viewer).map(\.payload) == [[2], [4]])
    }

    @Test func aLayerThatIsSwitchedOffIsLeft() {
        let track = Track(kind: .video)
        track.publish(rids: ["l", "h"], codec: vp8)
        Packets.ingest(track, layer: 0, 10, keyframe: true, width: 320, height: 180, at: 0)
        Packets.ingest(track, layer: 1, 10, keyframe: true, width: 640, height: 360, at: 300)
        #expect(track.selectedLayer === track.layers[1])
        for step in 0..<10 { Packets.ingest(track, layer: 0, UInt16(11 + step), at: 400 + step * 300) }
        #expect(track.selectedLayer === track.layers[0])
        #expect(track.keyframes.isWanted)
    }

    @Test func removedViewersAreGone() {
        let track = Track(kind: .audio)
        let viewers = (0..<3).map { _ in Packets.subscription(isVideo: false) }
        defer { viewers.forEach(Subscription.free) }
        for viewer in viewers { track.add(viewer, now: Packets.instant(0)) }
        track.remove(viewers[0])
        track.remove(viewers[0])
        #expect(track.subscriptions.count == 2)
        #expect(!track.subscriptions.contains(viewers[0]))
    }

    /// Lips match: audio and video of one moment get report timestamps of one moment.
    @Test func senderReportsMapBothClocksToTheSameMoment() throws {
        let video = Track(kind: .video)
        video.publish(rids: [nil], codec: vp8)
        let audio = Track(kind: .audio)
        audio.publish(rids: [nil], codec: Codec(.opus, clockRate: 48_000, channels: 2))
        let (picture, sound) = (Packets.subscription(), Packets.subscription(isVideo: false, firstTimestamp: 900))
        defer {
            Subscription.free(picture)
            Subscription.free(sound)
        }
        video.add(picture, now: Packets.instant(0))
        audio.add(sound, now: Packets.instant(0))
        Packets.ingest(video, 1, timestamp: 90_000, keyframe: true, at: 1_000)
        Packets.ingest(audio, 1, timestamp: 48_000, at: 1_040)
        video.layers[0].clock.report(timestamp: 90_000, time: 500_000_000)
        audio.layers[0].clock.report(timestamp: 48_000, time: 500_000_000)
        #expect(Packets.plan(video, picture).count == 1)
        #expect(Packets.plan(audio, sound).count == 1)
        let later: Int64 = 2_500_000_000
        #expect(video.reportTimestamp(for: picture.pointee, at: later) == UInt32(5_000 + 180_000))
        #expect(audio.reportTimestamp(for: sound.pointee, at: later) == UInt32(900 + 96_000))
    }
}
