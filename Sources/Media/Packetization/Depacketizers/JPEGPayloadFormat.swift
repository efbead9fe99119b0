import Bytes
import Codecs

/// JPEG (RFC 2435): the data of the scan in fragments, behind a header that says how the image's own headers were.
struct JPEGPayloadFormat: PayloadFormat {
    private var frame = FrameAssembly()
    /// The header of the image in progress, as its first payload tells it, and the bytes of its scan that came.
    private var header: JPEGHeader?
    private var received = 0
    /// The tables in band that hold until others come, by quality. No more than there are qualities, each of 128 bytes.
    private var tables: [UInt8: [UInt8]] = [:]
    /// The size that the session description says.
    private let describedSize: (width: Int, height: Int)?

    init(_ format: PacketFormat) {
        describedSize = Self.size(format)
    }

    /// Every image stands for itself.
    var needsKeyframe: Bool { false }

    var describedFormat: TrackFormat? {
        describedSize.map { TrackFormat(.jpeg, width: $0.width, height: $0.height) }
    }

    mutating func receive(
        payload: Span<UInt8>, timestamp: Int64, marker: Bool, into items: inout [DepacketizedItem]
    ) throws(MalformedPayload) {
        var reader = ByteReader(payload)
        guard let fields = JPEGPayloadHeader(&reader) else { throw MalformedPayload() }
        if frame.isNew(timestamp) {
            finish(into: &items)
            frame.begin(at: timestamp)
            (header, received) = (nil, 0)
        }
        if fields.offset == 0 {
            // Once more, in the middle of a picture: what came before is not of it.
            guard header == nil else { throw MalformedPayload() }
            try begin(fields, &reader)
        } else if header == nil || fields.offset != received {
            // A part is missing, or comes twice.
            frame.breakOff()
        }
        received += reader.remaining
        frame.append(reader.readRest())
        if marker { finish(into: &items) }
    }

    mutating func noteLoss() {
        frame.noteLoss()
    }

    private mutating func begin(_ fields: JPEGPayloadHeader, _ reader: inout ByteReader) throws(MalformedPayload) {
        guard let tables = try readTables(fields.quality, &reader), let size = size(fields) else {
            throw MalformedPayload()
        }
        let header = JPEGHeader(
            width: size.width, height: size.height, chroma: fields.chroma, luminanceTable: tables.luminance,
            chrominanceTable: tables.chrominance, restartInterval: fields.restartInterval ?? 0)
        self.header = header
        guard frame.hasRoom(for: JPEGHeader.maximumSize) else { return }
        frame.bytes += header.bytes
    }

    /// The tables of a quality: by formula, or as they stand in front of the scan, or as they did before (§3.1.8).
    private mutating func readTables(
        _ quality: UInt8, _ reader: inout ByteReader
    ) throws(MalformedPayload) -> (luminance: [UInt8], chrominance: [UInt8])? {
        guard quality >= JPEGPayloadHeader.firstWithTables else { return JPEGTables.quantization(quality: quality) }
        // A byte that must be zero, and one that says which tables have numbers of 16 bits.
        guard (try? reader.skip(1)) != nil, let precision = try? reader.readUInt8(),
            let length = try? reader.readUInt16(), let bytes = try? reader.readSlice(Int(length))
        else { throw MalformedPayload() }
        if length > 0 {
            let size = JPEGTables.tableSize
            // Cameras that use one table for all send one.
            guard precision == 0, bytes.count == size || bytes.count == 2 * size else { throw MalformedPayload() }
            tables[quality] = [UInt8](copying: bytes)
        } else if quality == JPEGPayloadHeader.changingTables {
            throw MalformedPayload()
        }
        return tables[quality].map {
            (Array($0.prefix(JPEGTables.tableSize)), Array($0.suffix(JPEGTables.tableSize)))
        }
    }

    /// The size of the picture in pixels; nil where it is too large for the header and was not described. The header counts
    /// in units of 8, and some cameras let it overflow: a description that agrees knows better.
    private func size(_ fields: JPEGPayloadHeader) -> (width: Int, height: Int)? {
        if let describedSize, Self.agrees(fields.widthUnits, with: describedSize.width),
            Self.agrees(fields.heightUnits, with: describedSize.height)
        {
            return describedSize
        }
        guard fields.widthUnits > 0, fields.heightUnits > 0 else { return nil }
        return (Int(fields.widthUnits) * 8, Int(fields.heightUnits) * 8)
    }

    /// Whether the header says a side, with as many bits as it has for it, or leaves it to the description.
    private static func agrees(_ units: UInt8, with side: Int) -> Bool {
        units == 0 || units == UInt8(truncatingIfNeeded: (side + 7) / 8)
    }

    private mutating func finish(into items: inout [DepacketizedItem]) {
        defer { header = nil }
        // Headers without a byte of the scan are no image.
        if received == 0 { frame.breakOff() }
        guard let header else { return frame.finish(isKeyframe: true, format: nil, into: &items) }
        if !frame.isBroken, frame.bytes.suffix(2) != Self.endOfImage, frame.hasRoom(for: Self.endOfImage.count) {
            frame.bytes += Self.endOfImage
        }
        frame.finish(
            isKeyframe: true, format: TrackFormat(.jpeg, width: header.width, height: header.height), into: &items)
    }

    /// `x-dimensions=1920,1080` as GStreamer calls it, or `framesize=1920-1080` with or without the payload type in front
    /// (3GPP TS 26.234 §5.3.3.2): attributes, which whoever reads the description hands over among the parameters.
    private static func size(_ format: PacketFormat) -> (width: Int, height: Int)? {
        guard let text = format.formatParameter("x-dimensions") ?? format.formatParameter("framesize") else {
            return nil
        }
        let sides = (text.split(separator: " ").last ?? "").split { $0 == "," || $0 == "-" }.map { Int($0) }
        guard sides.count == 2, let width = sides[0], let height = sides[1], Self.sides.contains(width),
            Self.sides.contains(height)
        else { return nil }
        return (width, height)
    }

    /// Pixels that an image's own header has room for.
    private static let sides = 1...65_535
    private static let endOfImage: [UInt8] = [0xFF, 0xD9]
}
