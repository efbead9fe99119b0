import Codecs
import Testing

@Suite struct HEVCConfigurationTests {
    /// Records that ffmpeg wrote of what x265 had made.
    struct Record: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let hex: String
        let reordersFrames: Bool
    }

    static let records = [
        Record(
            testDescription: "with B-frames",
            hex: """
                0101600000009000000000003cf000fcfdf8f800000f03a00001001840010c01ffff01600000030090000003000003003c9598
                09a10001002a42010101600000030090000003000003003ca0162024596566924caf016808000003000800000300c840a20001
                00074401c172b46240
                """, reordersFrames: true),
        Record(
            testDescription: "without B-frames",
            hex: """
                0101600000009000000000003cf000fcfdf8f800000f03a00001001840010c01ffff01600000030090000003000003003c9280
                90a10001002842010101600000030090000003000003003ca01620245964a924caf0168080000003008000000c84a200010007
                4401c172b46240
                """, reordersFrames: false),
        Record(
            testDescription: "ten bits, two temporal layers",
            hex: """
                0102200000009000000000003cf000fcfdfafa00001303a00001001c40010c02ffff02200000030090000003000003003c0000
                9598acc048a10001002e42010202200000030090000003000003003c0000a01620244d965662b349265780b404000003000400
                0003006420a2000100074401c172b46240
                """, reordersFrames: true),
    ]

    @Test(arguments: records) func readsAndWritesWhatFFmpegWrites(record: Record) throws {
        let bytes = unhex(record.hex)
        let configuration = try HEVCConfiguration(parsing: bytes.span)
        #expect(configuration.lengthSize == 4)
        #expect(configuration.videoParameterSets.count == 1)
        #expect(configuration.sequenceParameterSets.count == 1)
        #expect(configuration.pictureParameterSets.count == 1)
        #expect(configuration.bytes == bytes)
        let rebuilt = try HEVCConfiguration(
            videoParameterSets: configuration.videoParameterSets,
            sequenceParameterSets: configuration.sequenceParameterSets,
            pictureParameterSets: configuration.pictureParameterSets)
        #expect(rebuilt.bytes == bytes)
    }

    @Test(arguments: records) func theFormatSaysSizeAndOrder(record: Record) throws {
        let format = TrackFormat.h265(try HEVCConfiguration(parsing: unhex(record.hex).span))
        #expect(format.codec == .h265)
        #expect(format.width == 176)
        #expect(format.height == 144)
        #expect(format.reordersFrames == record.reordersFrames)
        #expect(format.configuration == unhex(record.hex))
    }

    @Test(arguments: records) func cutRecordsAreMalformed(record: Record) {
        let bytes = unhex(record.hex)
        for length in bytes.indices {
            let part = Array(bytes[..<length])
            #expect(throws: CodecError.malformed) { try HEVCConfiguration(parsing: part.span) }
        }
    }

    @Test func messagesOfTheWholeStreamAreKept() throws {
        let plain = try HEVCConfiguration(parsing: unhex(Self.records[0].hex).span)
        let message = unhex("4e01050102")
        let configuration = try HEVCConfiguration(
            videoParameterSets: plain.videoParameterSets, sequenceParameterSets: plain.sequenceParameterSets,
            pictureParameterSets: plain.pictureParameterSets, supplementalInformation: [message])
        #expect(configuration.bytes.suffix(10) == unhex("27000100054e01050102")[...])
        #expect(try HEVCConfiguration(parsing: configuration.bytes.span) == configuration)
    }

    @Test func framesInTurnoutHaveLengthsOfFourBytes() throws {
        var bytes = unhex(Self.records[0].hex)
        bytes[21] = bytes[21] & 0xFC | 1
        let configuration = try HEVCConfiguration(parsing: bytes.span)
        #expect(configuration.lengthSize == 2)
        #expect(configuration.bytes == bytes)
        #expect(TrackFormat.h265(configuration).configuration == unhex(Self.records[0].hex))
        bytes[21] += 1
        #expect(throws: CodecError.malformed) { try HEVCConfiguration(parsing: bytes.span) }
    }

    @Test func versionsAboveOneAreUnsupported() {
        var bytes = unhex(Self.records[0].hex)
        bytes[0] = 2
        #expect(throws: CodecError.unsupported) { try HEVCConfiguration(parsing: bytes.span) }
    }

    @Test func setsMustBeSetsAndHaveLimits() throws {
        let plain = try HEVCConfiguration(parsing: unhex(Self.records[0].hex).span)
        let (video, sequence) = (plain.videoParameterSets[0], plain.sequenceParameterSets[0])
        let picture = plain.pictureParameterSets[0]
        #expect(throws: CodecError.malformed) {
            try HEVCConfiguration(
                videoParameterSets: [video], sequenceParameterSets: [], pictureParameterSets: [picture])
        }
        #expect(throws: CodecError.malformed) {
            try HEVCConfiguration(
                videoParameterSets: [picture], sequenceParameterSets: [sequence], pictureParameterSets: [picture])
        }
        #expect(throws: CodecError.tooLarge) {
            try HEVCConfiguration(
                videoParameterSets: [video], sequenceParameterSets: [sequence],
                pictureParameterSets: Array(repeating: picture, count: 65))
        }
        #expect(throws: CodecError.tooLarge) {
            try HEVCConfiguration(
                videoParameterSets: [video], sequenceParameterSets: [sequence],
                pictureParameterSets: [picture + Array(repeating: 0, count: 65_536)])
        }
    }

    @Test func changedSetsReplaceThoseWithTheirIdentifier() throws {
        var configuration = try HEVCConfiguration(parsing: unhex(Self.records[0].hex).span)
        let other = try HEVCConfiguration(parsing: unhex(Self.records[1].hex).span)
        let frame = try ParameterSetFilter.h265(
            framed(other.videoParameterSets[0], other.sequenceParameterSets[0], other.pictureParameterSets[0]).span)
        #expect(try configuration.take(frame))
        #expect(configuration == other)
        #expect(try !configuration.take(frame))
    }
}
