package import Codecs
import MediaPlane
import SFU
import Synchronization

/// What a publisher brings. All methods may be called on any thread, but by one at a time, and never wait.
///
/// Its path is taken when its first tracks are described: what comes until the media plane has agreed is kept.
package final class FramePublication: Sendable {
    let id: UInt64
    let path: StreamPath
    /// Who publishes.
    package let client: FrameClient
    private let plane: FramePlane
    private let refusesWhenPublished: Bool
    private let state: Mutex<State>

    private struct State {
        var phase = Phase.idle
        var onEnd: (@Sendable (PublicationEnd) -> Void)?
    }

    private enum Phase {
        case idle
        /// The media plane is asked; what has come meanwhile.
        case opening(EarlyEvents)
        case open(FrameStream, PacketFeed, Feed)
        case ended
    }

    init(
        id: UInt64, path: StreamPath, client: FrameClient, plane: FramePlane, refusesWhenPublished: Bool,
        onEnd: @escaping @Sendable (PublicationEnd) -> Void
    ) {
        self.id = id
        self.path = path
        self.client = client
        self.plane = plane
        self.refusesWhenPublished = refusesWhenPublished
        state = Mutex(State(onEnd: onEnd))
    }

    /// Says what the publisher sends: before its first frame, and whenever a track comes, goes or changes its format.
    /// - Parameter tracks: at most ``maximumTracks``; more are left out.
    package func describe(_ tracks: [TrackFormat]) {
        describe(tracks.map { SourceTrack(format: $0) })
    }

    func describe(_ tracks: [SourceTrack]) {
        let tracks = Array(tracks.prefix(Self.maximumTracks))
        let begins = state.withLock { state in
            switch state.phase {
            case .idle:
                guard !tracks.isEmpty else { return false }
                state.phase = .opening(EarlyEvents())
                return true
            case .opening(var events):
                state.phase = .idle
                events.append(tracks)
                state.phase = .opening(events)
            case .open(let stream, _, _): stream.describe(tracks, from: .publication(id))
            case .ended: break
            }
            return false
        }
        if begins { open(tracks) }
    }

    /// Takes a frame of a track, by its index in the latest ``describe(_:)``; in decoding order within a track.
    package func push(_ frame: Frame, track: Int) {
        push(.frame(frame, track), size: frame.bytes.count)
    }

    private func push(_ event: EarlyEvents.Event, size: Int) {
        state.withLock { state in
            switch state.phase {
            case .idle, .ended: break
            case .opening(var events):
                state.phase = .idle
                events.append(event, size: size)
                state.phase = .opening(events)
            case .open(let stream, _, _): give(event, to: stream)
            }
        }
    }

    private func give(_ event: EarlyEvents.Event, to stream: FrameStream) {
        switch event {
        case .tracks(let tracks): stream.describe(tracks, from: .publication(id))
        case .frame(let frame, let track): stream.push(frame, track: track, from: .publication(id))
        case .packets(let batch, let track): stream.push(batch, track: track, from: .publication(id))
        }
    }

    /// The publisher left. Its readers wait for the grace time.
    package func end() {
        close(nil)
    }

    /// Tracks of one publisher (our choice).
    package static let maximumTracks = 16

    // MARK: Opening

    private func open(_ tracks: [SourceTrack]) {
        Task { [self] in
            do throws(OpenError) {
                let (stream, packets, feed) = try await plane.open(
                    self, tracks, refusesWhenPublished: refusesWhenPublished)
                opened(stream, packets, feed, tracks)
            } catch {
                switch error {
                case .alreadyPublished: close(.alreadyPublished)
                default: close(.refused("\(error)"))
                }
            }
        }
    }

    private func opened(_ stream: FrameStream, _ packets: PacketFeed, _ feed: Feed, _ tracks: [SourceTrack]) {
        let isWanted = state.withLock { state in
            guard case .opening(let events) = state.phase else { return false }
            state.phase = .open(stream, packets, feed)
            plane.begin(self, tracks, on: stream)
            for event in events.list { give(event, to: stream) }
            return true
        }
        if !isWanted { plane.close(feed, packets, of: stream, source: .publication(id)) }
    }

    /// Ends it, and tells its owner when that is news.
    func close(_ reason: PublicationEnd?) {
        let (phase, onEnd) = state.withLock { state in
            defer {
                state.phase = .ended
                state.onEnd = nil
            }
            return (state.phase, state.onEnd)
        }
        if case .open(let stream, let packets, let feed) = phase {
            plane.close(feed, packets, of: stream, source: .publication(id))
        }
        plane.forget(self)
        if let reason { onEnd?(reason) }
    }
}

/// Of a publisher of packets: what goes to its stream, once it has one.
extension FramePublication: PacketTarget {
    func push(_ batch: PacketBatch, track: Int) {
        push(.packets(batch, track), size: batch.bytes.count)
    }

    func push(_ frame: Frame, track: Int, _ origin: FrameOrigin) {
        entrance?.push(frame, track: track, origin)
    }

    func noteReordering(track: Int) -> Bool {
        entrance?.noteReordering(track: track) ?? false
    }

    var framesWanted: Set<Int> { entrance?.framesWanted ?? [] }
    var keyframeWishes: Set<Int> { entrance?.keyframeWishes ?? [] }
    func recentPackets(of track: Int) -> [PacketBatch] { entrance?.recentPackets(of: track) ?? [] }

    private var entrance: StreamEntrance? {
        state.withLock { state in
            guard case .open(let stream, _, _) = state.phase else { return nil }
            return StreamEntrance(stream: stream, source: .publication(id))
        }
    }
}

/// What a publisher said while the media plane is asked, which takes milliseconds. Bounded: of more, all is forgotten from
/// the beginning, as readers can begin with the next keyframe.
private struct EarlyEvents {
    private(set) var list: [Event] = []
    private var bytes = 0

    enum Event: Sendable {
        case tracks([SourceTrack])
        case frame(Frame, Int)
        case packets(PacketBatch, Int)
    }

    mutating func append(_ tracks: [SourceTrack]) {
        // What was described before and has no frame says nothing.
        if case .tracks? = list.last { list.removeLast() }
        list.append(.tracks(tracks))
    }

    mutating func append(_ event: Event, size: Int) {
        if list.count >= Self.maximumCount || bytes + size > Self.maximumBytes {
            list = [
                list.last { event in
                    if case .tracks = event { true } else { false }
                }
            ].compactMap(\.self)
            bytes = 0
        }
        list.append(event)
        bytes += size
    }

    private static let maximumCount = 2_500
    private static let maximumBytes = 16 << 20
}
