import Codecs
import MediaPlane
import Net
import Transcoding

/// What a stream's lock guards: tracks, caches, sinks.
struct FrameStreamState {
    var source: FrameSource?
    /// The publisher's, in its order.
    var tracks: [BufferedTrack] = []
    var derived: [DerivedID: DerivedState] = [:]
    var attachments: [Attachment] = []
    var timeline = Timeline()
    var nextNumber: UInt64 = 1
    /// What could not be derived, and why.
    var impossible: [ImpossibleTrack] = []
    private var clock = StreamClock()

    struct DerivedState {
        let worker: DerivedTrack
        var output = BufferedTrack()
    }

    /// A derived track that was given up.
    struct ImpossibleTrack {
        var source: Int
        var target: TranscodingTarget
        var reason: String
    }

    // MARK: Frames

    /// Takes a frame of one of the publisher's tracks, 0..<`tracks.count`, and gives it to those who read it.
    /// - Returns: whether it showed something that calls for another plan.
    mutating func take(_ frame: Frame, track: Int, at time: LoopTime) -> Bool {
        var frame = frame
        timeline.place(&frame, now: time.now)
        clock.observe(frame.decodeTime, wallClock: time.wallClock)
        let isNews = tracks[track].append(frame, arrival: time.now)
        trimAudio(before: frame.decodeTime)
        describeWaiting(at: time)
        for (id, state) in derived where id.source == track { state.worker.accept(frame) }
        deliver(frame, of: .source(track), FrameMoment(age: 0, clock: clock))
        return isNews
    }

    mutating func take(_ items: [TranscodedItem], of id: DerivedID, at time: LoopTime) {
        for item in items {
            switch item {
            case .format(let format):
                guard derived[id] != nil else { return }
                derived[id]?.output.change(to: format)
                for index in attachments.indices where attachments[index].sources.contains(.derived(id)) {
                    describe(index, at: time)
                }
            case .frame(let frame):
                guard derived[id]?.output.append(frame, arrival: time.now) != nil else { return }
                let lag = time.wallClock &- clock.wallClock(of: frame.decodeTime)
                deliver(
                    frame, of: .derived(id), FrameMoment(age: lag > Self.ordinaryLag ? lag : 0, clock: clock))
            }
        }
    }

    private func deliver(_ frame: Frame, of reference: TrackReference, _ moment: FrameMoment) {
        for attachment in attachments where attachment.isActive && attachment.isDescribed {
            for (index, source) in attachment.sources.enumerated() where source == reference {
                if attachment.sink.accept(frame, track: index, moment) { requestKeyframe(of: reference) }
            }
        }
    }

    func requestKeyframe(of reference: TrackReference) {
        if case .derived(let id) = reference { derived[id]?.worker.requestKeyframe() }
    }

    /// Of audio as much is kept as there is of video, without video half a second.
    private mutating func trimAudio(before time: MediaTime) {
        let videoBegins = tracks.lazy.filter { $0.format?.kind == .video }.compactMap { $0.cache.entries.first }
            .map(\.frame.decodeTime).min()
        let begin = videoBegins ?? time + -Self.audioKept
        for index in tracks.indices where tracks[index].format?.kind == .audio { tracks[index].trim(before: begin) }
        for id in derived.keys where derived[id]?.output.format?.kind == .audio { derived[id]?.output.trim(before: begin) }
    }

    // MARK: Describing

    /// Lets sinks begin that have waited long enough for formats that do not come.
    private mutating func describeWaiting(at time: LoopTime) {
        for index in attachments.indices where attachments[index].isActive && !attachments[index].isDescribed {
            describe(index, at: time)
        }
    }

    /// Tells a sink its tracks, and gives it what is there of them, when all is known that it must know.
    mutating func describe(_ index: Int, at time: LoopTime) {
        let attachment = attachments[index]
        guard !attachment.sources.isEmpty else { return }
        if attachment.isActive, attachment.wants.needsFormats, attachment.sources.contains(where: { format(of: $0) == nil }) {
            guard attachment.waitsSince.duration(to: time.now) >= Attachment.longestWait else { return }
            attachments[index].sources = attachment.sources.filter { format(of: $0) != nil }
            if attachments[index].sources.isEmpty { return }
        }
        let sources = attachments[index].sources
        attachment.sink.describe(sources.map { SinkTrack(codec: codec(of: $0), format: format(of: $0)) })
        guard attachment.isActive, !attachment.isDescribed else { return }
        attachments[index].isDescribed = true
        attachments[index].served = Set(sources)
        replay(sources, to: attachment, at: time)
    }

    /// Gives a sink what is kept of its tracks and it did not get, in decoding order.
    private func replay(_ sources: [TrackReference], to attachment: Attachment, at time: LoopTime) {
        var entries: [(entry: FrameCache.Entry, track: Int)] = []
        for (index, source) in sources.enumerated() {
            let isServed = attachment.served.contains(source)
            let kept = track(source)?.cache.entries ?? []
            entries += kept.filter { !isServed || $0.arrival >= attachment.waitsSince }.map { ($0, index) }
        }
        entries.sort { $0.entry.frame.decodeTime < $1.entry.frame.decodeTime }
        for (entry, track) in entries {
            let age = max(1, time.now.nanoseconds(since: entry.arrival))
            if attachment.sink.accept(entry.frame, track: track, FrameMoment(age: age, clock: clock)) {
                requestKeyframe(of: sources[track])
            }
        }
    }

    // MARK: Tracks

    func track(_ reference: TrackReference) -> BufferedTrack? {
        switch reference {
        case .source(let index): tracks.indices.contains(index) ? tracks[index] : nil
        case .derived(let id): derived[id]?.output
        }
    }

    func format(of reference: TrackReference) -> TrackFormat? { track(reference)?.format }

    private func codec(of reference: TrackReference) -> CodecName {
        switch reference {
        case .source: format(of: reference)?.codec ?? .h264
        case .derived(let id): id.target.codec
        }
    }

    /// Nanoseconds that decoding and encoding may take before a frame counts as old.
    private static let ordinaryLag: Int64 = 500_000_000
    /// Nanoseconds of audio that are kept of a stream without video.
    private static let audioKept: Int64 = 500_000_000
}
