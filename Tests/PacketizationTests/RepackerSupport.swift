import Codecs
import Foundation
import Packetization

/// A packet as it goes into a repacker, or comes out.
struct RepackerPacket: Equatable, Sendable {
    var payload: [UInt8]
    var timestamp: UInt32 = 0
    var marker = false
    var isBehindLoss = false
    var startsKeyframe = false
}

extension PacketRepacker {
    mutating func repack(_ packet: RepackerPacket) -> [RepackerPacket] {
        var packets = RepackedPackets()
        return repack(packet, into: &packets)
    }

    /// - Returns: what comes out.
    mutating func repack(
        _ payload: [UInt8], at timestamp: UInt32 = 0, marker: Bool = false, isBehindLoss: Bool = false
    ) -> [RepackerPacket] {
        repack(RepackerPacket(payload: payload, timestamp: timestamp, marker: marker, isBehindLoss: isBehindLoss))
    }

    mutating func repack(_ packet: RepackerPacket, into packets: inout RepackedPackets) -> [RepackerPacket] {
        let before = packets.count
        repack(
            packet.payload.span, timestamp: packet.timestamp, marker: packet.marker, isBehindLoss: packet.isBehindLoss,
            into: &packets)
        return (before..<packets.count).map { index in
            let header = packets.headers[index]
            return RepackerPacket(
                payload: Array(packets.payloads.bytes[packets.payloads[index]]), timestamp: header.timestamp,
                marker: header.marker, isBehindLoss: header.isBehindLoss, startsKeyframe: header.startsKeyframe)
        }
    }
}

extension PacketFormat {
    static func video(_ name: CodecName, _ parameters: String = "") -> PacketFormat {
        PacketFormat(.video, name.rawValue, payloadType: 96, clockRate: 90_000, formatParameters: parameters)
    }

    static func audio(_ name: CodecName, clockRate: Int = 8_000, channels: Int = 1) -> PacketFormat {
        PacketFormat(.audio, name.rawValue, payloadType: 97, clockRate: clockRate, channels: channels)
    }
}

extension [RepackerPacket] {
    /// - Parameter vector: of ``RepackerVectors``.
    init(vector: String) {
        self = []
        var rest = [UInt8](Data(base64Encoded: vector, options: .ignoreUnknownCharacters) ?? Data())[...]
        while rest.count > 2 {
            let length = Int(rest[rest.startIndex]) << 8 | Int(rest[rest.startIndex + 1])
            let datagram = Array<UInt8>(rest.dropFirst(2).prefix(length))
            rest = rest.dropFirst(2 + length)
            append(
                RepackerPacket(
                    payload: Array<UInt8>(datagram[12...]),
                    timestamp: datagram[4..<8].reduce(0) { $0 << 8 | UInt32($1) }, marker: datagram[1] & 0x80 != 0))
        }
    }

    var payloads: [[UInt8]] { map(\.payload) }

    /// What a track of this format makes of the packets.
    func depacketized(as format: PacketFormat) -> [DepacketizedItem] {
        guard var depacketizer = Depacketizer(format) else { return [] }
        var items: [DepacketizedItem] = []
        for packet in self {
            if packet.isBehindLoss { depacketizer.noteLoss() }
            depacketizer.receive(
                payload: packet.payload.span, timestamp: Int64(packet.timestamp), marker: packet.marker, into: &items)
        }
        return items
    }
}

/// Sets and slices of H.264 in short: the sets of ``RepackerVectors``.
enum H264Units {
    static let sequenceSet: [UInt8] = [
        0x67, 0x64, 0x00, 0x0A, 0xAC, 0xB4, 0x10, 0x6D, 0x80, 0x88, 0x00, 0x00, 0x03, 0x00, 0x08, 0x00, 0x00, 0x03,
        0x00,
        0xA0, 0x78, 0x91, 0x35,
    ]
    static let pictureSet: [UInt8] = [0x68, 0xEF, 0x02, 0x1C, 0xB0]
    static let delimiter: [UInt8] = [0x09, 0xF0]
    static let information: [UInt8] = [0x06, 0x05, 0x01, 0x00, 0x80]
    /// The first slice of a keyframe, and another one.
    static let keyframe: [UInt8] = [0x65, 0x88, 0x84, 0x01]
    static let keyframeRest: [UInt8] = [0x65, 0x20, 0x84, 0x02]
    static let slice: [UInt8] = [0x41, 0x9A, 0x26, 0x26]
    static let parameters = "packetization-mode=1;sprop-parameter-sets=Z2QACqy0EG2AiAAAAwAIAAADAKB4kTU=,aO8CHLA="

    static func aggregate(_ units: [[UInt8]], header: UInt8 = 0x78) -> [UInt8] {
        [header] + units.flatMap { [UInt8($0.count >> 8), UInt8(truncatingIfNeeded: $0.count)] + $0 }
    }
}
