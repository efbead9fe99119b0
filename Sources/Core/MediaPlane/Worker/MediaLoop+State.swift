import CLinux
import Codecs
import Cryptography
import Net
package import SFU
import SRTP
import WebRTC

/// What a worker shows of itself.
extension MediaLoop {
    package func state(index: Int, port: UInt16) -> WorkerState {
        WorkerState(
            index: index, port: port, sessions: sessions.compactMap { $0.map(state(of:)) }, streams: streamStates(),
            relays: relayStates(), counters: counters, sending: sendBatch.counters, transit: sendBatch.transit(at: now),
            backlogBytes: sendBatch.backlogBytes, cpuNanoseconds: clinux_thread_cpu_nanoseconds(),
            cpuShare: measureProcessorShare())
    }

    /// The streams alone: cheap, however many viewers they have.
    func streamStates() -> [StreamState] {
        streams.values.map { stream in
            StreamState(
                path: stream.path, isPublishing: stream.publisher != nil, age: stream.began.duration(to: now),
                shares: [WorkerShare(worker: index, viewers: viewers(of: stream))],
                tracks: stream.tracks.filter { $0.codec != nil }.map { state(of: $0, in: stream) })
        }
    }

    func relayStates() -> [RelayState] {
        replicas.values.map { RelayState(stream: $0.stream.identity, viewers: viewers(of: $0.stream)) }
    }

    /// Viewers of a stream on this worker.
    private func viewers(of stream: Stream) -> Int {
        stream.tracks.lazy.map(\.subscriptions.count).max() ?? 0
    }

    private func state(of track: Track, in stream: Stream) -> TrackState {
        var lost: UInt64 = 0
        if let slot = stream.publisher.flatMap({ slotsByPublisher[$0] }),
            case .publisher(let side)? = session(at: slot)?.side,
            let index = side.tracks.firstIndex(where: { $0 === track })
        {
            lost = side.media.lostPackets(track: index)
        }
        return TrackState(
            kind: track.kind.rawValue, codec: track.codec?.name.rawValue ?? "",
            packets: track.layers.reduce(0) { $0 + $1.packets }, bytes: track.layers.reduce(0) { $0 + $1.bytes },
            lost: lost)
    }

    func state(of key: SessionKey) -> SessionState? {
        slotsByKey[key].flatMap { session(at: $0) }.map { state(of: $0) }
    }

    /// How much each table holds. Everything is back at zero when the last session and the last stream are gone.
    package var tables: LoopTables {
        LoopTables(
            sessions: slotsByKey.count, addresses: slotsByAddress.count, fragments: slotsByFragment.count,
            streams: streams.count, replicas: replicas.count,
            subscriptions: allStreams.reduce(0) { sum, stream in
                stream.tracks.reduce(sum) { $0 + $1.subscriptions.count }
            })
    }

    /// Those that live here, and those that only have viewers here.
    var allStreams: [Stream] { Array(streams.values) + replicas.values.map(\.stream) }

    /// A stream that viewers can join now; nil when nobody publishes there.
    package func live(_ path: StreamPath) -> LiveStream? {
        guard let stream = streams[path], let publisher = stream.publisher else { return nil }
        return LiveStream(
            identity: stream.identity, tracks: stream.tracks.map(\.description), relays: stream.relays,
            isFeed: feeds[publisher] != nil)
    }

    /// What the socket sent as media.
    package var sending: SendCounters { sendBatch.counters }

    private func state(of session: Session) -> SessionState {
        var state = SessionState(
            key: session.key, path: session.path, isPublisher: true, phase: session.peer.phase.word,
            remote: session.peer.remote, cipher: session.peer.sender?.engine.name, roundTrip: nil, loss: nil)
        if case .viewer(let side) = session.side {
            state.isPublisher = false
            state.roundTrip = side.media.roundTrip?.inSeconds
            state.loss = side.media.lossShare
        }
        return state
    }
}
