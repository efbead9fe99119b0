import Codecs
import Synchronization

/// A reader's events until they are taken. Bounded: who is too slow loses whole frames, and goes on with a keyframe.
package final class FrameReader: FrameSink {
    /// Who reads.
    package let client: FrameClient
    private let wake: @Sendable () -> Void
    private let state = Mutex(State())
    private let onClose = Mutex<(@Sendable (FrameReader) -> Void)?>(nil)

    fileprivate struct State {
        var events: [FrameEvent] = []
        var bytes = 0
        var tracks: [SinkTrack] = []
        /// By track: whether frames are left out up to the next keyframe.
        var isWaiting: [Bool] = []
        /// The tracks that began anew with packets that were left out.
        var unseenBeginnings: Set<Int> = []
        var audience = 1
        var frames: UInt64 = 0
        var droppedFrames: UInt64 = 0
        var hasEnded = false
    }

    init(_ client: FrameClient, wake: @escaping @Sendable () -> Void) {
        self.client = client
        self.wake = wake
    }

    /// Moves what is there to the end of `events`, in order.
    package func take(into events: inout [FrameEvent]) {
        let taken = state.withLock { state in
            defer {
                state.events = []
                state.bytes = 0
            }
            return state.events
        }
        events += taken
    }

    /// Says for the API how many clients this reader stands for; 1 until then.
    package func setAudience(_ count: Int) {
        state.withLock { $0.audience = count }
    }

    /// Ends the reading. Nothing comes after it.
    package func close() {
        state.withLock { state in
            state.hasEnded = true
            state.events = []
            state.bytes = 0
        }
        takeOnClose()?(self)
    }

    /// What follows the end of the reading, once.
    private func takeOnClose() -> (@Sendable (FrameReader) -> Void)? {
        onClose.withLock { body in
            defer { body = nil }
            return body
        }
    }

    // MARK: For the stream

    func setOnClose(_ body: @escaping @Sendable (FrameReader) -> Void) {
        onClose.withLock { $0 = body }
    }

    /// The server ends the reading. May be called with the stream's lock held, so what follows of it comes later.
    func end(_ reason: ReadingEnd) {
        if let body = takeOnClose() { Task { body(self) } }
        put { state in
            guard !state.hasEnded else { return }
            state.hasEnded = true
            state.events.append(.ended(reason))
        }
    }

    /// Why it gets nothing at all, when that is so.
    var refusal: String? {
        state.withLock { state in
            if case .ended(.unacceptable(let reason))? = state.events.last { reason } else { nil }
        }
    }

    func describe(_ tracks: [SinkTrack]) {
        put { state in
            guard !state.hasEnded, tracks != state.tracks else { return }
            state.tracks = tracks
            state.waitForKeyframes()
            // Tracks without a frame are of no interest any more.
            if case .tracks? = state.events.last { state.events.removeLast() }
            // A reader is only told of tracks whose formats are known.
            state.events.append(
                .tracks(
                    tracks.compactMap { track in
                        if let packets = track.packets { return .packets(packets, track.format) }
                        return track.format.map { .frames($0) }
                    }))
        }
    }

    func restart() {
        state.withLock { $0.waitForKeyframes() }
    }

    func accept(_ frame: Frame, track: Int, _ moment: FrameMoment) -> Bool {
        accept(.frame(frame, track: track), track: track, size: frame.bytes.count, isBeginning: frame.isKeyframe)
    }

    func accept(_ batch: PacketBatch, track: Int, age: Int64) -> Bool {
        guard let first = batch.packets.first else { return false }
        return accept(
            .packets(batch, track: track), track: track, size: batch.bytes.count, isBeginning: first.startsKeyframe,
            beginsAnew: batch.beginsAnew)
    }

    /// - Returns: whether a keyframe is waited for.
    private func accept(
        _ event: FrameEvent, track: Int, size: Int, isBeginning: Bool, beginsAnew: Bool = false
    ) -> Bool {
        var isWaiting = false
        put { state in
            guard !state.hasEnded, state.tracks.indices.contains(track) else { return }
            if state.events.count >= Self.maximumEvents || state.bytes + size > Self.maximumBytes {
                state.beginGap()
            }
            if state.isWaiting[track] {
                guard isBeginning else {
                    if beginsAnew { state.unseenBeginnings.insert(track) }
                    state.droppedFrames += 1
                    isWaiting = true
                    return
                }
                state.isWaiting[track] = false
            }
            state.events.append(state.unseenBeginnings.remove(track) == nil ? event : event.beginningAnew)
            state.bytes += size
            state.frames += 1
        }
        return isWaiting
    }

    var summary: ReaderSummary {
        state.withLock {
            ReaderSummary(
                client: client, audience: $0.audience, frames: $0.frames, droppedFrames: $0.droppedFrames,
                codecs: $0.tracks.compactMap(\.codec))
        }
    }

    /// Changes the state, and wakes the reader when there are events after there were none.
    private func put(_ body: (inout sending State) -> Void) {
        let isFirst = state.withLock { state in
            let wasEmpty = state.events.isEmpty
            body(&state)
            return wasEmpty && !state.events.isEmpty
        }
        if isFirst { wake() }
    }

    /// More than a stream keeps for those who join.
    private static let maximumEvents = 8_192
    private static let maximumBytes = 24 << 20
}

extension FrameReader.State {
    /// Forgets what waits; what the tracks are stays known.
    fileprivate mutating func beginGap() {
        for event in events {
            switch event {
            case .frame: droppedFrames += 1
            case .packets(let batch, let track):
                droppedFrames += 1
                if batch.beginsAnew { unseenBeginnings.insert(track) }
            case .tracks, .gap, .ended: break
            }
        }
        let tracks = events.last { event in
            if case .tracks = event { true } else { false }
        }
        events = [tracks].compactMap(\.self) + [.gap]
        bytes = 0
        waitForKeyframes()
    }

    fileprivate mutating func waitForKeyframes() {
        isWaiting = tracks.map(\.isVideo)
    }
}

extension FrameEvent {
    /// The same, where what came before it has nothing to do with it.
    fileprivate var beginningAnew: FrameEvent {
        guard case .packets(let batch, let track) = self else { return self }
        return .packets(
            PacketBatch(packets: batch.packets, bytes: batch.bytes, arrival: batch.arrival, beginsAnew: true),
            track: track)
    }
}
