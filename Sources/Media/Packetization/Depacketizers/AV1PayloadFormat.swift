import Bytes
import Codecs

/// AV1 (RTP Payload Format For AV1, §4): an aggregation header, then OBUs or parts of them.
struct AV1PayloadFormat: PayloadFormat {
    private var frame = FrameAssembly()
    /// The beginning of an OBU that the next packet continues.
    private var unit: [UInt8] = []
    private var isUnitOpen = false
    /// The temporal unit's sequence header, an OBU with its size; empty without one.
    private var sequenceHeader: [UInt8] = []
    /// What the temporal unit's first frame header says; nil before one came.
    private var isKeyframe: Bool?

    var needsKeyframe: Bool { frame.needsKeyframe }

    mutating func receive(
        payload: Span<UInt8>, timestamp: Int64, marker: Bool, into items: inout [DepacketizedItem]
    ) throws(MalformedPayload) {
        let header = payload[0]
        let (isContinued, continues) = (header & 0x80 != 0, header & 0x40 != 0)
        // A coded video sequence cannot begin with the rest of an OBU (§4.4).
        guard payload.count > 1, !(isContinued && header & 0x08 != 0) else { throw MalformedPayload() }
        if frame.isNew(timestamp) {
            finish(into: &items)
            begin(at: timestamp)
        }
        if isContinued != isUnitOpen { frame.breakOff() }

        var reader = ByteReader(payload)
        guard (try? reader.skip(1)) != nil else { throw MalformedPayload() }
        // W counts the elements, of which the last has no length; 0 means that each has one.
        let count = Int(header >> 4 & 3)
        var index = 0
        repeat {
            index += 1
            let hasLength = index != count
            guard let length = hasLength ? try? Self.readLEB128(&reader) : reader.remaining,
                let element = try? reader.readSlice(length)
            else { throw MalformedPayload() }
            if frame.hasRoom(for: unit.count + element.count) { unit.append(copying: element) }
            isUnitOpen = continues && reader.isAtEnd
            if !isUnitOpen { endUnit() }
        } while !reader.isAtEnd
        guard count == 0 || index == count else { throw MalformedPayload() }
        if marker { finish(into: &items) }
    }

    mutating func noteLoss() {
        frame.noteLoss()
    }

    private mutating func begin(at timestamp: Int64) {
        frame.begin(at: timestamp)
        unit = []
        isUnitOpen = false
        sequenceHeader = []
        isKeyframe = nil
    }

    private mutating func finish(into items: inout [DepacketizedItem]) {
        if isUnitOpen { frame.breakOff() }
        isUnitOpen = false
        // Without its sequence header a keyframe is no beginning, but not less of a frame.
        let format = sequenceHeader.isEmpty ? nil : TrackFormat.av1(sequenceHeader: sequenceHeader)
        frame.finish(isKeyframe: isKeyframe == true && format != nil, format: format, into: &items)
    }

    /// Appends the OBU in ``unit`` to the frame, with its size, unless it is of those that a frame does without.
    private mutating func endUnit() {
        let unit = self.unit
        self.unit = []
        guard let first = unit.first, !frame.isBroken else { return }
        guard let content = Self.content(of: unit), first & 0x80 == 0 else { return frame.breakOff() }

        let type = first >> 3 & 0x0F
        guard ![Self.temporalDelimiterType, Self.tileListType, Self.paddingType].contains(type) else { return }
        var sized = [first | 0x02]
        if first & 0x04 != 0 { sized.append(unit[1]) }
        Self.appendLEB128(content.count, to: &sized)
        guard frame.hasRoom(for: sized.count + content.count) else { return }
        sized += unit[content]
        frame.bytes += sized
        switch type {
        case Self.sequenceHeaderType:
            sequenceHeader = sized
        case Self.frameHeaderType, Self.frameType:
            guard isKeyframe == nil, !content.isEmpty else { return }
            // show_existing_frame is 0, frame_type KEY_FRAME and show_frame 1 (AV1 §5.9.2).
            isKeyframe = unit[content.lowerBound] >> 4 == 1
        default:
            break
        }
    }

    /// Where an OBU's content lies behind its header (AV1 §5.3.2); nil when it is cut. It may have a size of its own.
    private static func content(of unit: [UInt8]) -> Range<Int>? {
        var reader = ByteReader(unit.span)
        guard let first = try? reader.readUInt8() else { return nil }
        if first & 0x04 != 0 { guard (try? reader.skip(1)) != nil else { return nil } }
        guard first & 0x02 != 0 else { return reader.offset..<unit.count }
        guard let size = try? readLEB128(&reader), size <= reader.remaining else { return nil }
        return reader.offset..<(reader.offset + size)
    }

    /// A little-endian number of seven bits a byte (AV1 §4.10.5), at most 32 bits.
    private static func readLEB128(_ reader: inout ByteReader) throws(EndOfBytes) -> Int {
        var value = 0
        for index in 0..<8 {
            let byte = try reader.readUInt8()
            value |= Int(byte & 0x7F) << (7 * index)
            guard byte & 0x80 != 0 else {
                guard value <= Int(UInt32.max) else { throw EndOfBytes() }
                return value
            }
        }
        throw EndOfBytes()
    }

    private static func appendLEB128(_ value: Int, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// OBU types (AV1 §6.2.2).
    private static let sequenceHeaderType: UInt8 = 1
    private static let temporalDelimiterType: UInt8 = 2
    private static let frameHeaderType: UInt8 = 3
    private static let frameType: UInt8 = 6
    private static let tileListType: UInt8 = 8
    private static let paddingType: UInt8 = 15
}
