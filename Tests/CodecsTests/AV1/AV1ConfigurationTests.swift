import Codecs
import Testing

@Suite struct AV1ConfigurationTests {
    /// Records that ffmpeg wrote of what SVT-AV1 and libaom had made: 4:2:0, ten bits, 4:4:4.
    private static let records = [
        "81000c000a0b00000003bd7c7805f00080", "81000c000a0b00000003bd7c79b5f20080",
        "81004c000a0b00000003bd7c79b5f28080",
        "812000000a0a20000003bd7c79b5f204",
    ]

    @Test(arguments: records) func readsAndWritesWhatFFmpegWrites(hex: String) throws {
        let bytes = unhex(hex)
        let configuration = try AV1Configuration(parsing: bytes.span)
        #expect(configuration.bytes == bytes)
        #expect(configuration.profile == bytes[1] >> 5)
        #expect(configuration.level == bytes[1] & 0x1F)
        #expect(try AV1Configuration(sequenceHeader: configuration.units) == configuration)
        let format = TrackFormat.av1(configuration)
        #expect(format.width == 176)
        #expect(format.height == 144)
        #expect(format.configuration == bytes)
        #expect(format.reordersFrames == false)
    }

    @Test func aHeaderWithoutSizeIsGivenOne() throws {
        let bytes = unhex("0800000003bd7c7805f00080")
        #expect(try AV1Configuration(sequenceHeader: bytes).bytes == unhex(Self.records[0]))
    }

    @Test func aRecordMayHaveNoUnits() throws {
        let configuration = try AV1Configuration(parsing: unhex("81054c13").span)
        #expect(configuration.bytes == unhex("81054c13"))
        #expect(configuration.level == 5)
        #expect(TrackFormat.av1(configuration).width == 0)
    }

    @Test(arguments: [
        ("", CodecError.malformed), ("81000c", .malformed), ("81000c000a0b0000", .malformed),
        ("81000c0092", .malformed),
        ("82000c00", .unsupported), ("01000c00", .unsupported),
    ])
    func brokenRecordsAreRefused(hex: String, error: CodecError) {
        #expect(throws: error) { try AV1Configuration(parsing: unhex(hex).span) }
    }

    @Test(arguments: ["", "1200", "0a0100", "0a"]) func aSequenceHeaderMustBeOne(hex: String) {
        #expect(throws: CodecError.malformed) { try AV1Configuration(sequenceHeader: unhex(hex)) }
    }

    @Test func recordsHaveALimit() {
        let bytes = unhex("81000c00") + [0x7A] + [UInt8](repeating: 0x80, count: AV1Configuration.maximumSize)
        #expect(throws: CodecError.tooLarge) { try AV1Configuration(parsing: bytes.span) }
    }

    @Test(arguments: [(0, "00"), (127, "7f"), (128, "8001"), (300, "ac02"), (4_294_967_295, "ffffffff0f")])
    func numbersOfSevenBitsAByteComeBack(value: Int, hex: String) {
        var bytes: [UInt8] = []
        LEB128.append(value, to: &bytes)
        #expect(bytes == unhex(hex))
        var offset = 0
        let read = LEB128.read(bytes.span, at: &offset)
        #expect(read == value)
        #expect(offset == bytes.count)
    }

    @Test(arguments: ["", "80", "ffffffff10", "808080808080808000"]) func numbersHaveLimits(hex: String) {
        var offset = 0
        let read = LEB128.read(unhex(hex).span, at: &offset)
        #expect(read == nil)
    }

    @Test func unitsSayWhereTheirPartsAre() {
        let bytes = unhex("1200 36 28 02 aabb 30 cc")
        var walk = AV1OBUs()
        var units: [AV1OBU] = []
        while let unit = walk.next(in: bytes.span) { units.append(unit) }
        #expect(!walk.isMalformed)
        #expect(units.map(\.type) == [AV1OBU.temporalDelimiter, AV1OBU.frame, AV1OBU.frame])
        #expect(units.map(\.isDelimiter) == [true, false, false])
        #expect(units.map(\.range) == [0..<2, 2..<7, 7..<9])
        #expect(units.map(\.payload) == [2..<2, 5..<7, 8..<9])
        #expect(units.map(\.layers) == [nil, 0x28, nil])
        #expect(units.map(\.hasSize) == [true, true, false])
    }
}
