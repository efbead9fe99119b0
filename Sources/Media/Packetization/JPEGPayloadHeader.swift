import Bytes
import Codecs

/// The main header of JPEG payloads, and the restart marker header where there is one (RFC 2435 §3.1, §3.1.7).
struct JPEGPayloadHeader {
    /// Bytes of the scan before this payload's, 0...16,777,215.
    var offset: Int
    var chroma: JPEGHeader.Chroma
    /// 1...99 by formula, 128...255 of tables in band.
    var quality: UInt8
    /// Pixels in units of 8; 0 where there are more than ``maximumSide``.
    var widthUnits: UInt8
    var heightUnits: UInt8
    /// Minimum coded units between restart markers; nil of types without them.
    var restartInterval: UInt16?

    init(
        offset: Int, chroma: JPEGHeader.Chroma, quality: UInt8, widthUnits: UInt8, heightUnits: UInt8,
        restartInterval: UInt16?
    ) {
        self.offset = offset
        self.chroma = chroma
        self.quality = quality
        self.widthUnits = widthUnits
        self.heightUnits = heightUnits
        self.restartInterval = restartInterval
    }

    /// The reader is left behind the headers. Nil where they are cut or have values that are reserved.
    ///
    /// Which of two fields a picture is (the type-specific byte) is passed over: each is shown as a picture.
    init?(_ reader: inout ByteReader) {
        do throws(EndOfBytes) {
            try reader.skip(1)
            offset = Int(try reader.readUInt24())
            let type = try reader.readUInt8()
            guard let chroma = Self.chroma(of: type & ~Self.hasRestarts) else { return nil }
            self.chroma = chroma
            quality = try reader.readUInt8()
            guard (1...99).contains(quality) || quality >= Self.firstWithTables else { return nil }
            widthUnits = try reader.readUInt8()
            heightUnits = try reader.readUInt8()
            if type & Self.hasRestarts != 0 {
                restartInterval = try reader.readUInt16()
                // First, last and number of the restart interval: of use only to who decodes parts of pictures.
                try reader.skip(2)
            }
        } catch {
            return nil
        }
    }

    func write(to payloads: inout PayloadList) {
        payloads.write(0)
        payloads.write([UInt8(truncatingIfNeeded: offset >> 16), UInt8(truncatingIfNeeded: offset >> 8)])
        payloads.write(UInt8(truncatingIfNeeded: offset))
        payloads.write(Self.type(of: chroma) | (restartInterval == nil ? 0 : Self.hasRestarts))
        payloads.write([quality, widthUnits, heightUnits])
        guard let restartInterval else { return }
        payloads.write([UInt8(restartInterval >> 8), UInt8(truncatingIfNeeded: restartInterval)])
        // Whole pictures are put together before they are decoded.
        payloads.write([0xFF, 0xFF])
    }

    /// Bytes written.
    var length: Int { restartInterval == nil ? 8 : 12 }

    /// §4.1: type 0 is 4:2:2, type 1 is 4:2:0; the rest is not defined.
    private static func chroma(of type: UInt8) -> JPEGHeader.Chroma? {
        JPEGHeader.Chroma.allCases.first { Self.type(of: $0) == type }
    }

    private static func type(of chroma: JPEGHeader.Chroma) -> UInt8 {
        switch chroma {
        case .halfWidth: 0
        case .halfSize: 1
        }
    }

    /// Pixels of a side that the header has room for.
    static let maximumSide = 255 * 8
    /// The quality from which on tables are in band (§3.1.8), and that of tables that change with each frame.
    static let firstWithTables: UInt8 = 128
    static let changingTables: UInt8 = 255
    /// Bytes that an offset can count.
    static let maximumOffset = 1 << 24 - 1
    private static let hasRestarts: UInt8 = 64
}
