/// One open bitstream unit of AV1 (§5.3.1), as places in the bytes that it was found in.
package struct AV1OBU: Equatable, Sendable {
    /// `obu_type` (§6.2.2), 0...15.
    package var type: UInt8
    /// The unit with header and size.
    package var range: Range<Int>
    /// What is behind header, extension and size.
    package var payload: Range<Int>
    /// The second byte of the header: temporal layer in 3 bits, spatial layer in 2; nil when the unit has none.
    package var layers: UInt8?
    /// Whether the unit has its size in it; that of the last may reach to the end without one.
    package var hasSize: Bool

    package static let sequenceHeader: UInt8 = 1
    package static let temporalDelimiter: UInt8 = 2
    package static let frameHeader: UInt8 = 3
    package static let tileGroup: UInt8 = 4
    package static let metadata: UInt8 = 5
    package static let frame: UInt8 = 6
    package static let redundantFrameHeader: UInt8 = 7
    package static let tileList: UInt8 = 8
    package static let padding: UInt8 = 15

    /// Whether the unit says nothing that a stored frame has (AV1-ISOBMFF §2.4): delimiters, tile lists, padding.
    package var isDelimiter: Bool {
        type == Self.temporalDelimiter || type == Self.tileList || type == Self.padding
    }

    /// Appends the unit, with a size if it had none.
    package func append(from bytes: Span<UInt8>, to output: inout [UInt8]) {
        output.append(type << 3 | (layers == nil ? 0 : 0x04) | 0x02)
        if let layers { output.append(layers) }
        LEB128.append(payload.count, to: &output)
        for index in payload { output.append(bytes[index]) }
    }
}

/// Walks over the OBUs of one temporal unit in the low-overhead format (AV1 §5.2), without allocation.
///
/// ```swift
/// var units = AV1OBUs()
/// while let unit = units.next(in: frame.bytes.span) { … }
/// guard !units.isMalformed else { … }
/// ```
package struct AV1OBUs: Sendable {
    /// Whether a size reached past the end or a header broke its format: there is no further unit then.
    package private(set) var isMalformed = false
    private var offset = 0

    package init() {}

    /// The next unit; nil behind the last. The same bytes are given at every call.
    package mutating func next(in bytes: Span<UInt8>) -> AV1OBU? {
        guard !isMalformed, offset < bytes.count else { return nil }
        guard let unit = Self.read(bytes, at: offset) else {
            isMalformed = true
            return nil
        }
        offset = unit.range.upperBound
        return unit
    }

    /// §5.3.2, §5.3.3.
    private static func read(_ bytes: Span<UInt8>, at start: Int) -> AV1OBU? {
        let header = bytes[start]
        // obu_forbidden_bit; the reserved bit at the end is ignored, as decoders do.
        guard header & 0x80 == 0 else { return nil }
        var offset = start + 1
        var layers: UInt8?
        if header & 0x04 != 0 {
            guard offset < bytes.count else { return nil }
            layers = bytes[offset]
            offset += 1
        }
        let hasSize = header & 0x02 != 0
        var size = bytes.count - offset
        if hasSize {
            guard let value = LEB128.read(bytes, at: &offset), value <= bytes.count - offset else { return nil }
            size = value
        }
        let payload = offset..<(offset + size)
        return AV1OBU(
            type: header >> 3 & 0x0F, range: start..<payload.upperBound, payload: payload, layers: layers,
            hasSize: hasSize)
    }
}
