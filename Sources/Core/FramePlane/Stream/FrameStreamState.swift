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
    /// The publisher's tracks whose frames somebody reads, be it to derive others; of publishers of packets they are made
    /// only then.
    var framesWanted: Set<Int> = []
    private var timeline = Timeline()
    private(set) var nextFrame: UInt64 = 0
    var nextNumber: UInt64 = 1
    /// What could not be derived, and why.
    var impossible: [ImpossibleTrack] = []
    private var clock = StreamClock()

    struct DerivedState {
        let worker: DerivedTrack
        /// Whether those that it was started for have no use for what is kept.
        let isLive: Bool
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
    mutating func begin(_ source: FrameSource, _ tracks: [SourceTrack]) {
        self.source = source
        timeline.begin(keepsTimes: tracks.contains { $0.packets == nil })
        self.tracks = tracks.map { BufferedTrack($0) }
        keyframeWishes = []
        impossible = []
        for attachment in attachments { attachment.sink.restart() }
    }

    mutating func change(track index: Int, to track: SourceTrack) {
        tracks[index].change(to: track)
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
    mutating func take(_ frame: Frame, track: Int, at time: LoopTime, _ origin: FrameOrigin? = nil) -> Bool {
        var frame = frame
        let age = origin?.age ?? 0
        timeline.place(&frame, now: time.now)
        if let origin {
            var clock = tracks[track].clock ?? StreamClock()
            clock.set(offset: origin.captureTime &- frame.presentationTime.nanoseconds)
            tracks[track].clock = clock
        } else {
            clock.observe(frame.decodeTime, wallClock: time.wallClock)
        }
        // Before the frame is kept: who begins now gets it like everybody.
        describeWaiting(at: time)
        let number = takeNumber()
        let arrival = Instant(nanoseconds: time.now.nanoseconds &- age)
        let isNews = tracks[track].append(frame, number: number, arrival: arrival)
        if frame.isKeyframe { keyframeWishes.remove(track) }
        trimAudio(before: frame.decodeTime)
        for (id, state) in derived where id.source == track {
            if state.isLive, age > 0 { state.worker.discard(before: frame.presentationTime) }
            give(frame, to: state.worker, of: track)
        }
        deliver(frame, of: .source(track), FrameMoment(age: age, clock: clock(of: track)))
        return isNews
    }

    /// Takes packets of one of the publisher's tracks, 0..<`tracks.count`, and gives them to those who read packets.
    mutating func take(_ batch: PacketBatch, track: Int, at time: LoopTime) {
        describeWaiting(at: time)
        tracks[track].append(batch, number: takeNumber())
        if batch.packets.first?.startsKeyframe == true { keyframeWishes.remove(track) }
        trimPackets(now: time.now)
        for attachment in attachments where attachment.isActive && attachment.isDescribed {
            for (index, source) in attachment.sources.enumerated() where source == .packets(track) {
                if attachment.sink.accept(batch, track: index, age: 0) { requestKeyframe(of: source) }
            }
        }
    }

    private func clock(of track: Int) -> StreamClock {
        (tracks.indices.contains(track) ? tracks[track].clock : nil) ?? clock
    }

    mutating func take(_ items: [TranscodedItem], of id: DerivedID, at time: LoopTime) {
        for item in items {
            switch item {
            case .format(let format):
                guard derived[id] != nil else { return }
                derived[id]?.output.change(to: SourceTrack(format: format))
                for index in attachments.indices where attachments[index].planned.contains(.derived(id)) {
                    describe(index, with: id, at: time)
                }
            case .frame(let frame):
                let number = takeNumber()
                guard derived[id]?.output.append(frame, number: number, arrival: time.now) != nil else { return }
                // By the source's times, as a publisher's clock may be seconds away from where it was.
                let lag = track(.source(id.source))?.latestDecode.map { $0 - frame.decodeTime } ?? 0
                deliver(
                    frame, of: .derived(id),
                    FrameMoment(age: lag > Self.ordinaryLag ? lag : 0, clock: clock(of: id.source)))
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
        case .source(let track), .packets(let track): keyframeWishes.insert(track)
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

    /// The same of packets, by when they came in.
    private mutating func trimPackets(now: Instant) {
        let videoBegins = tracks.lazy.filter(\.isVideo).compactMap { $0.recentPackets.entries.first?.batch.arrival }
            .min()
        let begin = videoBegins ?? Instant(nanoseconds: now.nanoseconds &- Self.audioKept)
        for index in tracks.indices where tracks[index].packetFormat != nil && !tracks[index].isVideo {
            tracks[index].trimPackets(before: begin)
        }
    }

    // MARK: Tracks

    func track(_ reference: TrackReference) -> BufferedTrack? {
        switch reference {
        case .source(let index), .packets(let index): tracks.indices.contains(index) ? tracks[index] : nil
        case .derived(let id): derived[id]?.output
        }
    }

    func format(of reference: TrackReference) -> TrackFormat? { track(reference)?.format }

    func clock(of reference: TrackReference) -> StreamClock {
        switch reference {
        case .source(let index), .packets(let index): clock(of: index)
        case .derived(let id): clock(of: id.source)
        }
    }

    /// Whether who must know all formats can begin with it. Packets say themselves what they are.
    func isKnown(_ reference: TrackReference) -> Bool {
        if case .packets = reference { true } else { format(of: reference) != nil }
    }

    /// A track as it stands in a plan: what becomes known of what is in packets changes nothing for who reads packets.
    func plannedTrack(_ reference: TrackReference) -> SinkTrack {
        var track = sinkTrack(reference)
        if track.packets != nil { track.format = nil }
        return track
    }

    func sinkTrack(_ reference: TrackReference) -> SinkTrack {
        let track = track(reference)
        return switch reference {
        case .source: SinkTrack(codec: track?.codec, format: track?.format)
        case .packets: SinkTrack(codec: track?.codec, format: track?.format, packets: track?.packetFormat)
        case .derived(let id): SinkTrack(codec: id.target.codec, format: track?.format)
        }
    }

    /// Nanoseconds that decoding and encoding may take before a frame counts as old.
    private static let ordinaryLag: Int64 = 500_000_000
    /// Nanoseconds of audio that are kept of a stream without video.
    private static let audioKept: Int64 = 500_000_000
}

/// Where a frame comes from that was made of packets.
struct FrameOrigin {
    /// Nanoseconds since its packets came in, when they were kept; 0 for one that comes now.
    var age: Int64
    /// What its presentation time is on our wall clock, in nanoseconds since 1970.
    var captureTime: Int64
}
