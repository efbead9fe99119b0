import Codecs
import Testing

/// JPEG images taken apart and put together.
@Suite struct JPEGTests {
    /// What libjpeg writes for qualities (OpenCV's encoder), as it begins.
    @Test(arguments: [
        (UInt8(1), "ffffffffffffffff", "ffffffffffffffff"), (10, "50373c463c325046", "555a5a786978eb82"),
        (49, "100b0c0e0c0a100e", "111212181518301b"), (50, "100b0c0e0c0a100e", "1112121815182f1a"),
        (75, "0806060706050807", "0909090c0b0c180d"), (99, "0101010101010101", "0101010101010101"),
    ])
    func qualitiesStandForTables(quality: UInt8, luminance: String, chrominance: String) throws {
        let tables = JPEGTables.quantization(quality: quality)
        #expect(Array(tables.luminance.prefix(8)) == unhex(luminance))
        #expect(Array(tables.chrominance.prefix(8)) == unhex(chrominance))
        #expect(tables.luminance.count == 64 && tables.chrominance.count == 64)
    }

    /// The whole of quality 75, as libjpeg writes it.
    @Test func aWholeQuality() {
        let tables = JPEGTables.quantization(quality: 75)
        #expect(
            tables.luminance
                == unhex(
                    "080606070605080707070909080a0c140d0c0b0b0c1912130f141d1a1f1e1d1a"
                        + "1c1c20242e2720222c231c1c2837292c30313434341f27393d38323c2e333432"))
        #expect(
            tables.chrominance
                == unhex(
                    "0909090c0b0c180d0d1832211c21323232323232323232323232323232323232"
                        + "3232323232323232323232323232323232323232323232323232323232323232"))
    }

    static let headers = [
        header(), header(chroma: .halfWidth), header(width: 1, height: 65_535), header(restartInterval: 7),
    ]

    @Test(arguments: headers)
    func whatIsWrittenIsReadAgain(header: JPEGHeader) throws {
        let bytes = header.bytes
        #expect(bytes.count <= JPEGHeader.maximumSize)
        let scan: [UInt8] = [0x12, 0xFF, 0x00, 0xFF, 0xD0, 0x34]
        let image = bytes + scan + [0xFF, 0xD9, 0xAA]
        let parsed = try JPEGImage(parsing: image.span)
        #expect(parsed.header == header)
        #expect(parsed.scan == bytes.count..<bytes.count + scan.count)
        // An image that is cut at its end lacks EOI alone.
        let open = bytes + scan
        #expect(try JPEGImage(parsing: open.span).scan == parsed.scan)
    }

    /// Wherever a header is cut: no image.
    @Test func cutImagesAreRefused() {
        let bytes = Self.header().bytes
        for count in bytes.indices {
            let cut = Array(bytes[..<count])
            #expect(throws: CodecError.self) { try JPEGImage(parsing: cut.span) }
        }
        // And without a byte of data.
        #expect(throws: CodecError.malformed) { try JPEGImage(parsing: bytes.span) }
    }

    /// Each change of one byte, at an offset from the marker of a segment.
    @Test(arguments: [
        // Progressive; 12 bits; grey; 4:4:4; chroma of another size; the third component's table is not there.
        Change("ffc0", 1, 0xC2), Change("ffc0", 4, 12), Change("ffc0", 9, 1), Change("ffc0", 11, 0x11),
        Change("ffc0", 14, 0x21), Change("ffc0", 18, 2),
        // No height; a table of 16 bits; Huffman tables of its own, and of another number.
        Change("ffc0", 6, 0), Change("ffdb", 4, 0x10), Change("ffc4", 5, 1), Change("ffc4", 4, 2),
        // A scan of one component; another order; other Huffman tables.
        Change("ffda", 4, 1), Change("ffda", 5, 2), Change("ffda", 6, 0x11), Change("ffda", 8, 0x00),
        // A segment that is none of baseline.
        Change("ffdd", 1, 0xDC),
    ])
    func whatRTPCannotSayIsRefused(change: Change) throws {
        var header = Self.header(restartInterval: 1)
        header.height = 32
        var bytes = header.bytes + [0x11, 0x22]
        let marker = unhex(change.marker)
        let start = try #require(bytes.indices.dropLast().first { Array(bytes[$0...($0 + 1)]) == marker })
        #expect(throws: Never.self) { try JPEGImage(parsing: bytes.span) }
        bytes[start + change.offset] = change.value
        #expect(throws: CodecError.unsupported) { try JPEGImage(parsing: bytes.span) }
    }

    struct Change: CustomTestStringConvertible, Sendable {
        let marker: String
        let offset: Int
        let value: UInt8

        init(_ marker: String, _ offset: Int, _ value: UInt8) {
            (self.marker, self.offset, self.value) = (marker, offset, value)
        }

        var testDescription: String { "\(marker)+\(offset)" }
    }

    @Test func severalScansAreRefused() {
        let image = Self.header().bytes + [1, 2, 0xFF, 0xDA, 3]
        #expect(throws: CodecError.unsupported) { try JPEGImage(parsing: image.span) }
    }

    @Test(arguments: ["", "ff", "ffd9", "0000ffd8", "ffd8ffd8", "ffd8ff", "ffd8ffe00001", "ffd8ffe0", "ffd8ffda0002"])
    func whatIsNoImageIsRefused(hex: String) throws {
        let bytes = unhex(hex)
        #expect(throws: CodecError.self) { try JPEGImage(parsing: bytes.span) }
    }

    /// Filling in front of markers, comments, and applications' data are passed over; Huffman tables may be left out.
    @Test func whatDecodersPassOverIsPassedOver() throws {
        let header = Self.header()
        let bytes = header.bytes
        let tables = try #require(bytes.indices.dropLast().first { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xC4 })
        let scan = try #require(bytes.indices.dropLast().last { bytes[$0] == 0xFF && bytes[$0 + 1] == 0xDA })
        var image = Array(bytes[..<tables])
        image += [0xFF, 0xFE, 0, 3, 0x41, 0xFF, 0xFF, 0xEF, 0, 2] + bytes[scan...] + [7, 0xFF, 0xFF, 0xD9]
        let parsed = try JPEGImage(parsing: image.span)
        #expect(parsed.header == header)
        #expect(image[parsed.scan.lowerBound] == 7)
    }

    private static func header(
        width: Int = 640, height: Int = 480, chroma: JPEGHeader.Chroma = .halfSize, restartInterval: UInt16 = 0
    ) -> JPEGHeader {
        JPEGHeader(
            width: width, height: height, chroma: chroma, luminanceTable: (1...64).map { UInt8($0) },
            chrominanceTable: (101...164).map { UInt8($0) }, restartInterval: restartInterval)
    }
}
