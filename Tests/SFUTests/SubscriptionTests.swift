import Codecs
import Net
import SFU
import TestSupport
import Testing

struct SubscriptionTests {
    private let vp8 = Codec(.vp8, clockRate: 90_000)

    private func publishedTrack(_ rids: [String?] = [nil]) -> Track {
        let track = Track(kind: .video)
        track.publish(rids: rids, codec: vp8)
        return track
    }

    @Test func aViewerBeginsWithAKeyframe() {
        let track = publishedTrack()
        let viewer = Packets.subscription()
        defer { Subscription.free(viewer) }
        track.add(viewer, now: Packets.instant(0))
        Packets.ingest(track, 10, timestamp: 900)
        Packets.ingest(track, 11, timestamp: 1_800, keyframe: true, payload: [7])
        Packets.ingest(track, 12, timestamp: 1_800, payload: [8])
        #expect(
            Packets.plan(track, viewer) == [
                Sent(index: 100, timestamp: 5_000, payload: [7]), Sent(index: 101, timestamp: 5_000, payload: [8]),
            ])
        #expect(viewer.pointee.packetsSent == 2)
    }

    @Test func audioBeginsAnywhere() {
        let track = Track(kind: .audio)
        track.publish(rids: [nil], codec: Codec(.opus, clockRate: 48_000, channels: 2))
        let viewer = Packets.subscription(isVideo: false)
        defer { Subscription.free(viewer) }
        track.add(viewer, now: Packets.instant(0))
        Packets.ingest(track, 65_535)
        Packets.ingest(track, 0)
        #expect(Packets.plan(track, viewer).map(\.index) == [100, 101])
    }

    /// The first packet of a keyframe was lost and is repaired: the rest of the picture has waited for it.
    @Test func aKeyframeWhoseBeginningCameLateIsSentWhole() {
        let track = publishedTrack()
        let viewer = Packets.subscription()
        defer { Subscription.free(viewer) }
        track.add(viewer, now: Packets.instant(0))
        Packets.ingest(track, 9)
        Packets.ingest(track, 11, payload: [11])
        Packets.ingest(track, 12, payload: [12])
        #expect(Packets.plan(track, viewer).isEmpty)
        track.didFanOut()
        Packets.ingest(track, 10, keyframe: true, payload: [10])
        Packets.ingest(track, 13, payload: [13])
        #expect(Packets.plan(track, viewer).map(\.payload) == [[10], [11], [12], [13]])
    }

    /// What is missing on the way in leaves the same hole on the way out, and its repair fills it.
    @Test func aHoleIsFilledByItsOwnNumber() {
        let track = publishedTrack()
        let viewer = Packets.subscription()
        defer { Subscription.free(viewer) }
        track.add(viewer, now: Packets.instant(0))
        Packets.ingest(track, 65_534, keyframe: true)
        Packets.ingest(track, 1)
        Packets.ingest(track, 65_535)
        Packets.ingest(track, 0)
        #expect(Packets.plan(track, viewer).map(\.index) == [100, 103, 101, 102])
    }

    @Test func nothingGoesOutTwice() {
        let track = publishedTrack()
        Packets.ingest(track, 5, keyframe: true)
        #expect(!Packets.ingest(track, 5, keyframe: true))
        #expect(track.layers[0].duplicates == 1)
        #expect(track.pendingCount == 1)
    }

    @Test func aPublisherWhoReturnsIsFollowedWithoutAGap() {
        let track = publishedTrack()
        let viewer = Packets.subscription()
        defer { Subscription.free(viewer) }
        track.add(viewer, now: Packets.instant(0))
        Packets.ingest(track, 10, timestamp: 900, keyframe: true, at: 0)
        Packets.ingest(track, 11, timestamp: 3_900, at: 33)
        #expect(Packets.plan(track, viewer).map(\.index) == [100, 101])
        track.didFanOut()

        track.publish(rids: [nil], codec: vp8)
        #expect(viewer.pointee.isWaitingForKeyframe)
        Packets.ingest(track, 40_000, timestamp: 77, at: 3_000)
        Packets.ingest(track, 40_001, timestamp: 77, keyframe: true, payload: [9], at: 3_033)
        // The very next number, and as much further as lies between the captures: 3,000 ms less the two ticks of 1/90,000 s
        // by which 33 ms and 3,000 units differ.
        let sent = Packets.plan(track, viewer)
        #expect(sent == [Sent(index: 102, timestamp: 5_000 + 269_999, payload: [9])])
    }

    @Test func packetsOfTheFormerPublisherAreNotForwardedAnyMore() {
        let track = publishedTrack()
        let viewer = Packets.subscription()
        defer { Subscription.free(viewer) }
        track.add(viewer, now: Packets.instant(0))
        Packets.ingest(track, 10, keyframe: true)
        _ = Packets.plan(track, viewer)
        track.didFanOut()
        track.publish(rids: [nil], codec: vp8)
        Packets.ingest(track, 20, keyframe: true)
        _ = Packets.plan(track, viewer)
        #expect(viewer.pointee.retransmission(of: 100, from: track.cache) == nil)
        #expect(viewer.pointee.retransmission(of: 101, from: track.cache)?.index == 101)
    }

    @Test func aRetransmissionIsThePacketThatWentOut() {
        let track = publishedTrack()
        let viewer = Packets.subscription(firstSequence: 32_767, firstTimestamp: .max - 10)
        defer { Subscription.free(viewer) }
        track.add(viewer, now: Packets.instant(0))
        for step in UInt16(0)..<600 {
            Packets.ingest(
                track, 65_000 &+ step, timestamp: UInt32(step) * 3_000, keyframe: step == 0,
                payload: [UInt8(step >> 8), UInt8(step & 255)])
        }
        let sent = Packets.plan(track, viewer)
        #expect(sent.count == 600)
        for packet in sent {
            let again = viewer.pointee.retransmission(of: UInt16(truncatingIfNeeded: packet.index), from: track.cache)
            #expect(again?.index == packet.index)
            #expect(again?.timestamp == packet.timestamp)
        }
        #expect(viewer.pointee.retransmission(of: 32_766, from: track.cache) == nil)
    }

    @Test func aViewerWithoutAPayloadTypeGetsNothing() {
        let track = publishedTrack()
        let viewer = Packets.subscription()
        defer { Subscription.free(viewer) }
        viewer.pointee.send(as: nil, clockRate: 90_000)
        track.add(viewer, now: Packets.instant(0))
        Packets.ingest(track, 10, keyframe: true)
        #expect(Packets.plan(track, viewer).isEmpty)
        #expect(!viewer.pointee.isWaitingForKeyframe)
    }

    /// Random loss, reordering, duplicates, layer switches and restarts: numbers never repeat, the next source never goes
    /// back, and whatever one source brought keeps its distances.
    @Test(arguments: 0..<40) func numbersNeverRepeatWhateverHappens(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let track = publishedTrack(["l", "h"])
        let viewer = Packets.subscription(firstSequence: .random(in: 0...UInt16.max, using: &random))
        defer { Subscription.free(viewer) }
        track.add(viewer, now: Packets.instant(0))
        var next: [UInt16] = [.random(in: 0...UInt16.max, using: &random), .random(in: 0...UInt16.max, using: &random)]
        var seen: Set<UInt64> = []
        for step in 0..<4_000 {
            if random.chance(0.002) {
                track.publish(rids: ["l", "h"], codec: vp8)
                next = next.map { _ in .random(in: 0...UInt16.max, using: &random) }
            }
            let layer = random.chance(step % 1_000 < 500 ? 0.1 : 0.9) ? 1 : 0
            next[layer] &+= random.chance(0.05) ? 3 : 1
            let sequence = random.chance(0.1) ? next[layer] &- .random(in: 0...20, using: &random) : next[layer]
            Packets.ingest(
                track, layer: layer, sequence, timestamp: UInt32(step) &* 3_000, keyframe: random.chance(0.05),
                width: layer == 0 ? 320 : 640, height: layer == 0 ? 180 : 360, at: step * 10)
            let sent = Packets.plan(track, viewer)
            track.didFanOut()
            for packet in sent {
                let isNew = seen.insert(packet.index).inserted
                #expect(isNew)
            }
        }
        #expect(seen.count > 1_000)
    }
}
