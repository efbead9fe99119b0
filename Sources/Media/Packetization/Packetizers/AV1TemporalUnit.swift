/// The OBUs of a frame as they are sent: without sizes, which the payload format has elsewhere, and without those that no
/// receiver takes (AV1 RTP specification §4.4, §5): temporal delimiters and tile lists.
struct AV1TemporalUnit {
    /// The OBUs, one behind the other.
    private(set) var bytes: [UInt8] = []
    /// Where each lies in ``bytes``; none is empty.
    private(set) var units: [Range<Int>] = []
    /// The temporal and the spatial identifier of each, as in the OBU's extension; nil without one.
    private(set) var layers: [UInt8?] = []
    private(set) var hasSequenceHeader = false

    /// Takes the OBUs of a frame (AV1 §5.3) up to the first that is cut or has a size that lies. One without a size is the last.
    init(_ frame: [UInt8]) {
        bytes.reserveCapacity(frame.count)
        var offset = 0
        while offset < frame.count, units.count < Self.maximumUnits {
            guard let obu = OBU(frame, at: offset) else { return }
            if obu.isSendable { append(obu, of: frame) }
            offset = obu.body.upperBound
        }
    }

    private mutating func append(_ obu: OBU, of frame: [UInt8]) {
        let start = bytes.count
        bytes.append(obu.header & ~OBU.sizeBit)
        if let layer = obu.layer { bytes.append(layer) }
        bytes.append(contentsOf: frame[obu.body])
        units.append(start..<bytes.count)
        layers.append(obu.layer)
        if obu.type == OBU.sequenceHeader { hasSequenceHeader = true }
    }

    /// OBUs of a temporal unit (our choice): as many as AV1 allows tiles in a frame.
    private static let maximumUnits = 4_096
}

/// One OBU in its frame.
private struct OBU {
    let header: UInt8
    let layer: UInt8?
    let body: Range<Int>

    var type: UInt8 { header >> 3 & 0x0F }

    /// The forbidden bit says that this is no OBU.
    var isSendable: Bool { header & 0x80 == 0 && type != Self.temporalDelimiter && type != Self.tileList }

    /// - Parameter start: where it begins, 0..<`frame.count`. Nil when the frame ends before it does.
    init?(_ frame: [UInt8], at start: Int) {
        header = frame[start]
        var offset = start + 1
        if header & Self.extensionBit != 0 {
            guard offset < frame.count else { return nil }
            layer = frame[offset]
            offset += 1
        } else {
            layer = nil
        }
        var size = frame.count - offset
        if header & Self.sizeBit != 0 {
            guard let value = Self.readLEB128(frame, at: &offset), value <= frame.count - offset else { return nil }
            size = value
        }
        body = offset..<(offset + size)
    }

    /// A little-endian number of seven bits a byte (AV1 §4.10.5); nil when it is cut or longer than eight bytes.
    private static func readLEB128(_ bytes: [UInt8], at offset: inout Int) -> Int? {
        var value = 0
        for index in 0..<8 {
            guard offset < bytes.count else { return nil }
            let byte = bytes[offset]
            offset += 1
            value |= Int(byte & 0x7F) << (7 * index)
            if byte & 0x80 == 0 { return value }
        }
        return nil
    }

    static let sizeBit: UInt8 = 0x02
    private static let extensionBit: UInt8 = 0x04
    /// OBU types (AV1 §6.2.2).
    static let sequenceHeader: UInt8 = 1
    private static let temporalDelimiter: UInt8 = 2
    private static let tileList: UInt8 = 8
}
