import Codecs
import MediaPlane
import Net

/// How sinks are told what they get, and what is kept for those who begin.
extension FrameStreamState {
    /// Lets sinks begin that have waited long enough for formats that do not come.
    mutating func describeWaiting(at time: LoopTime) {
        for index in attachments.indices where attachments[index].isActive && !attachments[index].isDescribed {
            describe(index, at: time)
        }
    }

    /// Tells a sink its tracks, and gives it what is there of them, when all is known that it must know.
    mutating func describe(_ index: Int, at time: LoopTime) {
        let attachment = attachments[index]
        var sources = attachment.planned
        if attachment.isActive, attachment.wants.needsFormats {
            sources.removeAll { !isKnown($0) }
            guard
                sources.count == attachment.planned.count
                    || attachment.waitsSince.duration(to: time.now) >= Attachment.longestWait
            else { return }
        }
        guard !sources.isEmpty else { return }
        attachments[index].sources = sources
        attachments[index].plannedTracks = attachment.planned.map { plannedTrack($0) }
        attachment.sink.describe(sources.map { sinkTrack($0) })
        guard attachment.isActive, !attachment.isDescribed else { return }
        attachments[index].isDescribed = true
        replay(sources, to: attachment, at: time)
    }

    /// A derived track's format is known, or another one. Sinks that began without it get it now.
    mutating func describe(_ index: Int, with id: DerivedID, at time: LoopTime) {
        if !attachments[index].sources.contains(.derived(id)) { suspend(index) }
        describe(index, at: time)
    }

    /// Holds back a sink's frames until it is described anew.
    mutating func suspend(_ index: Int) {
        guard attachments[index].isDescribed else { return }
        attachments[index].isDescribed = false
        attachments[index].served = Set(attachments[index].sources)
        attachments[index].waitsFrom = nextFrame
    }

    /// Gives a sink what is kept of its tracks and it did not get: each track's frames as they came, those of different tracks
    /// in the order of their times.
    private mutating func replay(_ sources: [TrackReference], to attachment: Attachment, at time: LoopTime) {
        let stale = sources.filter { !attachment.served.contains($0) && isStale($0, at: time) }
        for source in stale { requestKeyframe(of: source) }
        var queues = sources.map { source -> ArraySlice<FrameCache.Entry> in
            if case .packets = source { return [] }
            let kept = (track(source)?.cache.entries ?? [])[...]
            guard attachment.served.contains(source) else { return stale.isEmpty ? kept : [] }
            return kept.drop { $0.number < attachment.waitsFrom }
        }
        while true {
            var next: (track: Int, time: MediaTime)?
            for (track, queue) in queues.enumerated() {
                guard let time = queue.first?.frame.decodeTime, next.map({ time < $0.time }) ?? true else { continue }
                next = (track, time)
            }
            guard let track = next?.track else { break }
            let entry = queues[track].removeFirst()
            let moment = FrameMoment(
                age: max(1, time.now.nanoseconds(since: entry.arrival)), clock: clock(of: sources[track]))
            if attachment.sink.accept(entry.frame, track: track, moment) { requestKeyframe(of: sources[track]) }
        }
        replayPackets(sources, to: attachment, hasStale: !stale.isEmpty, at: time)
    }

    private mutating func replayPackets(
        _ sources: [TrackReference], to attachment: Attachment, hasStale: Bool, at time: LoopTime
    ) {
        var kept: [(track: Int, entry: RecentPackets.Entry)] = []
        for (track, source) in sources.enumerated() {
            guard case .packets(let number) = source, tracks.indices.contains(number) else { continue }
            let isServed = attachment.served.contains(source)
            guard isServed || !hasStale else { continue }
            for entry in tracks[number].recentPackets.entries where !isServed || entry.number >= attachment.waitsFrom {
                kept.append((track, entry))
            }
        }
        for (track, entry) in kept.sorted(by: { $0.entry.number < $1.entry.number }) {
            let age = max(1, time.now.nanoseconds(since: entry.batch.arrival))
            if attachment.sink.accept(entry.batch, track: track, age: age) { requestKeyframe(of: sources[track]) }
        }
    }

    /// Whether the last keyframe of a track is too long ago to begin with: who publishes packets sends one only when asked.
    func isStale(_ reference: TrackReference, at time: LoopTime) -> Bool {
        guard case .packets? = source, let track = track(reference), track.isVideo else { return false }
        let first =
            if case .packets = reference {
                track.recentPackets.entries.first?.batch.arrival
            } else {
                track.cache.entries.first?.arrival
            }
        return first.map { $0.duration(to: time.now) > Self.oldestBeginning } ?? false
    }

    /// Readers that begin with an older keyframe would stay that far behind (our choice).
    private static let oldestBeginning = Duration.seconds(2)
}
