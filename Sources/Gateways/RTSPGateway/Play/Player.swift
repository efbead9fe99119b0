import GatewaySupport
import MediaPlane
import NIOCore
import Net
import RTSP

/// One player of a group, on its connection's event loop: takes what the others take as well, and bears the consequences
/// alone when it is too slow.
///
/// Unchecked: only ``receiveControl(_:at:)``, ``heard`` and ``summaries`` are for other threads, and they are the account's,
/// which is locked.
final class Player: @unchecked Sendable {
    let tracks: [PlayerTrack]
    let channel: any Channel
    let account: PlayerAccount
    /// Spares what ``channel`` does so that it can be written to from anywhere.
    private let pipeline: ChannelPipeline.SynchronousOperations
    private let services: GatewayServices
    private let end: (PlayerEnd) -> Void
    private var interleaving: Interleaving?
    private var hasEnded = false

    /// How it is sent to on its connection.
    private struct Interleaving {
        let channels: ChannelMap
        let isUsual: Bool
        /// The track whose keyframes are where its video begins, or goes on after a gap; nil without video.
        let lead: Int?
        /// Whether video is left out up to the next keyframe.
        var isWaiting: Bool
        /// Bytes that it was sent at once to begin with, until it has taken them: they may be more than a slow player may
        /// otherwise have unsent.
        var burst = 0
        /// Everything that was written.
        var sent: UInt64 = 0
        var progress = StallWatch()
    }

    /// - Parameters:
    ///   - channel: of its connection; its event loop is the group's.
    ///   - end: called at most once, when the player gets nothing more.
    init(
        tracks: [PlayerTrack], channel: any Channel, services: GatewayServices,
        end: @escaping (PlayerEnd) -> Void
    ) {
        self.tracks = tracks
        self.channel = channel
        self.services = services
        self.end = end
        pipeline = channel.pipeline.syncOperations
        account = PlayerAccount(tracks: tracks.count, now: services.clocks().now)
    }

    var transport: RTSPTransport { tracks.first?.transport ?? .tcp }

    // MARK: On any thread

    /// Takes RTCP that came from the player.
    func receiveControl(_ bytes: Span<UInt8>, at time: LoopTime) {
        account.receiveControl(bytes, at: time)
    }

    /// When RTCP came last, or when it was made.
    var heard: Instant { account.heard }

    /// Its tracks, in the order in which they were set up.
    var summaries: [RTSPTrackSummary] { account.summaries }

    // MARK: Packets on its connection

    /// Gets ready for packets.
    /// - Parameters:
    ///   - all: the group's tracks.
    ///   - isWaiting: whether its video begins with the next keyframe.
    func begin(_ all: [GroupTrack], isWaiting: Bool) {
        guard transport == .tcp else { return }
        let channels = ChannelMap(tracks, count: all.count)
        interleaving = Interleaving(
            channels: channels, isUsual: channels.isUsual,
            lead: all.indices.first { all[$0].isVideo && channels[$0] != nil }, isWaiting: isWaiting)
    }

    /// Sends what is kept.
    func send(_ cache: GOPCache) {
        guard !hasEnded, var interleaving else { return }
        for batch in cache.parts {
            // Variants of what is kept are for this player alone: nobody keeps them.
            var variants = BatchVariants(batch, tracks: interleaving.channels.count)
            let part = variants.part(interleaving.channels, isUsual: interleaving.isUsual, .all)
            write(part, &interleaving)
            interleaving.burst += part.bytes.readableBytes
        }
        self.interleaving = interleaving
        pipeline.flush()
    }

    /// Sends a batch, or what of it there is room for.
    func offer(_ variants: inout BatchVariants) {
        guard !hasEnded, var interleaving else { return }
        let selection = selection(of: variants.batch, &interleaving)
        let part = variants.part(interleaving.channels, isUsual: interleaving.isUsual, selection)
        write(part, &interleaving)
        if selection != .all { countDropped(variants.whole, part) }
        self.interleaving = interleaving
        pipeline.flush()
        closeIfFull()
    }

    private func selection(of batch: StampedBatch, _ interleaving: inout Interleaving) -> BatchSelection {
        guard let lead = interleaving.lead else { return .all }
        let isWritable = channel.isWritable
        if isWritable { interleaving.burst = 0 }
        if interleaving.isWaiting {
            guard isWritable, let keyframe = batch.firstKeyframe(ofTrack: lead) else { return .withoutVideo }
            interleaving.isWaiting = false
            return .videoFrom(keyframe)
        }
        let hasRoom =
            isWritable
            || interleaving.burst > 0 && unsent <= RTSPGatewayLimits.unsentBeforeDropping + interleaving.burst
        interleaving.isWaiting = !hasRoom
        return hasRoom ? .all : .withoutVideo
    }

    private func write(_ part: BatchVariants.Part, _ interleaving: inout Interleaving) {
        guard part.bytes.readableBytes > 0 else { return }
        write(part.bytes, &interleaving)
        for (index, track) in tracks.enumerated() where part.counts.indices.contains(track.index) {
            account.figures[index].countSent(part.counts[track.index])
        }
    }

    private func write(_ bytes: ByteBuffer, _ interleaving: inout Interleaving) {
        pipeline.write(NIOAny(bytes), promise: nil)
        interleaving.sent &+= UInt64(bytes.readableBytes)
        services.counters.bytesSent.count(bytes.readableBytes)
    }

    private func countDropped(_ whole: BatchVariants.Part, _ part: BatchVariants.Part) {
        for (index, track) in tracks.enumerated() where part.counts.indices.contains(track.index) {
            let dropped = whole.counts[track.index].packets - part.counts[track.index].packets
            guard dropped > 0 else { continue }
            account.figures[index].dropped.count(dropped)
            services.counters.packetsDropped.count(dropped)
        }
    }

    /// Sends a report on a track.
    func sendControl(_ bytes: [UInt8], track: Int) {
        guard !hasEnded, var interleaving, let entry = tracks.first(where: { $0.index == track }),
            case .interleaved(_, let channel) = entry.route, let length = UInt16(exactly: bytes.count)
        else { return }
        var output: [UInt8] = []
        RTSPFrameHeader.write(channel: channel, payload: length, into: &output)
        write(ByteBuffer(bytes: output + bytes), &interleaving)
        self.interleaving = interleaving
        pipeline.flush()
    }

    // MARK: The end

    /// Closes a player that takes nothing. To be called once a second.
    func tick() {
        guard var interleaving else { return }
        let isStalled = interleaving.progress.isStalled(unsent: unsent, sent: interleaving.sent)
        self.interleaving = interleaving
        if isStalled { leave(.stalled) }
    }

    func leave(_ reason: PlayerEnd) {
        guard !hasEnded else { return }
        hasEnded = true
        end(reason)
    }

    private func closeIfFull() {
        guard let interleaving, !channel.isWritable else { return }
        if unsent > RTSPGatewayLimits.unsent + interleaving.burst { leave(.tooSlow) }
    }

    private var unsent: Int {
        (try? channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }
}
