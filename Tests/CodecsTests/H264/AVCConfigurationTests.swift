import Bytes
import Codecs
import Testing

@Suite struct AVCConfigurationTests {
    /// Records that ffmpeg wrote of what x264 had made.
    struct Record: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let hex: String
        let width: Int
        let height: Int
        let reordersFrames: Bool?
    }

    static let records = [
        Record(
            testDescription: "baseline",
            hex: "0142c00bffe100166742c00bd902c4ec0440000003004000000c83c50a9201000568cb83cb20",
            width: 176, height: 144, reordersFrames: false),
        Record(
            testDescription: "main without B-frames",
            hex: "014d400bffe10016674d400bd902c4ec0440000003004000000c83c50a9201000568ebc3cb20",
            width: 176, height: 144, reordersFrames: false),
        Record(
            testDescription: "main with B-frames",
            hex: "014d400bffe10017674d400beca162760220000003002000000641e28532c001000568ebe3cb20",
            width: 176, height: 144, reordersFrames: true),
        Record(
            testDescription: "high for low latency",
            hex: "0164000bffe100176764000bacb20589d808800000030080000019478a152401000668ebc3cb22c0fdf8f800",
            width: 176, height: 144, reordersFrames: false),
        Record(
            testDescription: "high with B-frames, aspect ratio, colours and a reference decoder",
            hex: """
                0164000dffe100276764000dacd942c4ec39a810100a00000300020000030064c04003d08000f425261803c50a658001000668
                ebe3cb22c0fdf8f800
                """,
            width: 176, height: 144, reordersFrames: true),
        Record(
            testDescription: "ten bits of 4:2:2",
            hex: "017a000bffe10019677a000bb6cd942c4ec044000003000400000300c83c50a65801000668ebe3cb22c0fefafa00",
            width: 176, height: 144, reordersFrames: true),
        Record(
            testDescription: "interlaced",
            hex: "01640028ffe1001a67640028acd94078044fde0220000003002000000643e2c5b2c001000668fba3cb22c0fdf8f800",
            width: 1_920, height: 1_080, reordersFrames: true),
    ]

    @Test(arguments: records) func readsAndWritesWhatFFmpegWrites(record: Record) throws {
        let bytes = unhex(record.hex)
        let configuration = try AVCConfiguration(parsing: bytes.span)
        #expect(configuration.lengthSize == 4)
        #expect(configuration.sequenceParameterSets.count == 1)
        #expect(configuration.pictureParameterSets.count == 1)
        #expect(configuration.bytes == bytes)
        let rebuilt = try AVCConfiguration(
            sequenceParameterSets: configuration.sequenceParameterSets,
            pictureParameterSets: configuration.pictureParameterSets)
        #expect(rebuilt.bytes == bytes)
    }

    @Test(arguments: records) func theFormatSaysSizeAndOrder(record: Record) throws {
        let format = TrackFormat.h264(try AVCConfiguration(parsing: unhex(record.hex).span))
        #expect(format.codec == .h264)
        #expect(format.width == record.width)
        #expect(format.height == record.height)
        #expect(format.reordersFrames == record.reordersFrames)
        #expect(format.configuration == unhex(record.hex))
    }

    @Test(arguments: records) func recordsCutInTheirSetsAreMalformed(record: Record) {
        let bytes = unhex(record.hex)
        // Profiles that tell their chroma have four bytes behind the sets, which are not needed.
        let end = record.hex.hasSuffix("f800") || record.hex.hasSuffix("fa00") ? bytes.count - 4 : bytes.count
        for length in 0..<end {
            let part = Array(bytes[..<length])
            #expect(throws: CodecError.malformed) { try AVCConfiguration(parsing: part.span) }
        }
        let part = Array(bytes[..<end])
        #expect(throws: Never.self) { try AVCConfiguration(parsing: part.span) }
    }

    @Test func framesInTurnoutHaveLengthsOfFourBytes() throws {
        var bytes = unhex(Self.records[0].hex)
        bytes[4] = 0xFD
        let configuration = try AVCConfiguration(parsing: bytes.span)
        #expect(configuration.lengthSize == 2)
        #expect(configuration.bytes == bytes)
        #expect(configuration.canonical.lengthSize == 4)
        #expect(TrackFormat.h264(configuration).configuration == unhex(Self.records[0].hex))
        // Lengths of three bytes do not exist (§5.3.3.1.2).
        bytes[4] = 0xFE
        #expect(throws: CodecError.malformed) { try AVCConfiguration(parsing: bytes.span) }
    }

    @Test func otherVersionsAreUnsupported() {
        let bytes = [2] + unhex(Self.records[0].hex).dropFirst()
        #expect(throws: CodecError.unsupported) { try AVCConfiguration(parsing: bytes.span) }
    }

    @Test func setsMustBeSets() {
        let (sequence, picture) = (unhex("6742c00b"), unhex("68cb"))
        #expect(throws: CodecError.malformed) {
            try AVCConfiguration(sequenceParameterSets: [], pictureParameterSets: [picture])
        }
        #expect(throws: CodecError.malformed) {
            try AVCConfiguration(sequenceParameterSets: [picture], pictureParameterSets: [picture])
        }
        #expect(throws: CodecError.malformed) {
            try AVCConfiguration(sequenceParameterSets: [sequence], pictureParameterSets: [sequence])
        }
        #expect(throws: CodecError.malformed) {
            try AVCConfiguration(sequenceParameterSets: [[0x67, 0x42, 0xC0]], pictureParameterSets: [])
        }
        #expect(throws: CodecError.malformed) {
            try AVCConfiguration(sequenceParameterSets: [sequence], pictureParameterSets: [[]])
        }
    }

    @Test func countsAndSizesHaveLimits() throws {
        let (sequence, picture) = (unhex("6742c00b"), unhex("68cb"))
        let full = try AVCConfiguration(
            sequenceParameterSets: Array(repeating: sequence, count: 31),
            pictureParameterSets: Array(repeating: picture, count: 255))
        #expect(try AVCConfiguration(parsing: full.bytes.span) == full)
        #expect(throws: CodecError.tooLarge) {
            try AVCConfiguration(
                sequenceParameterSets: Array(repeating: sequence, count: 32), pictureParameterSets: [picture])
        }
        #expect(throws: CodecError.tooLarge) {
            try AVCConfiguration(
                sequenceParameterSets: [sequence], pictureParameterSets: Array(repeating: picture, count: 256))
        }
        let long = picture + Array(repeating: 0, count: 40_000)
        #expect(throws: CodecError.tooLarge) {
            try AVCConfiguration(sequenceParameterSets: [sequence], pictureParameterSets: [long, long])
        }
        let padded = full.bytes + Array(repeating: 0, count: AVCConfiguration.maximumSize)
        #expect(throws: CodecError.tooLarge) { try AVCConfiguration(parsing: padded.span) }
    }

    @Test func changedSetsReplaceThoseWithTheirIdentifier() throws {
        var configuration = try AVCConfiguration(parsing: unhex(Self.records[0].hex).span)
        let other = try AVCConfiguration(parsing: unhex(Self.records[2].hex).span)
        let sets = try #require(other.sequenceParameterSets.first)
        let same = try ParameterSetFilter.h264(framed(configuration.pictureParameterSets[0]).span)
        #expect(try !configuration.take(same))
        #expect(try configuration.take(try ParameterSetFilter.h264(framed(sets, other.pictureParameterSets[0]).span)))
        #expect(configuration == other)
        // The first code of a picture parameter set is its identifier: 1, where the one there has 0.
        let second: [UInt8] = [0x68, 0x48]
        #expect(try configuration.take(try ParameterSetFilter.h264(framed(second).span)))
        #expect(configuration.pictureParameterSets == [second] + other.pictureParameterSets)
    }
}
