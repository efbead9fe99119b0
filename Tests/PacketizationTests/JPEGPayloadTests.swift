import Bytes
import Codecs
import Packetization
import TestSupport
import Testing

/// JPEG images in RTP payloads (RFC 2435), in and out.
@Suite struct JPEGPayloadTests {
    /// Two units wide and three high, of a quality of 75.
    private static let plain = "00 000000 01 4b 02 03"

    @Test func qualitiesBelowAHundredMeanTables() throws {
        var track = try depacketizer()
        let items = track.receive(unhex(Self.plain + "aabb"))
        #expect(items.formats == [TrackFormat(.jpeg, width: 16, height: 24)])
        let tables = JPEGTables.quantization(quality: 75)
        let header = JPEGHeader(
            width: 16, height: 24, chroma: .halfSize, luminanceTable: tables.luminance,
            chrominanceTable: tables.chrominance)
        #expect(items.last == .frame(bytes: header.bytes + unhex("aabbffd9"), timestamp: 0, isKeyframe: true))
        // An image that has its end already.
        #expect(track.receive(unhex(Self.plain + "aabbffd9"), at: 1) == [frame(header.bytes + unhex("aabbffd9"), 1)])
    }

    @Test(arguments: [0, 1, 63, 100, 127] as [UInt8])
    func reservedQualities(quality: UInt8) throws {
        var track = try depacketizer()
        let payload = [0, 0, 0, 0, 1, quality, 2, 3, 0xAA]
        #expect(track.receive(payload).isEmpty != (1...99).contains(quality))
        #expect(track.malformedCount == ((1...99).contains(quality) ? 0 : 1))
    }

    @Test(arguments: [2, 3, 63, 66, 128, 255] as [UInt8])
    func otherTypesAreRefused(type: UInt8) throws {
        var track = try depacketizer()
        #expect(track.receive([0, 0, 0, 0, type, 75, 2, 3, 1, 2, 3, 4, 0xAA]).isEmpty)
        #expect(track.malformedCount == 1)
    }

    @Test func restartMarkersAreSaidInTheImage() throws {
        var track = try depacketizer()
        let items = track.receive(unhex("00 000000 40 4b 02 03 0004 ffff aa"))
        let image = try image(items)
        #expect(image.header.restartInterval == 4)
        #expect(image.header.chroma == .halfWidth)
    }

    /// Tables come once, and again where they change; each quality has its own.
    @Test func tablesHoldUntilOthersCome() throws {
        var track = try depacketizer()
        func tables(_ value: UInt8) -> [UInt8] { [0, 0, 0, 128] + [UInt8](repeating: value, count: 128) }
        func start(_ quality: UInt8) -> [UInt8] { [0, 0, 0, 0, 1, quality, 2, 3] }
        #expect(track.receive(start(128) + [0, 0, 0, 0, 0xAA]).isEmpty)
        #expect(try image(track.receive(start(128) + tables(5) + [0xAA], at: 1)).header.luminanceTable[63] == 5)
        #expect(try image(track.receive(start(129) + tables(6) + [0xAA], at: 2)).header.chrominanceTable[0] == 6)
        #expect(try image(track.receive(start(128) + [0, 0, 0, 0, 0xAA], at: 3)).header.chrominanceTable[0] == 5)
        #expect(try image(track.receive(start(128) + tables(7) + [0xAA], at: 4)).header.luminanceTable[0] == 7)
        #expect(try image(track.receive(start(128) + [0, 0, 0, 0, 0xAA], at: 5)).header.luminanceTable[0] == 7)
        // Those of 255 change with every image.
        #expect(try image(track.receive(start(255) + tables(8) + [0xAA], at: 6)).header.luminanceTable[0] == 8)
        #expect(track.receive(start(255) + [0, 0, 0, 0, 0xAA], at: 7).isEmpty)
        #expect(track.malformedCount == 2)
    }

    @Test func oneTableServesAll() throws {
        var track = try depacketizer()
        let table = (1...64).map { UInt8($0) }
        let image = try image(track.receive([0, 0, 0, 0, 1, 255, 2, 3, 0, 0, 0, 64] + table + [0xAA]))
        #expect(image.header.luminanceTable == table)
        #expect(image.header.chrominanceTable == table)
    }

    /// Cut, of another length, and of 16 bits.
    @Test(arguments: [
        [0, 0, 0], [0, 0, 0, 128], [0, 0, 0, 128] + [UInt8](repeating: 1, count: 127),
        [0, 0, 0, 65] + [UInt8](repeating: 1, count: 66), [0, 1, 0, 128] + [UInt8](repeating: 1, count: 129),
    ])
    func brokenTablesAreRefused(tables: [UInt8]) throws {
        var track = try depacketizer()
        #expect(track.receive([0, 0, 0, 0, 1, 255, 2, 3] + tables).isEmpty)
        #expect(track.malformedCount == 1)
    }

