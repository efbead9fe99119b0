import MediaPlane
import Net
import SFU

/// Lets frame streams have what peers publish: the one reader of the media plane's tap.
actor PacketBridge {
    private let plane: MediaPlane
    private let tap: PacketTap
    private let clocks: @Sendable () -> LoopTime
    private var sources: [StreamIdentity: TappedStream] = [:]
    private var alarm: Instant?

    init(plane: MediaPlane, tap: PacketTap, clocks: @escaping @Sendable () -> LoopTime) {
        self.plane = plane
        self.tap = tap
        self.clocks = clocks
    }

    /// Lets a stream have a peer's packets, as long as nobody else feeds it and somebody reads them (``stopUnneeded(_:)``).
    /// - Parameter onEnd: called when the stream of packets is over.
    func start(_ live: LiveStream, to stream: FrameStream, onEnd: @escaping @Sendable () -> Void) {
        stopUnneeded(live.identity)
        guard sources[live.identity] == nil,
            stream.begin(.packets(live.identity), [], replaces: false).isTaken
        else { return }
        let source = TappedStream(live, to: stream, onEnd: onEnd)
        sources[live.identity] = source
        source.packets.describe()
        plane.subscribe(live.identity)
        askForKeyframes(source)
        setAlarm()
    }

    /// Lets go of a stream's packets when nobody reads them any more.
    func stopUnneeded(_ identity: StreamIdentity) {
        guard let source = sources[identity], !source.isNeeded else { return }
        sources[identity] = nil
        plane.unsubscribe(identity)
        source.end()
    }

    /// Takes in what the media plane has.
    func receiveMail() {
        let now = clocks().now
        var served: Set<StreamIdentity> = []
        for message in tap.take() {
            switch message {
            case .packets(let batch):
                receive(batch, now: now)
                for section in batch.sections { served.insert(section.stream) }
            case .ended(let identity):
                guard let source = sources.removeValue(forKey: identity) else { continue }
                source.end()
                source.onEnd()
            }
        }
        for identity in served {
            guard let source = sources[identity] else { continue }
            source.packets.flush(now: now)
            askForKeyframes(source)
        }
        setAlarm()
    }

    private func receive(_ batch: RelayBatch, now: Instant) {
        for section in batch.sections {
            guard let source = sources[section.stream] else { continue }
            if let change = section.change { source.mirror(change, at: section.track) }
            if section.isAnew { source.packets.noteGap(track: section.track) }
            for index in section.packets {
                let (record, bytes) = batch.packet(index)
                source.receive(record, bytes, track: section.track, now: now)
            }
        }
    }

    private func askForKeyframes(_ source: TappedStream) {
        for track in source.packets.takeKeyframeWishes(now: clocks().now) {
            plane.wantKeyframe(of: track, source.identity)
        }
    }

    // MARK: Time

    /// Wakes up when the first source has to do something.
    private func setAlarm() {
        let deadline = sources.values.reduce(Instant.distantFuture) { min($0, $1.packets.deadline) }
        guard deadline < .distantFuture, alarm.map({ deadline < $0 }) ?? true else { return }
        alarm = deadline
        let delay = max(.zero, clocks().now.duration(to: deadline))
        Task {
            try? await Task.sleep(for: delay)
            ring(deadline)
        }
    }

    private func ring(_ time: Instant) {
        guard alarm == time else { return }
        alarm = nil
        let now = clocks().now
        for source in sources.values {
            source.packets.advance(now: now)
            askForKeyframes(source)
        }
        setAlarm()
    }
}
