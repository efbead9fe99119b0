import Codecs
import FramePlane
import SFU
import Synchronization

@testable import RTMPGateway

/// Stands in for the frame plane: what publishers bring is written down, and readers get what the test says.
final class ScriptedExchange: FrameExchange {
    private let state = Mutex(State())

    private struct State {
        var publications: [RecordedPublication] = []
        var sources: [ScriptedSource] = []
        var live: Set<StreamPath> = []
        var beginning: [FrameEvent] = []
    }

    /// Publications so far, ended ones too.
    var publications: [RecordedPublication] { state.withLock { $0.publications } }
    /// Readers so far, closed ones too.
    var sources: [ScriptedSource] { state.withLock { $0.sources } }

    /// Makes a path readable.
    /// - Parameter beginning: what each reader gets first.
    func setLive(_ path: StreamPath, beginning: [FrameEvent]) {
        state.withLock { state in
            state.live.insert(path)
            state.beginning = beginning
        }
    }

    func publish(
        _ path: StreamPath, as client: FrameClient, refusesWhenPublished: Bool,
        onEnd: @escaping @Sendable (PublicationEnd) -> Void
    ) async throws(FramePlaneError) -> any FrameSink {
        let publication = RecordedPublication(path: path, onEnd: onEnd)
        let (before, isRefused) = state.withLock { state in
            let before = state.publications.last { $0.path == path && !$0.hasEnded }
            if refusesWhenPublished, before != nil { return (before, true) }
            state.publications.append(publication)
            return (before, false)
        }
        if isRefused { throw .alreadyPublished }
        before?.replace()
        return publication
    }

    func read(
        _ path: StreamPath, as client: FrameClient, accepting accepted: Set<CodecName>,
        wake: @escaping @Sendable () -> Void
    ) async throws(FramePlaneError) -> any FrameSource {
        let source: ScriptedSource? = state.withLock { state in
            guard state.live.contains(path) else { return nil }
            let source = ScriptedSource(accepted: accepted, beginning: state.beginning, wake: wake)
            state.sources.append(source)
            return source
        }
        guard let source else { throw .nothingLive }
        return source
    }
}

/// What a publisher brought.
final class RecordedPublication: FrameSink {
    let path: StreamPath
    private let onEnd: @Sendable (PublicationEnd) -> Void
    private let state = Mutex(State())

    private struct State {
        var descriptions: [[TrackFormat]] = []
        var frames: [(frame: Frame, track: Int)] = []
        var hasEnded = false
    }

    init(path: StreamPath, onEnd: @escaping @Sendable (PublicationEnd) -> Void) {
        self.path = path
        self.onEnd = onEnd
    }

    var descriptions: [[TrackFormat]] { state.withLock { $0.descriptions } }
    var frames: [(frame: Frame, track: Int)] { state.withLock { $0.frames } }
    var hasEnded: Bool { state.withLock { $0.hasEnded } }

    func describe(_ tracks: [TrackFormat]) { state.withLock { $0.descriptions.append(tracks) } }
    func push(_ frame: Frame, track: Int) { state.withLock { $0.frames.append((frame, track)) } }
    func end() { state.withLock { $0.hasEnded = true } }

    func replace() {
        end()
        onEnd(.replaced)
    }
}

/// What a reader gets.
final class ScriptedSource: FrameSource {
    let accepted: Set<CodecName>
    private let wake: @Sendable () -> Void
    private let state: Mutex<State>

    private struct State {
        var events: [FrameEvent]
        var audience = 1
        var isClosed = false
    }

    init(accepted: Set<CodecName>, beginning: [FrameEvent], wake: @escaping @Sendable () -> Void) {
        self.accepted = accepted
        self.wake = wake
        state = Mutex(State(events: beginning))
    }

    var audience: Int { state.withLock { $0.audience } }
    var isClosed: Bool { state.withLock { $0.isClosed } }

    func give(_ events: [FrameEvent]) {
        state.withLock { $0.events += events }
        wake()
    }

    func take(into events: inout [FrameEvent]) {
        events += state.withLock { state in
            defer { state.events = [] }
            return state.events
        }
    }

    func setAudience(_ count: Int) { state.withLock { $0.audience = count } }
    func close() { state.withLock { $0.isClosed = true } }
}
