import Codecs
import FramePlane
import Net

/// A stream of made-up packets: H.264 is track 0 and Opus track 1.
enum StreamScript {
    static let h264 = PacketFormat(
        .video, "H264", payloadType: 96, clockRate: 90_000, formatParameters: "packetization-mode=1")
    static let opus = PacketFormat(.audio, "opus", payloadType: 96, clockRate: 48_000, channels: 2)
    static let tracks = FrameEvent.tracks([.packets(h264, nil), .packets(opus, nil)])

    /// Packets of video, the first of which begins a keyframe or none does.
    static func video(
        _ sequence: Int64, _ payloads: String..., isKeyframe: Bool = false, timestamp: UInt32 = 0,
        beginsAnew: Bool = false
    ) -> FrameEvent {
        .packets(
            batch(sequence, payloads, isKeyframe: isKeyframe, timestamp: timestamp, beginsAnew: beginsAnew), track: 0)
    }

    static func audio(_ sequence: Int64, _ payloads: String..., timestamp: UInt32 = 0) -> FrameEvent {
        .packets(batch(sequence, payloads, isKeyframe: true, timestamp: timestamp), track: 1)
    }

    static func batch(
        _ sequence: Int64, _ payloads: [String], isKeyframe: Bool, timestamp: UInt32, beginsAnew: Bool = false
    ) -> PacketBatch {
        var (packets, bytes): ([MediaPacket], [UInt8]) = ([], [])
        for (index, payload) in payloads.enumerated() {
            packets.append(
                MediaPacket(
                    sequence: sequence + Int64(index), timestamp: timestamp,
                    captureTime: 1_700_000_000_000_000_000 + Int64(timestamp) * 100_000 / 9,
                    payloadStart: Int32(bytes.count), payloadLength: Int32(payload.utf8.count),
                    marker: index == payloads.count - 1, startsKeyframe: isKeyframe && index == 0))
            bytes += Array(payload.utf8)
        }
        return PacketBatch(
            packets: packets, bytes: bytes, arrival: Instant(nanoseconds: 0), beginsAnew: beginsAnew)
    }
}
