import Codecs

/// The OBUs of a frame as they are sent: without sizes, which the payload format has elsewhere, and without those that are
/// not for receivers: temporal delimiters and tile lists (AV1 RTP specification §5), and padding.
struct AV1TemporalUnit {
    /// The OBUs, one behind the other.
    private(set) var bytes: [UInt8] = []
    /// Where each lies in ``bytes``; none is empty.
    private(set) var units: [Range<Int>] = []
    /// The layers of each, as in ``AV1OBU/layers``.
    private(set) var layers: [UInt8?] = []
    private(set) var hasSequenceHeader = false

    /// Takes the OBUs of a frame, up to the first that is cut or has a size that lies.
    init(_ frame: [UInt8]) {
        bytes.reserveCapacity(frame.count)
        var obus = AV1OBUs()
        while units.count < Self.maximumUnits, let obu = obus.next(in: frame.span) {
            if !obu.isDelimiter { append(obu, of: frame) }
        }
    }

    /// Takes the elements of a payload, each of which is an OBU or, first and last, a part of one.
    /// - Throws: when the payload breaks its format, or has an element without a byte.
    init(payload: Span<UInt8>) throws(MalformedPayload) {
        // W counts the elements, of which the last has no length; 0 means that each has one.
        let count = Int(payload[0] >> 4 & 3)
        bytes.reserveCapacity(payload.count)
        var offset = 1
        while offset < payload.count {
            let isLast = units.count + 1 == count
            guard let length = isLast ? payload.count - offset : LEB128.read(payload, at: &offset),
                length > 0, length <= payload.count - offset, units.count < Self.maximumUnits
            else { throw MalformedPayload() }
            let start = bytes.count
            bytes.append(copying: payload.extracting(offset..<(offset + length)))
            units.append(start..<bytes.count)
            // All elements of a payload are of one layer (§4.4).
            layers.append(nil)
            offset += length
        }
        guard !units.isEmpty, count == 0 || units.count == count else { throw MalformedPayload() }
    }

    private mutating func append(_ obu: AV1OBU, of frame: [UInt8]) {
        let start = bytes.count
        bytes.append(obu.type << 3 | (obu.layers == nil ? 0 : Self.extensionBit))
        if let layers = obu.layers { bytes.append(layers) }
        bytes.append(contentsOf: frame[obu.payload])
        units.append(start..<bytes.count)
        layers.append(obu.layers)
        if obu.type == AV1OBU.sequenceHeader { hasSequenceHeader = true }
    }

    /// OBUs of a temporal unit (our choice): as many as AV1 allows tiles in a frame.
    private static let maximumUnits = 4_096
    /// obu_extension_flag of the header (AV1 §5.3.2).
    private static let extensionBit: UInt8 = 0x04
}
