import CLinux
import Codecs
import Cryptography
import Net
import SFU
import SRTP
import WebRTC

/// What a worker shows of itself.
extension MediaLoop {
    package func state(index: Int, port: UInt16) -> WorkerState {
        WorkerState(
            index: index, port: port, sessions: sessions.compactMap { $0.map(state(of:)) }, streams: streamStates(),
            counters: counters, sending: sendBatch.counters, transit: sendBatch.transit(at: now),
            backlogBytes: sendBatch.backlogBytes, cpuNanoseconds: clinux_thread_cpu_nanoseconds(),
            cpuShare: measureProcessorShare())
    }

    /// The streams alone: cheap, however many viewers they have.
    func streamStates() -> [StreamState] {
        streams.values.map { stream in
            StreamState(
                path: stream.path, isPublishing: stream.publisher != nil, age: stream.began.duration(to: now),
                viewers: stream.tracks.lazy.map(\.subscriptions.count).max() ?? 0,
                tracks: stream.tracks.filter { $0.codec != nil }.map { state(of: $0, in: stream) })
        }
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
            streams: streams.count,
            subscriptions: streams.values.reduce(0) { sum, stream in
                stream.tracks.reduce(sum) { $0 + $1.subscriptions.count }
            })
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
