import Codecs
import Net
import SFU
import TestSupport
import Testing

/// A viewer that does without for a while, or loses what is sent to it.
struct SubscriptionPauseTests {
    private let vp8 = Codec(.vp8, clockRate: 90_000)

    /// A published track and a viewer that got its first frame: a keyframe of two packets, 10 and 11, as 100 and 101.
    private func begun(_ rids: [String?] = [nil]) -> (track: Track, viewer: UnsafeMutablePointer<Subscription>) {
        let track = Track(kind: .video)
        track.publish(rids: rids, codec: vp8)
        let viewer = Packets.subscription()
        track.add(viewer, now: Packets.instant(0))
        Packets.ingest(track, 10, timestamp: 900, keyframe: true, payload: [10])
        Packets.ingest(track, 11, timestamp: 900, payload: [11])
        _ = send(track, viewer)
        return (track, viewer)
    }

    private func send(_ track: Track, _ viewer: UnsafeMutablePointer<Subscription>) -> [Sent] {
        defer { track.didFanOut() }
        return Packets.plan(track, viewer)
    }

    @Test func thePauseBeginsWithTheNextFrame() {
        let (track, viewer) = begun()
        defer { Subscription.free(viewer) }
        viewer.pointee.pause()
        Packets.ingest(track, 12, timestamp: 900, payload: [12])
        #expect(send(track, viewer).map(\.payload) == [[12]])
        Packets.ingest(track, 13, timestamp: 900, payload: [13])
        Packets.ingest(track, 14, timestamp: 3_900, payload: [14])
        Packets.ingest(track, 15, timestamp: 3_900, payload: [15])
        #expect(send(track, viewer).map(\.payload) == [[13]])
        Packets.ingest(track, 16, timestamp: 6_900, keyframe: true)
        #expect(send(track, viewer).isEmpty)
    }

