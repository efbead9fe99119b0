import Bytes

/// The VP9 payload descriptor (RFC 9628 §4.2), as far as frames are put together by it.
struct VP9Descriptor {
    /// The first byte: I, P, L, F, B, E, V, Z.
    private let flags: UInt8
    /// The spatial layer, 0...7.
    private(set) var spatialLayer = 0
    /// The sizes of the spatial layers, from the lowest on; empty where the packet does not tell them.
    private(set) var layerSizes: [(width: Int, height: Int)] = []

    /// The place of the scalability structure, at the end of the descriptor; empty where the packet has none.
    private(set) var structure = 0..<0

    /// Whether the packet begins, or ends, its layer's frame.
    var startsFrame: Bool { flags & 0x08 != 0 }
    var endsFrame: Bool { flags & 0x04 != 0 }
    /// Whether the frame is predicted from earlier pictures.
    var isPredicted: Bool { flags & 0x40 != 0 }

    init(_ reader: inout ByteReader) throws(EndOfBytes) {
        flags = try reader.readUInt8()
        let isFlexible = flags & 0x10 != 0
        if flags & 0x80 != 0, try reader.readUInt8() & 0x80 != 0 { try reader.skip(1) }
        if flags & 0x20 != 0 {
            spatialLayer = Int(try reader.readUInt8() >> 1 & 7)
            // TL0PICIDX.
            if !isFlexible { try reader.skip(1) }
        }
        if isFlexible, isPredicted { try Self.skipReferences(&reader) }
        guard flags & 0x02 != 0 else { return }
        let start = reader.offset
        try readScalabilityStructure(&reader)
        structure = start..<reader.offset
    }

    /// P_DIFF, at most three, each with a bit that says whether another follows.
    private static func skipReferences(_ reader: inout ByteReader) throws(EndOfBytes) {
        for _ in 0..<3 where try reader.readUInt8() & 1 == 0 { return }
        throw EndOfBytes()
    }

    private mutating func readScalabilityStructure(_ reader: inout ByteReader) throws(EndOfBytes) {
        let structure = try reader.readUInt8()
        if structure & 0x10 != 0 {
            for _ in 0...(structure >> 5) {
                layerSizes.append((Int(try reader.readUInt16()), Int(try reader.readUInt16())))
            }
        }
        guard structure & 0x08 != 0 else { return }
        for _ in 0..<(try reader.readUInt8()) {
            // TID, U, R, and as many P_DIFF as R says.
            try reader.skip(Int(try reader.readUInt8() >> 2 & 3))
        }
    }
}
