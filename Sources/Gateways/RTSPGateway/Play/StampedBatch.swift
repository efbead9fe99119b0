import NIOCore
import Net
import RTSP

/// Packets that gathered of a stream, with their headers: the bytes that its players get, made once for all of them.
struct StampedBatch {
    /// A frame of a connection for each packet (RFC 2326 §10.12), on channel 2i for track i.
    private(set) var bytes: ByteBuffer
    /// In the order of ``bytes``.
    private(set) var packets: [StampedPacket]
    /// When it was made.
    let time: Instant

    init(bytes: [UInt8], packets: [StampedPacket], time: Instant) {
        self.bytes = ByteBuffer(bytes: bytes)
        self.packets = packets
        self.time = time
    }

    /// Packets and payloads of each track.
    func counts(tracks: Int) -> [PacketCount] {
        var counts = [PacketCount](repeating: PacketCount(), count: tracks)
        for packet in packets where counts.indices.contains(packet.track) { counts[packet.track].add(packet) }
        return counts
    }

    /// The places of a track's packets among the readable bytes, without what is in front of them on a connection; and how
    /// many come before the first that begins a keyframe, if one does.
    func datagrams(ofTrack track: Int) -> (places: [Range<Int>], keyframe: Int?) {
        var places: [Range<Int>] = []
        var keyframe: Int?
        for packet in packets where packet.track == track {
            if packet.startsKeyframe, keyframe == nil { keyframe = places.count }
            places.append(packet.datagram)
        }
        return (places, keyframe)
    }

    /// The first packet that begins a keyframe of a track.
    func firstKeyframe(ofTrack track: Int) -> Int? {
        packets.firstIndex { $0.track == track && $0.startsKeyframe }
    }

    /// The last packet that begins a keyframe of a track.
    func lastKeyframe(ofTrack track: Int) -> Int? {
        packets.lastIndex { $0.track == track && $0.startsKeyframe }
    }

    /// What is left behind the first packets; it shares the bytes.
    func dropFirst(_ count: Int) -> StampedBatch {
        guard count > 0, packets.indices.contains(count) else { return self }
        var rest = self
        let start = packets[count].start
        rest.bytes.moveReaderIndex(forwardBy: start)
        rest.packets = packets[count...].map { packet in
            var packet = packet
            packet.start -= start
            return packet
        }
        return rest
    }
}

/// One packet of a ``StampedBatch``.
struct StampedPacket {
    /// Where its frame begins among the readable bytes.
    var start: Int
    /// Bytes of the packet, its header included.
    var length: Int
    /// Of the group.
    var track: Int
    var isVideo: Bool
    /// Whether a keyframe of video begins with it.
    var startsKeyframe: Bool
    /// As its header has them.
    var sequence: UInt16
    var timestamp: UInt32

    /// Its place without what is in front of it on a connection.
    var datagram: Range<Int> {
        let start = start + RTSPFrameHeader.length
        return start..<start + length
    }

    var payloadLength: Int { length - RTPStamp.length }
}

/// A number of packets, and bytes of their payloads.
struct PacketCount: Equatable {
    var packets = 0
    var bytes = 0

    mutating func add(_ packet: StampedPacket) {
        packets += 1
        bytes += packet.payloadLength
    }
}
