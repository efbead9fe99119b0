import Bytes

/// A JPEG image taken apart, as far as RTP can carry it (RFC 2435).
package struct JPEGImage: Equatable, Sendable {
    package private(set) var header: JPEGHeader
    /// Where the entropy-coded data lies in the image, restart markers included, EOI not; at least one byte.
    package private(set) var scan: Range<Int>

    /// Throws `malformed` when the image is cut or contradicts itself, and `unsupported` for all that ``JPEGHeader`` cannot
    /// say: progressive and grey images, 4:4:4, several scans, Huffman tables of its own.
    package init(parsing image: Span<UInt8>) throws(CodecError) {
        var segments = JPEGSegments()
        var reader = ByteReader(image)
        do {
            guard try reader.readUInt16() == 0xFFD8 else { throw CodecError.malformed }
            while try segments.take(&reader) {}
        } catch {
            throw error as? CodecError ?? .malformed
        }
        let start = reader.offset
        let end = try Self.endOfScan(image, from: start)
        guard end > start else { throw .malformed }
        header = try segments.header()
        scan = start..<end
    }

    /// The place of the marker that ends the scan, EOI, or the end of an image without.
    private static func endOfScan(_ image: Span<UInt8>, from start: Int) throws(CodecError) -> Int {
        var index = start
        while index + 1 < image.count {
            guard image[index] == 0xFF else {
                index += 1
                continue
            }
            switch image[index + 1] {
            // A byte of data, or a restart marker.
            case 0x00, 0xD0...0xD7: index += 2
            // Filling in front of a marker.
            case 0xFF: index += 1
            case 0xD9: return index
            // Another scan, or what only comes with such.
            default: throw .unsupported
            }
        }
        return image.count
    }
}

/// What the segments in front of the scan say.
private struct JPEGSegments {
    private var quantizationTables: [Int: [UInt8]] = [:]
    private var restartInterval: UInt16 = 0
    private var frame: Frame?

    private struct Frame {
        var width: Int
        var height: Int
        var chroma: JPEGHeader.Chroma
        /// Of each component: identifier, and number of its quantization table.
        var components: [(identifier: UInt8, table: Int)]
    }

    /// Reads a segment; false behind that which begins the scan.
    mutating func take(_ reader: inout ByteReader) throws -> Bool {
        guard try reader.readUInt8() == 0xFF else { throw CodecError.malformed }
        var marker = try reader.readUInt8()
        while marker == 0xFF { marker = try reader.readUInt8() }
        let length = Int(try reader.readUInt16())
        var segment = ByteReader(try reader.readSlice(length - 2))
        switch marker {
        case 0xDB: try readQuantizationTables(&segment)
        case 0xC4: try Self.checkHuffmanTables(&segment)
        case 0xDD: restartInterval = try segment.readUInt16()
        case 0xC0: try readFrame(&segment)
        case 0xDA:
            try checkScan(&segment)
            return false
        // Applications' data and comments.
        case 0xE0...0xEF, 0xFE: break
        default: throw CodecError.unsupported
        }
        return true
    }

    func header() throws(CodecError) -> JPEGHeader {
        guard let frame, let luminance = quantizationTables[frame.components[0].table],
            let chrominance = quantizationTables[frame.components[1].table],
            quantizationTables[frame.components[2].table] == chrominance
        else { throw .unsupported }
        return JPEGHeader(
            width: frame.width, height: frame.height, chroma: frame.chroma, luminanceTable: luminance,
            chrominanceTable: chrominance, restartInterval: restartInterval)
    }

    /// DQT (§B.2.4.1).
    private mutating func readQuantizationTables(_ segment: inout ByteReader) throws {
        while !segment.isAtEnd {
            let identifier = try segment.readUInt8()
            // Divisors of 16 bits are not for baseline images of 8 bits.
            guard identifier <= 3 else { throw CodecError.unsupported }
            quantizationTables[Int(identifier)] = [UInt8](copying: try segment.readSlice(JPEGTables.tableSize))
        }
    }

    /// DHT (§B.2.4.2). Images without, as some cameras make them, mean the same tables.
    private static func checkHuffmanTables(_ segment: inout ByteReader) throws {
        while !segment.isAtEnd {
            let identifier = try segment.readUInt8()
            guard let table = JPEGTables.huffman.first(where: { $0.identifier == identifier }) else {
                throw CodecError.unsupported
            }
            for byte in table.bytes where try segment.readUInt8() != byte { throw CodecError.unsupported }
        }
    }

    /// SOF0 (§B.2.2).
    private mutating func readFrame(_ segment: inout ByteReader) throws {
        let precision = try segment.readUInt8()
        let (height, width) = (Int(try segment.readUInt16()), Int(try segment.readUInt16()))
        guard precision == 8, try segment.readUInt8() == 3, frame == nil else { throw CodecError.unsupported }
        // A height of 0 comes behind the scan.
        guard width > 0, height > 0 else { throw CodecError.unsupported }
        var components: [(identifier: UInt8, table: Int)] = []
        var samplings: [UInt8] = []
        for _ in 0..<3 {
            let identifier = try segment.readUInt8()
            samplings.append(try segment.readUInt8())
            components.append((identifier, Int(try segment.readUInt8())))
        }
        guard let chroma = JPEGHeader.Chroma.allCases.first(where: { $0.luminanceSampling == samplings[0] }),
            samplings[1...] == [0x11, 0x11]
        else { throw CodecError.unsupported }
        frame = Frame(width: width, height: height, chroma: chroma, components: components)
    }

    /// SOS (§B.2.3): all components, the first with Huffman tables 0 and the others with 1.
    private func checkScan(_ segment: inout ByteReader) throws {
        guard let frame else { throw CodecError.malformed }
        guard try segment.readUInt8() == 3 else { throw CodecError.unsupported }
        for (index, component) in frame.components.enumerated() {
            guard try segment.readUInt8() == component.identifier,
                try segment.readUInt8() == (index == 0 ? 0x00 : 0x11)
            else { throw CodecError.unsupported }
        }
    }
}
