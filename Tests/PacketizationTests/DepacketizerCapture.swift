import Codecs
import Foundation
import Packetization
import Testing

/// Packets that a real sender sent, and the frames they carry.
struct DepacketizerCapture: CustomTestStringConvertible, Sendable {
    let format: PacketFormat
    let packets: [CapturedPacket]
    let frames: [FrameSummary]

    /// - Parameter packets: in base64, each behind its length in two bytes.
    /// - Parameter frames: a line each.
    init(format: PacketFormat, packets: String, frames: String) {
        self.format = format
        var rest = [UInt8](Data(base64Encoded: packets, options: .ignoreUnknownCharacters) ?? Data())[...]
        var list: [CapturedPacket] = []
        while rest.count >= 2 {
            let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            list.append(CapturedPacket(Array(rest.dropFirst(2).prefix(length))))
            rest = rest.dropFirst(2 + length)
        }
        self.packets = list
        self.frames = frames.split(separator: "\n").compactMap(FrameSummary.init)
    }

    init(codec: Codec, packets: String, frames: String) {
        self.init(format: PacketFormat(codec, payloadType: 96), packets: packets, frames: frames)
    }

    var testDescription: String { "\(format.encodingName) of \(packets.count) packets" }

    /// Pixels of the pictures; 0 of sound.
    var size: (width: Int, height: Int) {
        guard format.media == .video else { return (0, 0) }
        return packets == Self.jpegOfGStreamer.packets ? (80, 48) : (96, 64)
    }

    static let all: [DepacketizerCapture] = [
        .h264, .h265, .vp8, .vp9, .av1, .jpeg, .jpegOfGStreamer, .opus, .aac, .latm, .latmOfGStreamer, .mp3,
        .mp3OfGStreamer,
    ]
    /// Those whose frames build on one another.
    static let video = all.filter { $0.format.media == .video && $0.format.codec != .jpeg }
}

struct CapturedPacket: Equatable, Sendable {
    var sequence: Int64
    var timestamp: UInt32
    var marker: Bool
    var payload: [UInt8]

    /// - Parameter datagram: RTP without extensions and padding.
    init(_ datagram: [UInt8]) {
        sequence = Int64(datagram[2]) << 8 | Int64(datagram[3])
        timestamp = datagram[4..<8].reduce(0) { $0 << 8 | UInt32($1) }
        marker = datagram[1] & 0x80 != 0
        payload = Array(datagram[12...])
    }
}

/// What tells one frame from another.
struct FrameSummary: Equatable, Sendable {
    /// Since the first frame.
    var timestamp: Int64
    var size: Int
    /// As ffmpeg computes it: Adler-32 that begins at 0.
    var checksum: UInt32
    var isKeyframe: Bool

    init(timestamp: Int64, bytes: [UInt8], isKeyframe: Bool) {
        self.timestamp = timestamp
        size = bytes.count
        var (low, high): (UInt32, UInt32) = (0, 0)
        for byte in bytes {
            low = (low + UInt32(byte)) % 65_521
            high = (high + low) % 65_521
        }
        checksum = high << 16 | low
        self.isKeyframe = isKeyframe
    }

    /// - Parameter line: timestamp, size, checksum, and `key` for a keyframe.
    init?(line: Substring) {
        let fields = line.split(separator: " ")
        guard fields.count >= 3, let timestamp = Int64(fields[0]), let size = Int(fields[1]),
            let checksum = UInt32(fields[2], radix: 16)
        else { return nil }
        self.timestamp = timestamp
        self.size = size
        self.checksum = checksum
        isKeyframe = fields.count > 3
    }
}

extension Depacketizer {
    /// Of a codec that WebRTC has, with a payload type that does not matter.
    init?(codec: Codec) {
        self.init(PacketFormat(codec, payloadType: 96))
    }

    mutating func receive(_ packet: CapturedPacket, into items: inout [DepacketizedItem]) {
        receive(
            payload: packet.payload.span, timestamp: Int64(packet.timestamp), marker: packet.marker, into: &items)
    }

    mutating func receive(
        _ payload: [UInt8], at timestamp: Int64 = 0, marker: Bool = true
    ) -> [DepacketizedItem] {
        var items: [DepacketizedItem] = []
        receive(payload: payload.span, timestamp: timestamp, marker: marker, into: &items)
        return items
    }
}

extension [DepacketizedItem] {
    var formats: [TrackFormat] {
        compactMap { if case .format(let format) = $0 { format } else { nil } }
    }

    /// - Parameter origin: the timestamp that counts as 0.
    func frames(since origin: UInt32 = 0) -> [FrameSummary] {
        compactMap {
            guard case .frame(let bytes, let timestamp, let isKeyframe) = $0 else { return nil }
            return FrameSummary(timestamp: timestamp - Int64(origin), bytes: bytes, isKeyframe: isKeyframe)
        }
    }
}
