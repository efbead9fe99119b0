import Bytes
import Codecs

/// AV1 (RTP Payload Format For AV1, §4): an aggregation header, then OBUs or parts of them.
struct AV1PayloadFormat: PayloadFormat {
    private var frame = FrameAssembly()
    /// The beginning of an OBU that the next packet continues.
    private var unit: [UInt8] = []
    private var isUnitOpen = false

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
            guard let length = hasLength ? Self.readLEB128(&reader) : reader.remaining,
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
    }

    private mutating func finish(into items: inout [DepacketizedItem]) {
        if isUnitOpen { frame.breakOff() }
        isUnitOpen = false
        guard let filtered = try? ParameterSetFilter.av1(frame.bytes.span) else {
            frame.breakOff()
            return frame.finish(isKeyframe: false, format: nil, into: &items)
        }
        frame.bytes = filtered.bytes
        let format = TrackFormat(av1: filtered)
        frame.finish(isKeyframe: filtered.isKeyframe && format != nil, format: format, into: &items)
    }

    /// Appends the OBU in ``unit`` to the frame, with its size, which it need not have had.
    private mutating func endUnit() {
        let unit = self.unit
        self.unit = []
        guard !unit.isEmpty, !frame.isBroken else { return }
        var units = AV1OBUs()
        guard let obu = units.next(in: unit.span) else { return frame.breakOff() }
        guard frame.hasRoom(for: unit.count + Self.maximumSizeLength) else { return }
        obu.append(from: unit.span, to: &frame.bytes)
    }

    private static func readLEB128(_ reader: inout ByteReader) -> Int? {
        var offset = reader.offset
        guard let value = LEB128.read(reader.bytes, at: &offset), (try? reader.skip(offset - reader.offset)) != nil
        else { return nil }
        return value
    }

    /// Bytes of the size of an OBU that fits into a frame.
    private static let maximumSizeLength = 4
}
