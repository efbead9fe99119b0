import Codecs
import MediaPlane
import Net
import TestSupport
import Testing

/// What must hold for every viewer whatever the network does: nothing twice, nothing damaged, in order, on time's scale.
extension VirtualViewer {
    /// - Parameter skips: whether video may leave out what its source sent, to go on with the very next number at a keyframe.
    func expectIntact(skips: Bool = false, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(isConnected, "\(key.text) is not connected", sourceLocation: sourceLocation)
        #expect(refusals == 0, "\(key.text) could not decrypt \(refusals)", sourceLocation: sourceLocation)
        for track in [video, audio] {
            let name = "\(key.text)'s \(track.kind)"
            #expect(track.renumbered == 0, "\(name): a packet under two numbers", sourceLocation: sourceLocation)
            #expect(track.repeated == 0, "\(name): a packet twice", sourceLocation: sourceLocation)
            #expect(track.damaged == 0, "\(name): a payload changed", sourceLocation: sourceLocation)
            let disorder = track.disorder(skips: skips && track.kind == .video)
            #expect(disorder == nil, "\(name): \(disorder ?? "")", sourceLocation: sourceLocation)
        }
        #expect(conflicts == 0, "\(key.text): a number for two packets", sourceLocation: sourceLocation)
        // Without a retransmission stream what was asked for too early comes again, and SRTP refuses it.
        if plan.usesRTX {
            let (replayed, repeated) = (replays[video.ssrc] ?? 0, simulation.statistics(to: address).duplicated)
            #expect(
                replayed <= repeated, "\(key.text): \(replayed) packets twice, the network repeated \(repeated)",
                sourceLocation: sourceLocation)
        }
        let wrongLevels = audio.packets.values.count { $0.level != audioLevel($0.packet.timestamp) }
        #expect(wrongLevels == 0, "an audio level changed", sourceLocation: sourceLocation)
    }
}

extension ReceivedTrack {
    /// The first place where sequence numbers or timestamps do not follow those of the publisher, in words; nil when there
    /// is none. Within one source both keep their distances; where the source changes, the numbers go on without a gap and
    /// the timestamps forward, by less than a minute.
    /// - Parameter skips: whether the packets of a source may be left out up to a keyframe, which has the next number.
    func disorder(skips: Bool) -> String? {
        let packets = inOrder
        for (before, after) in zip(packets, packets.dropFirst()) {
            let (one, other) = (before.packet.packet, after.packet.packet)
            let sequences = after.sequence - before.sequence
            let timestamps = after.packet.timestamp &- before.packet.timestamp
            let distance = Int64(other.index) - Int64(one.index)
            // With packets lost in between, nobody knows whether one of them began a keyframe.
            let isSkip =
                skips && (1..<max(distance, 1)).contains(sequences) && (sequences > 1 || other.start == .keyframe)
            if !isSkip, (one.generation, one.layer) == (other.generation, other.layer) {
                if sequences != distance {
                    return
                        "sequence \(after.sequence) is \(sequences) after its neighbour, index \(other.index) after \(one.index)"
                }
                if timestamps != other.timestamp &- one.timestamp { return "the timestamp jumps at \(after.sequence)" }
            } else if timestamps == 0 || timestamps > UInt32(60 * clockRate) {
                return "the timestamp moves by \(timestamps) at a switch"
            }
        }
        return nil
    }

    var clockRate: Int { kind == .video ? 90_000 : 48_000 }

    /// The packets of `source` that never came, of those sent until `end` after the first that a decoder could begin with;
    /// all when none came. (The engine may be connected a round trip before the viewer can decrypt.)
    func missing(of source: VirtualSource, sentUntil end: Instant) -> [SentPacket] {
        let candidates = source.sent.prefix { $0.time <= end }
        let first = candidates.firstIndex {
            places[$0.packet] != nil && (kind == .audio || $0.packet.start == .keyframe)
        }
        return candidates[(first ?? candidates.startIndex)...].filter { places[$0.packet] == nil }
    }

    /// How long each packet of `source` travelled that came.
    func journeys(of source: VirtualSource) -> [Duration] {
        source.sent.compactMap { sent in
            guard let place = places[sent.packet], let received = packets[place] else { return nil }
            return sent.time.duration(to: received.arrival)
        }
    }
}

extension Simulation {
    /// A publisher and viewers that all get media.
    func connect(
        viewers count: Int, publisher plans: [SourcePlan] = [.video, .audio], viewer plan: ViewerPlan = ViewerPlan()
    ) throws -> (publisher: VirtualPublisher, viewers: [VirtualViewer]) {
        let publisher = try VirtualPublisher(self, plans: plans)
        try #require(run(atMost: .seconds(10)) { publisher.isConnected && !loop.tables.isIdle })
        let viewers = try (0..<count).map { try VirtualViewer(self, name: "viewer-\($0)", plan: plan) }
        try #require(
            run(atMost: .seconds(10)) { viewers.allSatisfy { $0.video.hasBegun && $0.audio.hasBegun } })
        return (publisher, viewers)
    }
}

extension Simulation {
    /// A publisher, and viewers on workers, who all get media.
    /// - Parameter placed: the worker of each viewer.
    func connect(
        placed: [Int], publisher plans: [SourcePlan] = [.video, .audio], viewer plan: ViewerPlan = ViewerPlan()
    ) throws -> (publisher: VirtualPublisher, viewers: [VirtualViewer]) {
        let publisher = try VirtualPublisher(self, path: plan.path, plans: plans)
        try #require(run(atMost: .seconds(10)) { publisher.isConnected && live(plan.path) != nil })
        let viewers = try placed.enumerated().map { number, worker in
            try VirtualViewer(self, name: "\(plan.path)-\(number)-on-\(worker)", plan: plan, on: worker)
        }
        try #require(
            run(atMost: .seconds(10)) { viewers.allSatisfy { $0.video.hasBegun && $0.audio.hasBegun } })
        return (publisher, viewers)
    }

    /// Whether no worker has anything in any of its tables.
    var isEmpty: Bool { workers.allSatisfy { $0.loop.tables == .empty } }
}

extension LoopTables {
    /// Whether nothing is published.
    var isIdle: Bool { streams == 0 }
}
