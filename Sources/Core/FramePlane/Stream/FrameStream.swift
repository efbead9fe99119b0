import Codecs
import MediaPlane
import Net
import SFU
import Synchronization
import Transcoding

/// A path's frames: who feeds them, who takes them, what is derived from them. Outlives its publishers.
///
/// One lock guards all of it. What is called with the lock held, the sinks, never waits and never calls back.
final class FrameStream: Sendable {
    let path: StreamPath
    let rules: TranscodingRules
    private let clocks: @Sendable () -> LoopTime
    private let state = Mutex(FrameStreamState())

    init(path: StreamPath, rules: TranscodingRules, clocks: @escaping @Sendable () -> LoopTime) {
        self.path = path
        self.rules = rules
        self.clocks = clocks
    }

    deinit {
        state.withLock { state in
            for derived in state.derived.values { derived.worker.stop() }
        }
    }

    // MARK: Sources

    /// A publisher feeds the stream from now on.
    /// - Parameter replaces: whether it takes the place of one that does already; otherwise nothing happens then.
    /// - Returns: whether it feeds the stream, and who did until now.
    @discardableResult
    func begin(
        _ source: FrameSource, _ tracks: [SourceTrack], replaces: Bool
    ) -> (isTaken: Bool, former: FrameSource?) {
        change { state in
            let former = state.source
            guard former == nil || replaces else { return (false, former) }
            state.begin(source, tracks)
            return (true, former)
        }
    }

    /// The publisher's tracks or their formats are others from now on. Nothing happens when another one feeds the stream.
    func describe(_ tracks: [SourceTrack], from source: FrameSource) {
        change { state in
            guard state.source == source else { return }
            for (index, track) in tracks.enumerated() {
                if index == state.tracks.count {
                    state.tracks.append(BufferedTrack(track))
                } else if state.tracks[index].source != track {
                    state.change(track: index, to: track)
                }
            }
            state.tracks.removeLast(max(0, state.tracks.count - tracks.count))
        }
    }

    /// The publisher left. Sinks wait for another.
    func end(_ source: FrameSource) {
        change { state in
            guard state.source == source else { return }
            state.end()
        }
    }

    /// Takes a frame of one of the publisher's tracks.
    /// - Parameter origin: of a frame that was made of packets.
    func push(_ frame: Frame, track: Int, from source: FrameSource, _ origin: FrameOrigin? = nil) {
        let time = clocks()
        let needsPlan = state.withLock { state in
            guard state.source == source, state.tracks.indices.contains(track) else { return false }
            return state.take(frame, track: track, at: time, origin)
        }
        if needsPlan { change { _ in } }
    }

    /// Takes packets of one of the publisher's tracks.
    func push(_ batch: PacketBatch, track: Int, from source: FrameSource) {
        let time = clocks()
        state.withLock { state in
            guard state.source == source, state.tracks.indices.contains(track) else { return }
            state.take(batch, track: track, at: time)
        }
    }

    /// Packets of a track show that its frames are reordered.
    /// - Returns: false when another publisher feeds the stream, or the track is not known.
    func noteReordering(track: Int, from source: FrameSource) -> Bool {
        let isNews: Bool? = state.withLock { state in
            guard state.source == source, state.tracks.indices.contains(track) else { return nil }
            return state.tracks[track].noteReordering()
        }
        if isNews == true { change { _ in } }
        return isNews != nil
    }

    /// Of which tracks of packets frames have to be made; none when another publisher feeds the stream.
    func framesWanted(from source: FrameSource) -> Set<Int> {
        state.withLock { $0.source == source ? $0.framesWanted : [] }
    }

    /// The latest packets of a track, of video from a keyframe on.
    func recentPackets(of track: Int, from source: FrameSource) -> [PacketBatch] {
        state.withLock { state in
            guard state.source == source, state.tracks.indices.contains(track),
                !state.isStale(.packets(track), at: clocks())
            else { return [] }
            return state.tracks[track].recentPackets.entries.map(\.batch)
        }
    }

    // MARK: Derived tracks

    private func take(_ output: DerivedTrack.Output, of id: DerivedID) {
        switch output {
        case .items(let items):
            let time = clocks()
            state.withLock { state in state.take(items, of: id, at: time) }
        case .failure(let reason): change { state in state.giveUp(id, reason) }
        }
    }

    // MARK: Sinks

    func attach(_ sink: any FrameSink, _ wants: SinkWants, isActive: Bool = true) {
        let now = clocks().now
        change { state in
            state.attachments.append(Attachment(sink: sink, wants: wants, isActive: isActive, waitsSince: now))
        }
    }

    func detach(_ sink: any FrameSink) {
        change { state in state.attachments.removeAll { $0.sink === sink } }
    }

    /// Lets a sink have frames, or no more of them.
    func setActive(_ isActive: Bool, _ sink: any FrameSink) {
        change { state in
            for index in state.attachments.indices where state.attachments[index].sink === sink {
                state.attachments[index].isActive = isActive
                state.attachments[index].isDescribed = false
                state.attachments[index].served = []
            }
        }
    }

    /// The tracks of which somebody waits for a keyframe; none when another publisher feeds the stream.
    func keyframeWishes(from source: FrameSource) -> Set<Int> {
        state.withLock { $0.source == source ? $0.keyframeWishes : [] }
    }

    /// A sink could do with a keyframe of one of its tracks.
    func requestKeyframe(_ sink: any FrameSink, track: Int) {
        state.withLock { state in
            guard let attachment = state.attachments.first(where: { $0.sink === sink }),
                attachment.sources.indices.contains(track)
            else { return }
            state.requestKeyframe(of: attachment.sources[track])
        }
    }

    /// Ends every reader's reading.
    func endReaders(_ reason: ReadingEnd) {
        change { state in
            for attachment in state.attachments { (attachment.sink as? FrameReader)?.end(reason) }
            state.attachments.removeAll { $0.sink is FrameReader }
        }
    }

    /// Whether anybody reads it as frames.
    var hasReaders: Bool {
        state.withLock { $0.attachments.contains { $0.sink is FrameReader } }
    }

    /// Whether readers wait for a publisher.
    var isWaiting: Bool {
        state.withLock { $0.source == nil && $0.attachments.contains { $0.sink is FrameReader } }
    }

    /// Whether nobody feeds it and nobody waits.
    var isUnused: Bool {
        state.withLock { $0.source == nil && $0.attachments.isEmpty }
    }

    var source: FrameSource? { state.withLock { $0.source } }

    /// What the API shows of it.
    var summary: FrameStreamSummary { state.withLock { $0.summary(of: path) } }

    // MARK: Planning

    /// Changes something upon which it depends what sinks get, and plans anew.
    private func change<Result: Sendable>(_ body: (inout FrameStreamState) -> Result) -> Result {
        let time = clocks()
        return state.withLock { state in
            let result = body(&state)
            state.plan(rules, at: time) { id, format in
                DerivedTrack(id, from: format) { [weak self] in self?.take($0, of: id) }
            }
            return result
        }
    }
}

/// Who feeds a stream.
enum FrameSource: Hashable, Sendable {
    /// A gateway, by the number of its publication.
    case publication(UInt64)
    /// A publisher of packets: a stream on the media plane.
    case packets(StreamIdentity)
}