    @Test(arguments: ["00 000000 01 4b 02", "00 000000 41 4b 02 03 0004 ff"])
    func cutHeadersAreRefused(hex: String) throws {
        var track = try depacketizer()
        #expect(track.receive(unhex(hex)).isEmpty)
        #expect(track.malformedCount == 1)
    }

    /// What follows must be where the last part ended, and of a picture that was begun.
    @Test(arguments: [
        (["000000", "000002"], true), (["000000", "000003"], false), (["000000", "000001"], false),
        (["000000", "000002", "000002"], false), (["000002"], false), (["000000", "000000"], false),
        (["000000", "000002", "000004"], true),
    ])
    func partsMustFollowEachOther(offsets: [String], isWhole: Bool) throws {
        var track = try depacketizer()
        var items: [DepacketizedItem] = []
        for (index, offset) in offsets.enumerated() {
            items += track.receive(unhex("00 \(offset) 01 4b 02 03 aabb"), marker: index == offsets.count - 1)
        }
        #expect(items.frames().count == (isWhole ? 1 : 0))
        // And the next one is not harmed.
        #expect(track.receive(unhex(Self.plain + "aa"), at: 9).frames().count == 1)
        #expect(!track.needsKeyframe)
    }

    @Test func headersAloneAreNoImage() throws {
        var track = try depacketizer()
        #expect(track.receive(unhex(Self.plain + "aa"), at: 1).count == 2)
        #expect(track.receive(unhex(Self.plain), at: 2).isEmpty)
        #expect(track.receive(unhex(Self.plain + "bb"), at: 3).count == 1)
    }

    /// A sender without markers: the next timestamp ends the picture.
    @Test func anotherTimestampEndsAPicture() throws {
        var track = try depacketizer()
        #expect(track.receive(unhex(Self.plain + "aa"), at: 1, marker: false).isEmpty)
        #expect(track.receive(unhex(Self.plain + "bb"), at: 2, marker: false).frames().map(\.timestamp) == [1])
    }

    @Test func aLossCostsItsPictureAlone() throws {
        var track = try depacketizer()
        #expect(track.receive(unhex(Self.plain + "aa"), at: 1, marker: false).isEmpty)
        track.noteLoss()
        #expect(track.receive(unhex("00 000001 01 4b 02 03 bb"), at: 1).isEmpty)
        #expect(track.receive(unhex(Self.plain + "cc"), at: 2).frames().map(\.timestamp) == [2])
    }

    /// Sizes that the header has no room for, or counts in units of eight.
    @Test(arguments: [
        ("", "02 03", 16, 24), ("", "00 03", 0, 0), ("", "02 00", 0, 0),
        ("x-dimensions=2560,1440", "40 b4", 2_560, 1_440),
        ("x-dimensions=2048,1080", "00 87", 2_048, 1_080), ("framesize=26 2304-1296", "20 a2", 2_304, 1_296),
        ("framesize=2304-1296", "20 a2", 2_304, 1_296), ("x-dimensions=18,20", "03 03", 18, 20),
        // A description that does not agree, and those that say nothing.
        ("x-dimensions=640,480", "02 03", 16, 24), ("x-dimensions=2048", "00 87", 0, 0),
        ("x-dimensions=65536,24", "00 03", 0, 0), ("framesize=-", "02 03", 16, 24),
        ("x-dimensions=0,24", "00 03", 0, 0),
    ])
    func sizes(parameters: String, units: String, width: Int, height: Int) throws {
        var track = try depacketizer(parameters)
        let formats = track.receive(unhex("00 000000 01 4b \(units) aabb")).formats
        #expect(formats == (width > 0 ? [TrackFormat(.jpeg, width: width, height: height)] : []))
    }

