import Codecs
import Net
import Packetization
import TestSupport
import Testing

/// Frames of real encoders, packetized by a real sender.
@Suite struct DepacketizerCaptureTests {
    @Test(arguments: DepacketizerCapture.all)
    func everyFrameComesOutAsItWasEncoded(capture: DepacketizerCapture) throws {
        var depacketizer = try #require(Depacketizer(capture.format))
        let origin = try #require(capture.packets.first?.timestamp)
        var items: [DepacketizedItem] = []
        for packet in capture.packets { depacketizer.receive(packet, into: &items) }
        #expect(items.frames(since: origin) == capture.frames)
        #expect(items.count == capture.frames.count + 1)
        let format = try #require(items.formats.first)
        #expect(items.first == .format(format))
        #expect(format.codec == capture.format.codec)
        #expect((format.width, format.height) == capture.size)
        #expect(!depacketizer.needsKeyframe)
        #expect(depacketizer.malformedCount == 0)
    }

    /// Whichever packet is lost: what comes out is what went in, without the frame it was of, up to the next keyframe.
    @Test(arguments: DepacketizerCapture.video)
    func aLossEndsPictureUntilTheNextKeyframe(capture: DepacketizerCapture) throws {
        let origin = try #require(capture.packets.first?.timestamp)
        for lost in capture.packets.indices {
            var depacketizer = try #require(Depacketizer(capture.format))
            var items: [DepacketizedItem] = []
            for (index, packet) in capture.packets.enumerated() {
                if index == lost {
                    depacketizer.noteLoss()
                    #expect(depacketizer.needsKeyframe)
                } else {
                    depacketizer.receive(packet, into: &items)
                }
            }
            let damaged = try #require(
                capture.frames.firstIndex {
                    $0.timestamp == Int64(capture.packets[lost].timestamp) - Int64(origin)
                })
            let next = capture.frames.indices.first { $0 > damaged && capture.frames[$0].isKeyframe }
            var expected = Array(capture.frames[..<damaged])
            if let next { expected += capture.frames[next...] }
            let frames = items.frames(since: origin)
            // What carries nothing but parameter sets that are known already may be lost without harm to its keyframe.
            if capture.frames[damaged].isKeyframe, frames.count > expected.count {
                expected = capture.frames
            }
            #expect(frames == expected, "lost packet \(lost)")
            #expect(depacketizer.needsKeyframe == (next == nil && frames != capture.frames))
        }
    }

    /// Without a word of the loss, what is wrong in itself is seen, and nothing traps.
    @Test(arguments: DepacketizerCapture.all)
    func packetsInAnyOrderAreSurvived(capture: DepacketizerCapture) throws {
        var random = SeededRandom(seed: 7)
        for _ in 0..<200 {
            var depacketizer = try #require(Depacketizer(capture.format))
            var items: [DepacketizedItem] = []
            for packet in capture.packets.shuffled(using: &random) {
                if random.chance(0.1) { depacketizer.noteLoss() }
                depacketizer.receive(packet, into: &items)
            }
            #expect(items.frames().count <= capture.packets.count * 16)
        }
    }

    /// Late, doubled and missing packets behind a reorder buffer: the frames are those of the file, without those that
    /// the missing packets cost.
    @Test(arguments: DepacketizerCapture.all, [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
    func aDisorderedNetworkIsPutInOrder(capture: DepacketizerCapture, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let origin = try #require(capture.packets.first?.timestamp)
        var arrivals: [(time: Int64, packet: CapturedPacket)] = []
        var isLossless = true
        for (index, packet) in capture.packets.enumerated() {
            let sent = Int64(index) * 10
            if index > 0, seed > 4, random.chance(0.05) {
                isLossless = false
                continue
            }
            let delay = index > 0 && random.chance(0.2) ? Int64.random(in: 0...150, using: &random) : 0
            arrivals.append((sent + delay, packet))
            if random.chance(0.1) { arrivals.append((sent + delay + 30, packet)) }
        }
        arrivals.sort { $0.time < $1.time }
        var buffer = ReorderBuffer()
        var depacketizer = try #require(Depacketizer(capture.format))
        var items: [DepacketizedItem] = []
        for (time, packet) in arrivals {
            let now = Instant(nanoseconds: time * 1_000_000)
            var reordered: [ReorderedItem] = []
            buffer.expire(now: now, into: &reordered)
            buffer.insert(
                sequence: packet.sequence, timestamp: packet.timestamp, marker: packet.marker,
                payload: packet.payload.span, now: now, into: &reordered)
            Self.pass(reordered, to: &depacketizer, into: &items)
        }
        var reordered: [ReorderedItem] = []
        buffer.expire(now: buffer.deadline, into: &reordered)
        Self.pass(reordered, to: &depacketizer, into: &items)
        let frames = items.frames(since: origin)
        if isLossless {
            #expect(frames == capture.frames)
            #expect(buffer.lostCount == 0)
        } else {
            #expect(frames.count < capture.frames.count)
            #expect(frames.allSatisfy(capture.frames.contains))
        }
    }

    private static func pass(
        _ reordered: [ReorderedItem], to depacketizer: inout Depacketizer, into items: inout [DepacketizedItem]
    ) {
        for item in reordered {
            switch item {
            case .packet(let packet):
                depacketizer.receive(
                    payload: packet.payload.span, timestamp: Int64(packet.timestamp), marker: packet.marker,
                    into: &items)
            case .loss:
                depacketizer.noteLoss()
            }
        }
    }
}
