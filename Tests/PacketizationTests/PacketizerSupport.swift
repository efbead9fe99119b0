import Codecs
import Packetization
import TestSupport

/// What a packetizer makes of a frame.
func payloads(
    of bytes: [UInt8], _ format: TrackFormat, isKeyframe: Bool = false, maximum: Int = Packetizer.webRTCPayload
) -> [[UInt8]] {
    guard var packetizer = Packetizer(format: format, maximumPayload: maximum) else { return [] }
    return packetizer.payloads(of: bytes, isKeyframe: isKeyframe)
}

extension Packetizer {
    mutating func payloads(of bytes: [UInt8], isKeyframe: Bool = false) -> [[UInt8]] {
        var list = PayloadList()
        list.write([0xEE])
        list.endPayload()
        packetize(Frame(time: MediaTime(milliseconds: 0), isKeyframe: isKeyframe, bytes: bytes), into: &list)
        return (0..<list.count).map { Array(list.bytes[list[$0]]) }
    }
}

/// NAL units, each behind its length in four bytes.
func lengthPrefixed(_ units: [[UInt8]]) -> [UInt8] {
    units.flatMap { unit in (0..<4).map { UInt8(truncatingIfNeeded: unit.count >> (24 - 8 * $0)) } + unit }
}

/// An H.264 NAL unit of random bytes.
func h264Unit(_ header: UInt8, count: Int, seed: UInt64 = 1) -> [UInt8] {
    var random = SeededRandom(seed: seed)
    return [header] + random.bytes(max(0, count - 1))
}

/// An H.265 NAL unit of random bytes.
/// - Parameter count: 2 or more.
func h265Unit(type: UInt8, layer: UInt8 = 0, temporal: UInt8 = 1, count: Int, seed: UInt64 = 1) -> [UInt8] {
    var random = SeededRandom(seed: seed)
    return [type << 1 | layer >> 5, layer << 3 | temporal] + random.bytes(max(0, count - 2))
}

/// An OBU as it is sent: without its size.
func obu(type: UInt8, layer: UInt8? = nil, body: Int, seed: UInt64 = 1) -> [UInt8] {
    var random = SeededRandom(seed: seed)
    return [type << 3 | (layer == nil ? 0 : 4)] + (layer.map { [$0] } ?? []) + random.bytes(body)
}

/// OBUs as they stand in a frame: with their sizes.
func withSizes(_ units: [[UInt8]]) -> [UInt8] {
    units.flatMap { unit in
        let header = unit[0] & 4 == 0 ? 1 : 2
        return [unit[0] | 2] + unit[1..<header] + leb128(unit.count - header) + unit[header...]
    }
}

func leb128(_ value: Int) -> [UInt8] {
    value < 0x80 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + leb128(value >> 7)
}