    @Test func descriptionsMaySayTheSize() throws {
        #expect(try depacketizer().format == nil)
        #expect(
            try depacketizer("x-dimensions=1920,1080").format == TrackFormat(.jpeg, width: 1_920, height: 1_080))
    }

    @Test func imagesAreBounded() throws {
        var track = try depacketizer()
        let part = [UInt8](repeating: 0xAA, count: 60_000)
        var items: [DepacketizedItem] = []
        var offset = 0
        while offset <= Frame.maximumSize {
            let bytes = [UInt8(offset >> 16), UInt8(offset >> 8 & 0xFF), UInt8(offset & 0xFF)]
            items += track.receive([0] + bytes + [1, 75, 2, 3] + part, marker: false)
            offset += part.count
        }
        items += track.receive(unhex(Self.plain + "aa"), at: 1)
        #expect(items.frames().map(\.timestamp) == [1])
    }

    /// Whatever a picture is: what goes out comes in again.
    @Test(arguments: JPEGHeader.Chroma.allCases, [UInt16(0), 9])
    func imagesSurvive(chroma: JPEGHeader.Chroma, restartInterval: UInt16) throws {
        var random = SeededRandom(seed: 3)
        for size in [1, 2, 150, 155, 156, 157, 300, 1_000, 70_000] {
            let header = JPEGHeader(
                width: 1_920, height: 1_080, chroma: chroma, luminanceTable: (1...64).map { UInt8($0) },
                chrominanceTable: (65...128).map { UInt8($0) }, restartInterval: restartInterval)
            let bytes = header.bytes + random.bytes(size).map { $0 & 0x7F } + [0xFF, 0xD9]
            var track = try depacketizer()
            var items: [DepacketizedItem] = []
            let payloads = payloads(of: bytes, TrackFormat(.jpeg), isKeyframe: true, maximum: 300)
            for (index, payload) in payloads.enumerated() {
                #expect(payload.count <= 300)
                items += track.receive(payload, marker: index == payloads.count - 1)
            }
            #expect(items.last == frame(bytes, 0), "\(size) bytes")
        }
    }

    @Test func theFirstPayloadHasHeadersAndTables() throws {
        let header = JPEGHeader(
            width: 17, height: 9, chroma: .halfWidth, luminanceTable: [UInt8](repeating: 2, count: 64),
            chrominanceTable: [UInt8](repeating: 3, count: 64), restartInterval: 0x0102)
        let sent = payloads(of: header.bytes + unhex("aabbffd9"), TrackFormat(.jpeg), isKeyframe: true)
        #expect(
            sent == [
                unhex("00 000000 40 ff 03 02 0102 ffff 00 00 0080") + [UInt8](repeating: 2, count: 64)
                    + [UInt8](repeating: 3, count: 64) + unhex("aabb")
            ])
    }

    /// Larger than the header has room for: the description says it.
    @Test func largePicturesHaveNoSizeInTheirHeaders() throws {
        let tables = JPEGTables.quantization(quality: 50)
        let header = JPEGHeader(
            width: 2_560, height: 1_440, chroma: .halfSize, luminanceTable: tables.luminance,
            chrominanceTable: tables.chrominance)
        let bytes = header.bytes + unhex("aabbffd9")
        let sent = payloads(of: bytes, TrackFormat(.jpeg), isKeyframe: true)
        #expect(sent.first.map { Array($0[6..<8]) } == [0, 180])
        let described = try #require(PacketFormat(packetsOf: TrackFormat(.jpeg, width: 2_560, height: 1_440)))
        #expect(described.formatParameters == "x-dimensions=2560,1440")
        var track = try depacketizer(described.formatParameters)
        #expect(track.format == TrackFormat(.jpeg, width: 2_560, height: 1_440))
        // A side of 0 is none that a description could mean otherwise.
        #expect(track.receive(sent[0]).last == frame(bytes, 0))
    }

    @Test func whatCannotBeSaidIsNotSent() {
        var progressive = JPEGHeader(
            width: 16, height: 16, chroma: .halfSize, luminanceTable: [UInt8](repeating: 2, count: 64),
            chrominanceTable: [UInt8](repeating: 3, count: 64)
        ).bytes
        progressive += unhex("aaffd9")
        #expect(payloads(of: progressive, TrackFormat(.jpeg)).count == 1)
        for index in progressive.indices.dropLast() where progressive[index...].starts(with: [0xFF, 0xC0]) {
            progressive[index + 1] = 0xC2
        }
        #expect(payloads(of: progressive, TrackFormat(.jpeg)).isEmpty)
        #expect(payloads(of: unhex("ffd8ffd9"), TrackFormat(.jpeg)).isEmpty)
    }

    private func depacketizer(_ parameters: String = "") throws -> Depacketizer {
        try #require(
            Depacketizer(
                PacketFormat(
                    .video, "JPEG", payloadType: 26, clockRate: 90_000, formatParameters: parameters)))
    }

    private func frame(_ bytes: [UInt8], _ timestamp: Int64) -> DepacketizedItem {
        .frame(bytes: bytes, timestamp: timestamp, isKeyframe: true)
    }

    private func image(_ items: [DepacketizedItem]) throws -> JPEGImage {
        guard case .frame(let bytes, _, _) = items.last else { throw NoImage() }
        return try JPEGImage(parsing: bytes.span)
    }

    private struct NoImage: Error {}
}

private func unhex(_ text: String) -> [UInt8] {
    Hex.bytes(text) ?? []
}
