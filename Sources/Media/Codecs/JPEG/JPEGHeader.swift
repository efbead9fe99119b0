import Bytes

/// What stands in front of the scan of a JPEG image, of the kind that RTP can carry (RFC 2435 §4.1): baseline, of 8 bits, in
/// YCbCr with chroma of half the size, one scan, the Huffman tables of ITU-T T.81 §K.3.
package struct JPEGHeader: Hashable, Sendable {
    /// Pixels, 1...65,535.
    package var width: Int
    package var height: Int
    package var chroma: Chroma
    /// The 64 divisors of each of the two tables, 1...255, in zigzag order.
    package var luminanceTable: [UInt8]
    package var chrominanceTable: [UInt8]
    /// Minimum coded units between restart markers; 0 where there are none.
    package var restartInterval: UInt16

    /// Where chroma has half of the samples.
    package enum Chroma: Sendable, CaseIterable {
        /// 4:2:2: across.
        case halfWidth
        /// 4:2:0: across and down.
        case halfSize
    }

    /// - Parameters:
    ///   - width: pixels, 1...65,535, as `height`.
    ///   - luminanceTable: 64 bytes, as `chrominanceTable`.
    package init(
        width: Int, height: Int, chroma: Chroma, luminanceTable: [UInt8], chrominanceTable: [UInt8],
        restartInterval: UInt16 = 0
    ) {
        self.width = width
        self.height = height
        self.chroma = chroma
        self.luminanceTable = luminanceTable
        self.chrominanceTable = chrominanceTable
        self.restartInterval = restartInterval
    }

    /// The image as far as its scan: SOI, JFIF, tables, frame and scan headers (ITU-T T.81 §B.2, T.871 §10.1).
    package var bytes: [UInt8] {
        var writer = ByteWriter(capacity: Self.maximumSize)
        writer.write([0xFF, 0xD8])
        // JFIF 1.2 with square pixels: without it, colours are a guess.
        writer.write([0xFF, 0xE0, 0, 16, 0x4A, 0x46, 0x49, 0x46, 0, 1, 2, 0, 0, 1, 0, 1, 0, 0])
        writer.write([0xFF, 0xDB, 0, 132, 0])
        writer.write(luminanceTable)
        writer.write(UInt8(1))
        writer.write(chrominanceTable)
        if restartInterval > 0 {
            writer.write([0xFF, 0xDD, 0, 4])
            writer.write(restartInterval)
        }
        writer.write([0xFF, 0xC0, 0, 17, 8])
        writer.write(UInt16(truncatingIfNeeded: height))
        writer.write(UInt16(truncatingIfNeeded: width))
        writer.write([3, 1, chroma.luminanceSampling, 0, 2, 0x11, 1, 3, 0x11, 1])
        for table in JPEGTables.huffman {
            writer.write([0xFF, 0xC4])
            writer.write(UInt16(truncatingIfNeeded: 3 + table.bytes.count))
            writer.write(table.identifier)
            writer.write(table.bytes)
        }
        writer.write([0xFF, 0xDA, 0, 12, 3, 1, 0x00, 2, 0x11, 3, 0x11, 0, 63, 0])
        return writer.bytes
    }

    /// Bytes of the longest header that ``bytes`` writes.
    package static let maximumSize = 700
}

extension JPEGHeader.Chroma {
    /// Sampling factors of the first component, across and down; those of the others are 1 (ITU-T T.81 §B.2.2).
    var luminanceSampling: UInt8 {
        switch self {
        case .halfWidth: 0x21
        case .halfSize: 0x22
        }
    }
}
