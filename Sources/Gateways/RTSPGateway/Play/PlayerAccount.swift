import Codecs
import GatewaySupport
import MediaPlane
import Net
import Synchronization

/// What a player was sent of one track, for whoever asks.
final class TrackFigures: Sendable {
    let packets = Atomic<UInt64>(0)
    /// Payloads.
    let bytes = Atomic<UInt64>(0)
    /// Packets that it was too slow for.
    let dropped = Atomic<UInt64>(0)

    func countSent(_ count: PacketCount) {
        packets.count(count.packets)
        bytes.count(count.bytes)
    }
}

/// What is known of a player on every thread: what it was sent, and what it says of that.
final class PlayerAccount: Sendable {
    /// Of the tracks that it set up, in their order.
    let figures: [TrackFigures]
    private let state: Mutex<State>

    private struct State {
        /// Nil until ``begin(with:at:)``.
        var reports: PlayerReports?
        var sources: [Source] = []
        var heard: Instant
    }

    /// A track that it is sent.
    struct Source {
        var track: GroupTrack
        /// Where it is counted with others, and what was there before; nil where it is counted alone.
        var shared: (figures: TrackFigures, packets: UInt64, bytes: UInt64)?
    }

    /// - Parameter now: counts as heard of.
    init(tracks: Int, now: Instant) {
        figures = (0..<tracks).map { _ in TrackFigures() }
        state = Mutex(State(heard: now))
    }

    /// It is about to be sent these tracks.
    func begin(with sources: [Source]) {
        state.withLock { state in
            state.reports = PlayerReports(sources: sources.map { ($0.track.ssrc, $0.track.format.clockRate) })
            state.sources = sources
        }
    }

    /// When it was last heard of.
    var heard: Instant { state.withLock { $0.heard } }

    /// Takes RTCP of the player.
    func receiveControl(_ bytes: Span<UInt8>, at time: LoopTime) {
        state.withLock { state in
            if state.reports?.receive(bytes, wallClock: time.wallClock) == true { state.heard = time.now }
        }
    }

    var summaries: [RTSPTrackSummary] {
        let (sources, reports) = state.withLock { ($0.sources, $0.reports?.reports ?? []) }
        return zip(sources, zip(reports, figures)).map { source, account in
            let (report, figures) = account
            var (packets, bytes) = (figures.packets.figure, figures.bytes.figure)
            if let shared = source.shared {
                packets &+= shared.figures.packets.figure &- shared.packets
                bytes &+= shared.figures.bytes.figure &- shared.bytes
            }
            return RTSPTrackSummary(
                encoding: source.track.format.encodingName, packets: packets, bytes: bytes,
                lost: UInt64(max(report?.cumulativeLost ?? 0, 0)), jitter: report?.jitter,
                dropped: figures.dropped.figure)
        }
    }
}
