import Codecs
import MediaPlane
import Transcoding

/// Which sink gets which tracks, and which tracks have to be derived for that.
extension FrameStreamState {
    /// Plans for all sinks anew, starts derived tracks that are needed, and stops those that are not.
    mutating func plan(
        _ rules: TranscodingRules, at time: LoopTime, start: (DerivedID, TrackFormat) -> DerivedTrack?
    ) {
        discardStaleDerived()
        framesWanted = []
        for index in attachments.indices { plan(index, rules, at: time, start: start) }
        stopUnused()
        noteWantedFrames()
        for index in attachments.indices where !attachments[index].isDescribed { describe(index, at: time) }
    }

    private mutating func plan(
        _ index: Int, _ rules: TranscodingRules, at time: LoopTime, start: (DerivedID, TrackFormat) -> DerivedTrack?
    ) {
        let attachment = attachments[index]
        var sources: [TrackReference] = []
        var refusals: [String] = []
        for (number, track) in tracks.enumerated() where track.source != SourceTrack() {
            switch rules.decision(for: track.source, attachment.wants, isReordered: track.isReordered) {
            case .packets: sources.append(.packets(number))
            case .asItIs: sources.append(.source(number))
            case .refused(let reason): refusals.append(reason)
            case .derived(let target):
                guard let format = track.format else {
                    // Its frames will tell; until then it has its place among the tracks.
                    if attachment.isActive { framesWanted.insert(number) }
                    sources.append(.derived(DerivedID(source: number, target: target, number: 0)))
                    continue
                }
                if let known = impossible.first(where: { $0.source == number && $0.target == target }) {
                    refusals.append(known.reason)
                } else if let id = derive(target, of: number, format, for: attachment, at: time, start: start) {
                    sources.append(.derived(id))
                } else {
                    refusals.append("The server makes as many derived tracks as it can; try again later.")
                }
            }
        }
        attachments[index].refusals = refusals
        // Without tracks there is nothing new to say: it goes on where the next publisher begins.
        if sources.isEmpty {
            if !refusals.isEmpty {
                (attachment.sink as? FrameReader)?.end(.unacceptable(refusals.joined(separator: " ")))
            }
            return
        }
        let plannedTracks = sources.map { plannedTrack($0) }
        guard sources != attachment.planned || plannedTracks != attachment.plannedTracks else { return }
        if attachment.isDescribed || attachment.planned.isEmpty { attachments[index].waitsSince = time.now }
        suspend(index)
        attachments[index].planned = sources
        attachments[index].plannedTracks = plannedTracks
    }

    /// The derived track of a kind; started when somebody needs it now, otherwise only named.
    /// Nil when there is no thread for it.
    private mutating func derive(
        _ target: TranscodingTarget, of source: Int, _ format: TrackFormat, for attachment: Attachment,
        at time: LoopTime, start: (DerivedID, TrackFormat) -> DerivedTrack?
    ) -> DerivedID? {
        if let id = derived.keys.first(where: { $0.source == source && $0.target == target }) { return id }
        guard attachment.isActive else { return DerivedID(source: source, target: target, number: 0) }
        let id = DerivedID(source: source, target: target, number: nextNumber)
        nextNumber += 1
        guard let worker = start(id, format) else { return nil }
        derived[id] = DerivedState(worker: worker, isLive: attachment.wants.isLive)
        let kept = isStale(.source(source), at: time) ? [] : tracks[source].cache.entries
        if attachment.wants.isLive, let latest = kept.last { worker.discard(before: latest.frame.presentationTime) }
        for entry in kept { give(entry.frame, to: worker, of: source) }
        if kept.isEmpty, format.kind == .video { requestKeyframe(of: .source(source)) }
        return id
    }

    /// Derived tracks whose source is gone or has become another are of no use.
    private mutating func discardStaleDerived() {
        for (id, state) in derived {
            let format = tracks.indices.contains(id.source) ? tracks[id.source].format : nil
            let former = state.worker.sourceFormat
            if format == former { continue }
            if let format, format.codec == former.codec {
                state.worker.change(to: format)
            } else {
                state.worker.stop()
                derived[id] = nil
            }
        }
    }

    /// Derived tracks that nobody reads end.
    private mutating func stopUnused() {
        let used = Set(attachments.lazy.filter(\.isActive).flatMap(\.planned))
        for (id, state) in derived where !used.contains(.derived(id)) {
            state.worker.stop()
            derived[id] = nil
        }
    }

    /// Of which tracks of packets frames have to be made.
    private mutating func noteWantedFrames() {
        for attachment in attachments where attachment.isActive {
            for case .source(let number) in attachment.planned { framesWanted.insert(number) }
        }
        for id in derived.keys { framesWanted.insert(id.source) }
        for index in tracks.indices where tracks[index].packetFormat != nil && !framesWanted.contains(index) {
            tracks[index].forgetFrames()
        }
    }

    /// A derived track broke: who read it does without.
    mutating func giveUp(_ id: DerivedID, _ reason: String) {
        guard let state = derived.removeValue(forKey: id) else { return }
        state.worker.stop()
        impossible.append(ImpossibleTrack(source: id.source, target: id.target, reason: reason))
    }
}
