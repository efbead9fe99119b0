import Codecs

/// JPEG (RFC 2435): pieces of the scan, behind a header that says what the image's own headers did.
///
/// The quantization tables go with each image (Q of 255), since encoders change them to keep their rate. Sizes that are no
/// multiple of 8 are rounded up: the image's blocks reach there. An image that cannot be said so yields nothing: progressive,
/// grey, 4:4:4, or with Huffman tables of its own.
struct JPEGPacketizer: Sendable {
    private let maximum: Int

    init(maximumPayload: Int) {
        maximum = max(maximumPayload, Self.tolerated)
    }

    func packetize(_ frame: Frame, into payloads: inout PayloadList) {
        guard let image = try? JPEGImage(parsing: frame.bytes.span),
            image.scan.count <= JPEGPayloadHeader.maximumOffset
        else { return }
        var header = JPEGPayloadHeader(
            offset: 0, chroma: image.header.chroma, quality: JPEGPayloadHeader.changingTables,
            widthUnits: Self.units(image.header.width), heightUnits: Self.units(image.header.height),
            restartInterval: image.header.restartInterval > 0 ? image.header.restartInterval : nil)
        let fragments = EqualFragments(
            of: image.scan.count, room: maximum - header.length, leading: Self.tableHeader.count + Self.tablesLength)
        for index in 0..<fragments.count {
            let range = fragments[index]
            header.offset = range.lowerBound
            header.write(to: &payloads)
            if index == 0 {
                payloads.write(Self.tableHeader)
                payloads.write(image.header.luminanceTable)
                payloads.write(image.header.chrominanceTable)
            }
            let start = image.scan.lowerBound
            payloads.write(frame.bytes[(start + range.lowerBound)..<(start + range.upperBound)])
            payloads.endPayload()
        }
    }

    /// Pixels in units of 8; 0 where the session description says them.
    private static func units(_ side: Int) -> UInt8 {
        side > JPEGPayloadHeader.maximumSide ? 0 : UInt8(truncatingIfNeeded: (side + 7) / 8)
    }

    /// Both tables have numbers of 8 bits; their length (§3.1.8).
    private static let tableHeader: [UInt8] = [0, 0, 0, UInt8(tablesLength)]
    private static let tablesLength = 2 * JPEGTables.tableSize
    /// Bytes of the least payload: the first one has headers of 144, and must have more room for the scan than for those.
    private static let tolerated = 300
}
