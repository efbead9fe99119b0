import NIOCore
import RTSP

/// The channels of a player's connection that its tracks go on.
struct ChannelMap: Hashable {
    /// By the group's track; nil for those that it did not set up.
    private var channels: [UInt8?]

    init(_ tracks: [PlayerTrack], count: Int) {
        channels = Array(repeating: nil, count: count)
        for track in tracks where channels.indices.contains(track.index) {
            if case .interleaved(let rtp, _) = track.route { channels[track.index] = rtp }
        }
    }

    /// Whether these are all tracks, on the channels that a ``StampedBatch`` has them on.
    var isUsual: Bool {
        channels.indices.allSatisfy { channels[$0] == Self.usual($0) }
    }

    /// Tracks of the group.
    var count: Int { channels.count }

    subscript(track: Int) -> UInt8? {
        channels.indices.contains(track) ? channels[track] : nil
    }

    /// Nobody has as many tracks as there are channels.
    static func usual(_ track: Int) -> UInt8 { UInt8(truncatingIfNeeded: 2 * track) }
}

/// What of a batch a player gets.
enum BatchSelection: Hashable {
    case all
    case withoutVideo
    /// Video from the packet on that begins a keyframe, and all of the rest.
    case videoFrom(Int)

    func contains(_ packet: StampedPacket, at index: Int) -> Bool {
        switch self {
        case .all: true
        case .withoutVideo: !packet.isVideo
        case .videoFrom(let first): !packet.isVideo || index >= first
        }
    }
}

/// The bytes of a batch as players by TCP get them: most get the batch's own, and others share what was made for one of them.
struct BatchVariants {
    let batch: StampedBatch
    private let tracks: Int
    private var made: [Key: Part] = [:]

    private struct Key: Hashable {
        var channels: ChannelMap
        var selection: BatchSelection
    }

    /// What a player gets.
    struct Part {
        var bytes: ByteBuffer
        /// Packets and payloads by the group's track.
        var counts: [PacketCount]
    }

    let whole: Part

    init(_ batch: StampedBatch, tracks: Int) {
        self.batch = batch
        self.tracks = tracks
        whole = Part(bytes: batch.bytes, counts: batch.counts(tracks: tracks))
    }

    /// - Parameter isUsual: whether `channels` are.
    mutating func part(_ channels: ChannelMap, isUsual: Bool, _ selection: BatchSelection) -> Part {
        if isUsual, selection == .all { return whole }
        let key = Key(channels: channels, selection: selection)
        if let part = made[key] { return part }
        let part = make(channels, selection)
        made[key] = part
        return part
    }

    private func make(_ channels: ChannelMap, _ selection: BatchSelection) -> Part {
        var output: [UInt8] = []
        output.reserveCapacity(batch.bytes.readableBytes)
        var counts = [PacketCount](repeating: PacketCount(), count: tracks)
        batch.bytes.withUnsafeReadableBytes { bytes in
            for (index, packet) in batch.packets.enumerated() where selection.contains(packet, at: index) {
                guard let channel = channels[packet.track] else { continue }
                RTSPFrameHeader.write(
                    channel: channel, payload: UInt16(truncatingIfNeeded: packet.length), into: &output)
                output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[packet.datagram]))
                counts[packet.track].add(packet)
            }
        }
        return Part(bytes: ByteBuffer(bytes: output), counts: counts)
    }
}
