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
    /// The publisher's tracks of which somebody waits for a keyframe.
    private(set) var keyframeWishes: Set<Int> = []
    private var timeline = Timeline()
    private var nextFrame: UInt64 = 0
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

    // MARK: Publishers

    /// Another publisher's frames follow.
    mutating func begin(_ source: FrameSource, _ formats: [TrackFormat]) {
        self.source = source
        timeline.begin(keepsTimes: source.keepsTimes)
        tracks = formats.map { BufferedTrack($0) }
        keyframeWishes = []
        impossible = []
        for attachment in attachments { attachment.sink.restart() }
    }

    mutating func change(track index: Int, to format: TrackFormat) {
        tracks[index].change(to: format)
        impossible.removeAll { $0.source == index }
    }

    mutating func end() {
        source = nil
        tracks = []
        keyframeWishes = []
        impossible = []
    }

    // MARK: Frames

    /// Takes a frame of one of the publisher's tracks, 0..<`tracks.count`, and gives it to those who read it.
    /// - Returns: whether it showed something that calls for another plan.
    mutating func take(_ frame: Frame, track: Int, at time: LoopTime) -> Bool {
        var frame = frame
        timeline.place(&frame, now: time.now)
        clock.observe(frame.decodeTime, wallClock: time.wallClock)
        // Before the frame is kept: who begins now gets it like everybody.
        describeWaiting(at: time)
        let number = takeNumber()
        let isNews = tracks[track].append(frame, number: number, arrival: time.now)
        if frame.isKeyframe { keyframeWishes.remove(track) }
        trimAudio(before: frame.decodeTime)
        for (id, state) in derived where id.source == track { give(frame, to: state.worker, of: track) }
        deliver(frame, of: .source(track), FrameMoment(age: 0, clock: clock))
        return isNews
    }

    mutating func take(_ items: [TranscodedItem], of id: DerivedID, at time: LoopTime) {
        for item in items {
            switch item {
            case .format(let format):
                guard derived[id] != nil else { return }
                derived[id]?.output.change(to: format)
                for index in attachments.indices where attachments[index].planned.contains(.derived(id)) {
                    describe(index, with: id, at: time)
                }
            case .frame(let frame):
                let number = takeNumber()
                guard derived[id]?.output.append(frame, number: number, arrival: time.now) != nil else { return }
                // By the source's times, as a publisher's clock may be seconds away from where it was.
                let lag = track(.source(id.source))?.latestDecode.map { $0 - frame.decodeTime } ?? 0
                deliver(
                    frame, of: .derived(id), FrameMoment(age: lag > Self.ordinaryLag ? lag : 0, clock: clock))
            }
        }
    }

    private mutating func takeNumber() -> UInt64 {
        defer { nextFrame += 1 }
        return nextFrame
    }

    /// Lets a derived track have a frame of its source.
    mutating func give(_ frame: Frame, to worker: DerivedTrack, of track: Int) {
        if !worker.accept(frame) { return }
        // It was left out, and those that follow are up to a keyframe.
        if tracks[track].format?.kind == .video { keyframeWishes.insert(track) }
    }

    private mutating func deliver(_ frame: Frame, of reference: TrackReference, _ moment: FrameMoment) {
        for attachment in attachments where attachment.isActive && attachment.isDescribed {
            for (index, source) in attachment.sources.enumerated() where source == reference {
                if attachment.sink.accept(frame, track: index, moment) { requestKeyframe(of: reference) }
            }
        }
    }

    mutating func requestKeyframe(of reference: TrackReference) {
        switch reference {
        case .source(let track): keyframeWishes.insert(track)
        case .derived(let id): derived[id]?.worker.requestKeyframe()
        }
    }

    /// Of audio as much is kept as there is of video, without video half a second.
    private mutating func trimAudio(before time: MediaTime) {
        let videoBegins = tracks.lazy.filter { $0.format?.kind == .video }.compactMap { $0.cache.entries.first }
            .map(\.frame.decodeTime).min()
        let begin = videoBegins ?? time + -Self.audioKept
        for index in tracks.indices where tracks[index].format?.kind == .audio { tracks[index].trim(before: begin) }
        for id in derived.keys where derived[id]?.output.format?.kind == .audio {
            derived[id]?.output.trim(before: begin)
        }
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
        var sources = attachment.planned
        if attachment.isActive, attachment.wants.needsFormats {
            sources.removeAll { format(of: $0) == nil }
            guard
                sources.count == attachment.planned.count
                    || attachment.waitsSince.duration(to: time.now) >= Attachment.longestWait
            else { return }
        }
        guard !sources.isEmpty else { return }
        attachments[index].sources = sources
        attachments[index].plannedFormats = attachment.planned.map { format(of: $0) }
        attachment.sink.describe(sources.map { SinkTrack(codec: codec(of: $0), format: format(of: $0)) })
        guard attachment.isActive, !attachment.isDescribed else { return }
        attachments[index].isDescribed = true
        replay(sources, to: attachment, at: time)
    }

    /// A derived track's format is known, or another one. Sinks that began without it get it now.
    private mutating func describe(_ index: Int, with id: DerivedID, at time: LoopTime) {
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
        var queues = sources.map { source in
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
            guard let track = next?.track else { return }
            let entry = queues[track].removeFirst()
            let age = max(1, time.now.nanoseconds(since: entry.arrival))
            if attachment.sink.accept(entry.frame, track: track, FrameMoment(age: age, clock: clock)) {
                requestKeyframe(of: sources[track])
            }
        }
    }

    /// Whether the last keyframe of a track is too long ago to begin with: who publishes packets sends one only when asked.
    func isStale(_ reference: TrackReference, at time: LoopTime) -> Bool {
        guard case .packets? = source, let track = track(reference), track.format?.kind == .video,
            let first = track.cache.entries.first
        else { return false }
        return first.arrival.duration(to: time.now) > Self.oldestBeginning
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
    /// Readers that begin with an older keyframe would stay that far behind (our choice).
    private static let oldestBeginning = Duration.seconds(2)
    /// Nanoseconds of audio that are kept of a stream without video.
    private static let audioKept: Int64 = 500_000_000
}