    /// The numbers go on, the timestamp moves by the time that has passed, and only a keyframe begins.
    @Test func itGoesOnWithAKeyframeAndWithoutAGap() {
        let (track, viewer) = begun()
        defer { Subscription.free(viewer) }
        viewer.pointee.pause()
        Packets.ingest(track, 12, timestamp: 3_900, at: 33)
        #expect(send(track, viewer).isEmpty)
        let isWaiting = viewer.pointee.resume()
        #expect(isWaiting && !viewer.pointee.isPaused)
        Packets.ingest(track, 13, timestamp: 180_900, at: 2_000)
        Packets.ingest(track, 14, timestamp: 183_900, keyframe: true, payload: [14], at: 2_033)
        Packets.ingest(track, 15, timestamp: 183_900, payload: [15], at: 2_033)
        #expect(
            send(track, viewer) == [
                Sent(index: 102, timestamp: 188_000 - 1, payload: [14]),
                Sent(index: 103, timestamp: 188_000 - 1, payload: [15]),
            ])
    }

    /// Resumed within the frame, it has missed nothing and waits for nothing.
    @Test func aPauseThatEndsWithinTheFrameIsNone() {
        let (track, viewer) = begun()
        defer { Subscription.free(viewer) }
        viewer.pointee.pause()
        let isWaiting = viewer.pointee.resume()
        #expect(!isWaiting)
        Packets.ingest(track, 12, timestamp: 3_900, payload: [12])
        #expect(send(track, viewer) == [Sent(index: 102, timestamp: 8_000, payload: [12])])
        let isWaitingAgain = viewer.pointee.resume()
        #expect(!isWaitingAgain)
    }

    /// The source went silent within the frame, and another one took its place.
    @Test func aSwitchThatWasMissedIsWaitedFor() {
        let (track, viewer) = begun()
        defer { Subscription.free(viewer) }
        viewer.pointee.pause()
        track.publish(rids: [nil], codec: vp8)
        Packets.ingest(track, 500, timestamp: 7, keyframe: true)
        #expect(send(track, viewer).isEmpty)
        let isWaiting = viewer.pointee.resume()
        #expect(isWaiting)
        Packets.ingest(track, 501, timestamp: 3_007, keyframe: true, payload: [5])
        #expect(send(track, viewer).map(\.index) == [102])
    }

    @Test func whoHasNotBegunIsPausedAtOnce() {
        let track = Track(kind: .video)
        track.publish(rids: [nil], codec: vp8)
        let viewer = Packets.subscription()
        defer { Subscription.free(viewer) }
        track.add(viewer, now: Packets.instant(0))
        viewer.pointee.pause()
        Packets.ingest(track, 10, keyframe: true)
        #expect(send(track, viewer).isEmpty)
        let isWaiting = viewer.pointee.resume()
        #expect(isWaiting)
    }

    @Test func whoHasNoPayloadTypeWaitsForNothing() {
        let (track, viewer) = begun()
        defer { Subscription.free(viewer) }
        viewer.pointee.pause()
        Packets.ingest(track, 12, timestamp: 3_900)
        _ = send(track, viewer)
        viewer.pointee.send(as: nil, clockRate: 90_000)
        let isWaiting = viewer.pointee.resume()
        #expect(!isWaiting)
    }

    /// A packet of the frame at hand that comes late, as a repair, still goes out; one of the next frame does not.
    @Test func repairsOfTheLastFrameGoOut() {
        let (track, viewer) = begun()
        defer { Subscription.free(viewer) }
        Packets.ingest(track, 13, timestamp: 3_900, payload: [13])
        _ = send(track, viewer)
        viewer.pointee.pause()
        Packets.ingest(track, 12, timestamp: 3_900, payload: [12])
        #expect(send(track, viewer) == [Sent(index: 102, timestamp: 8_000, payload: [12])])
    }

    /// What went out before a pause is not sent again after it: its offsets are not known any more.
    @Test func nothingFromBeforeIsSentAgain() {
        let (track, viewer) = begun()
        defer { Subscription.free(viewer) }
        viewer.pointee.pause()
        Packets.ingest(track, 12, timestamp: 3_900, at: 33)
        _ = send(track, viewer)
        #expect(viewer.pointee.retransmission(of: 101, from: track.cache) == nil)
        _ = viewer.pointee.resume()
        Packets.ingest(track, 13, timestamp: 6_900, keyframe: true, at: 66)
        _ = send(track, viewer)
        #expect(viewer.pointee.retransmission(of: 101, from: track.cache) == nil)
        #expect(viewer.pointee.retransmission(of: 102, from: track.cache)?.index == 102)
    }

    @Test func aBreakGoesOnWithAKeyframe() {
        let (track, viewer) = begun()
        defer { Subscription.free(viewer) }
        viewer.pointee.breakOff()
        #expect(viewer.pointee.isWaitingForKeyframe)
        Packets.ingest(track, 12, timestamp: 900)
        Packets.ingest(track, 40, timestamp: 3_900, keyframe: true, payload: [40], at: 33)
        #expect(send(track, viewer).map(\.index) == [102])
    }

    @Test func soundIsNeverBrokenOff() {
        let track = Track(kind: .audio)
        track.publish(rids: [nil], codec: Codec(.opus, clockRate: 48_000, channels: 2))
        let viewer = Packets.subscription(isVideo: false)
        defer { Subscription.free(viewer) }
        track.add(viewer, now: Packets.instant(0))
        Packets.ingest(track, 10)
        _ = send(track, viewer)
        viewer.pointee.breakOff()
        Packets.ingest(track, 13)
        #expect(send(track, viewer).map(\.index) == [103])
    }

    /// Loss, disorder, late keyframes, switches, pauses and breaks at random: no number is ever used for two packets, and a
    /// packet that is sent again is the one that went out.
    @Test(arguments: 0..<40 as Range<UInt64>) func numbersAreNeverUsedTwice(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let (track, viewer) = begun(["l", "h"])
        defer { Subscription.free(viewer) }
        var next: [UInt16] = [60_000, .random(in: 0...UInt16.max, using: &random)]
        var sent: [UInt64: Sent] = [:]
        var frame: UInt32 = 0
        var (pauses, repeats) = (0, 0)
        for step in 0..<4_000 {
            switch Int.random(in: 0..<300, using: &random) {
            case 0: track.publish(rids: ["l", "h"], codec: vp8)
            case 1...5:
                viewer.pointee.pause()
                pauses += 1
            case 6...12: _ = viewer.pointee.resume()
            case 13: viewer.pointee.breakOff()
            case 14: viewer.pointee.send(as: UInt8.random(in: 96...98, using: &random), clockRate: 90_000)
            default: break
            }
            if random.chance(0.4) { frame &+= 3_000 }
            let layer = random.chance(step % 1_000 < 500 ? 0.1 : 0.9) ? 1 : 0
            next[layer] &+= random.chance(0.1) ? 2 : 1
            let sequence = random.chance(0.1) ? next[layer] &- .random(in: 0...20, using: &random) : next[layer]
            Packets.ingest(
                track, layer: layer, sequence, timestamp: frame, keyframe: random.chance(0.1),
                width: layer == 0 ? 320 : 640, height: 180,
                payload: withUnsafeBytes(of: step) { Array($0) }, at: step * 10)
            guard random.chance(0.6) else { continue }
            for packet in send(track, viewer) {
                #expect(sent.updateValue(packet, forKey: packet.index) == nil, "\(packet.index) twice")
            }
            let asked = UInt16(truncatingIfNeeded: sent.keys.randomElement(using: &random) ?? 0)
            guard let again = viewer.pointee.retransmission(of: asked, from: track.cache) else { continue }
            repeats += 1
            let payload = Array(
                UnsafeBufferPointer(
                    start: again.bytes + Int(again.record.pointee.payloadOffset),
                    count: Int(again.record.pointee.payloadLength)))
            #expect(
                sent[again.index] == Sent(index: again.index, timestamp: again.timestamp, payload: payload))
        }
        #expect(sent.count > 200 && pauses > 20 && repeats > 20)
    }
}
