import Bytes
import Codecs
import Containers
import Testing

/// Tags made by hand: what muxers seldom write, and what none should.
@Suite struct FLVReaderTests {
    private static let video = FLVTrack(.video)
    private static let audio = FLVTrack(.audio)
    private static let opus = TrackFormat.opus(channels: 2)

    // MARK: Several tracks, and modifiers

    @Test func manyTracksOfOneCodecAreTakenApart() throws {
        let items = try readAudio("95 11 4f707573 00 000003 aabbcc 07 000002 ddee")
        #expect(
            items == [
                .format(Self.audio, Self.opus), .frame(Self.audio, frame("aabbcc")),
                .format(FLVTrack(.audio, id: 7), Self.opus), .frame(FLVTrack(.audio, id: 7), frame("ddee")),
            ])
    }

    @Test func manyTracksOfManyCodecsAreTakenApart() throws {
        let mp3 = "fff310c4"
        let items = try readAudio("95 21 4f707573 00 000001 aa 2e6d7033 01 000004 \(mp3) 4f707573 02 000000")
        #expect(
            items == [
                .format(Self.audio, Self.opus), .frame(Self.audio, frame("aa")),
                .format(FLVTrack(.audio, id: 1), TrackFormat(.mp3, sampleRate: 22_050, channels: 1)),
                .frame(FLVTrack(.audio, id: 1), frame(mp3)),
            ])
    }

    @Test func aTrackThatCannotBeReadLeavesTheOthers() throws {
        var reader = FLVReader()
        var items: [FLVItem] = []
        // A codec that nobody knows, then a track of Opus.
        let body = bytes("95 21 78787878 01 000001 aa 4f707573 00 000001 bb")
        #expect(throws: FLVError.unsupported("xxxx")) {
            try reader.readAudio(body.span, timestamp: 0, into: &items)
        }
        #expect(items == [.format(Self.audio, Self.opus), .frame(Self.audio, frame("bb"))])
    }

    @Test(arguments: [
        ("97 02 0f423f 01 4f707573 aa", 999_999 as Int64),
        // More than a millisecond is none of its business.
        ("97 02 0fffff 01 4f707573 aa", 999_999), ("97 02 000000 01 4f707573 aa", 0),
        // Longer than needed, and told in the long form.
        ("97 03 000001ff 01 4f707573 aa", 1), ("97 ff 0003 000001ff 01 4f707573 aa", 1),
        // A modifier that nobody knows, in front and alone.
        ("97 00 ee 17 02 000002 01 4f707573 aa", 2), ("97 00 ee 11 4f707573 aa", 0),
        // Then a track.
        ("97 02 000003 05 01 4f707573 00 aa", 3),
    ])
    func nanosecondsAddToTheTimestamp(body: String, nanoseconds: Int64) throws {
        let items = try readAudio(body, timestamp: 40)
        let time = MediaTime(nanoseconds: 40_000_000 + nanoseconds)
        #expect(items.last == .frame(Self.audio, Frame(time: time, bytes: [0xAA])))
    }

    // MARK: What is passed over

    @Test(arguments: ["57 00", "57 01", "52", "d1 00", "d0 01", "d7 02 000001 01 00"])
    func commandsToPlayersAreIgnored(body: String) throws {
        #expect(try readVideo(body).isEmpty)
    }

    @Test func nothingMeansSilence() throws {
        #expect(try readAudio("").isEmpty)
    }

    @Test(arguments: [
        ("12 00", true, "Sorenson H.263"), ("13 00", true, "Screen video"), ("24 00", true, "On2 VP6"),
        ("25 00", true, "On2 VP6"), ("26 00", true, "Screen video"), ("18 00", true, "video codec 8"),
        ("0f 00", false, "linear PCM"), ("1f 00", false, "ADPCM"), ("3f 00", false, "linear PCM"),
        ("4f 00", false, "Nellymoser"), ("5f 00", false, "Nellymoser"), ("6f 00", false, "Nellymoser"),
        ("bf 00", false, "Speex"), ("cf 00", false, "audio codec 12"), ("ff 00", false, "audio codec 15"),
        ("91 76766331 00", true, "vvc1"), ("91 01ff6120 00", true, "..a "), ("91 61766331 00", false, "avc1"),
        ("99 61763031 00", true, "video packet type 9"), ("93 4f707573 00", false, "audio packet type 3"),
        ("96 30 61763031 00", true, "multitrack type 3"), ("96 06 61763031 00", true, "video packet type 6"),
        ("17 03 000000", true, "AVC packet type 3"), ("af 02", false, "AAC packet type 2"),
    ])
    func whatIsNotCarriedIsNamedOnce(body: String, isVideo: Bool, name: String) throws {
        var reader = FLVReader()
        var items: [FLVItem] = []
        let tag = bytes(body)
        func read() throws {
            if isVideo {
                try reader.readVideo(tag.span, timestamp: 0, into: &items)
            } else {
                try reader.readAudio(tag.span, timestamp: 0, into: &items)
            }
        }
        #expect(throws: FLVError.unsupported(name)) { try read() }
        try read()
        #expect(items.isEmpty)
    }

    @Test func framesBeforeTheirConfigurationAreNamedOnce() throws {
        var reader = FLVReader()
        var items: [FLVItem] = []
        let frame = bytes("27 01 000000 00000002 419a")
        #expect(throws: FLVError.missingConfiguration(Self.video)) {
            try reader.readVideo(frame.span, timestamp: 0, into: &items)
        }
        try reader.readVideo(frame.span, timestamp: 0, into: &items)
        #expect(throws: FLVError.missingConfiguration(Self.audio)) {
            try reader.readAudio(bytes("af 01 2110").span, timestamp: 0, into: &items)
        }
        #expect(items.isEmpty)
        try reader.readVideo(Self.avcHeader.span, timestamp: 0, into: &items)
        try reader.readVideo(frame.span, timestamp: 0, into: &items)
        #expect(items.count == 2)
    }

    @Test(arguments: ["90 61763031", "af 00", "17 00 000000", "90 4f707573"])
    func anEmptyConfigurationSaysNothing(body: String) throws {
        let isAudio = body.hasPrefix("af") || body.hasSuffix("4f707573")
        #expect(try isAudio ? readAudio(body).isEmpty : readVideo(body).isEmpty)
    }

    // MARK: Changes

    @Test func aFormatIsToldAgainWhenItChangesOrAfterAnEnd() throws {
        var reader = FLVReader()
        var items: [FLVItem] = []
        for body in [Self.avcHeader, Self.avcHeader, bytes("17 02 000000"), bytes("17 02 000000"), Self.avcHeader] {
            try reader.readVideo(body.span, timestamp: 0, into: &items)
        }
        let format = try #require(items.first)
        #expect(items == [format, .ended(Self.video), format])

        items = []
        try reader.readVideo(bytes("91 76703038 300100 9d012a 4001b400").span, timestamp: 5, into: &items)
        #expect(
            items.first
                == .format(
                    Self.video, TrackFormat(.vp8, configuration: VPConfiguration.vp8.bytes, width: 320, height: 180)))
        #expect(items.count == 2)
    }

    @Test func anEndOfAnUnknownTrackIsNothing() throws {
        #expect(try readVideo("17 02 000000").isEmpty)
        #expect(try readAudio("92 4f707573").isEmpty)
    }

    @Test func multichannelConfigurationsCountForCodecsThatDoNotSayIt() throws {
        var reader = FLVReader()
        var items: [FLVItem] = []
        for body in ["94 4f707573 01 01 00000004", "91 4f707573 aa"] {
            try reader.readAudio(bytes(body).span, timestamp: 0, into: &items)
        }
        #expect(items.first == .format(Self.audio, .opus(channels: 1)))
        for body in ["94 4f707573 01 02 0000", "94 4f707573 02 03 0001", "94 4f707573 00"] {
            #expect(throws: FLVError.malformed) {
                try reader.readAudio(bytes(body).span, timestamp: 0, into: &items)
            }
        }
    }

    // MARK: Limits

    @Test func furtherTracksThanTheLimitAreRefusedOnce() throws {
        var reader = FLVReader()
        var items: [FLVItem] = []
        func read(_ id: Int) throws {
            let body = bytes("95 01 4f707573") + [UInt8(id), 0xAA]
            try reader.readAudio(body.span, timestamp: 0, into: &items)
        }
        for id in 0..<FLVReader.maximumTracks { try read(id) }
        #expect(throws: FLVError.tooManyTracks) { try read(FLVReader.maximumTracks) }
        try read(FLVReader.maximumTracks + 1)
        #expect(items.count == 2 * FLVReader.maximumTracks)
        try read(3)
        #expect(items.count == 2 * FLVReader.maximumTracks + 1)
    }

    @Test func aTagOfTooManyTracksIsMalformed() throws {
        var body = bytes("95 11 4f707573")
        for id in 0..<UInt8(FLVReader.maximumTracks) { body += [id, 0, 0, 1, 0xAA] }
        var items: [FLVItem] = []
        var reader = FLVReader()
        try reader.readAudio(body.span, timestamp: 0, into: &items)
        #expect(items.count == 2 * FLVReader.maximumTracks)
        body += [0, 0, 0, 1, 0xAA]
        #expect(throws: FLVError.malformed) { try reader.readAudio(body.span, timestamp: 0, into: &items) }
    }

    @Test func framesAreBounded() throws {
        var items: [FLVItem] = []
        var reader = FLVReader()
        var body = bytes("91 4f707573") + [UInt8](repeating: 0xAA, count: Frame.maximumSize)
        try reader.readAudio(body.span, timestamp: 0, into: &items)
        #expect(items.count == 2)
        body.append(0xAA)
        #expect(throws: FLVError.tooLarge) { try reader.readAudio(body.span, timestamp: 0, into: &items) }
    }

    @Test(arguments: [
        "", "17", "17 01", "17 01 0000", "90", "90 617630", "91 61766331 0000", "96", "96 00", "96 01 61763031",
        "96 11 61763031 00 000002 aa", "96 11 61763031 00 0000", "96 21 61763031 00 000001 aa 6176", "97", "97 00",
        "97 01 0000 01 61763031 aa", "97 ff", "97 ff 00", "97 ff ffff 01",
    ])
    func cutVideoTagsAreMalformed(body: String) throws {
        #expect(throws: FLVError.malformed) { try readVideo(body) }
    }

    @Test(arguments: [
        "90", "91 4f7075", "95", "95 01 4f707573", "95 11 4f707573", "97 02 00", "97 01 0000 01 4f707573 aa", "af",
    ])
    func cutAudioTagsAreMalformed(body: String) throws {
        #expect(throws: FLVError.malformed) { try readAudio(body) }
    }

    @Test(arguments: FLVCapture.all)
    func noPrefixOfARealTagTraps(capture: FLVCapture) throws {
        for tag in capture.tags {
            for length in 0..<min(tag.body.count, 200) {
                var items: [FLVItem] = []
                var reader = FLVReader()
                for earlier in capture.tags.prefix(3) { try? reader.read(earlier, into: &items) }
                let body = Array(tag.body.prefix(length))
                if tag.isVideo {
                    try? reader.readVideo(body.span, timestamp: .max, into: &items)
                } else {
                    try? reader.readAudio(body.span, timestamp: .min, into: &items)
                }
            }
        }
    }

    private static let avcHeader = FLVCapture.h264AndAAC.tags[0].body

    private func readVideo(_ hex: String) throws -> [FLVItem] {
        var reader = FLVReader()
        var items: [FLVItem] = []
        try reader.readVideo(bytes(hex).span, timestamp: 0, into: &items)
        return items
    }

    private func readAudio(_ hex: String, timestamp: Int64 = 0) throws -> [FLVItem] {
        var reader = FLVReader()
        var items: [FLVItem] = []
        try reader.readAudio(bytes(hex).span, timestamp: timestamp, into: &items)
        return items
    }

    private func frame(_ hex: String) -> Frame {
        Frame(time: MediaTime(milliseconds: 0), bytes: bytes(hex))
    }
}

func bytes(_ hex: String) -> [UInt8] {
    Hex.bytes(hex) ?? []
}
