import Codecs
import Containers
import Testing

@Suite struct FLVMetadataTests {
    @Test func classicTracksAreToldByNumber() {
        let properties = FLVMetadata.properties(
            of: [
                (FLVTrack(.audio), TrackFormat(.aac, sampleRate: 48_000, channels: 2)),
                (FLVTrack(.video), TrackFormat(.h264, width: 1_920, height: 1_080)),
            ], style: .classic)
        #expect(
            properties == [
                AMF0Property("width", .number(1_920)), AMF0Property("height", .number(1_080)),
                AMF0Property("videocodecid", .number(7)),
                AMF0Property("audiosamplerate", .number(48_000)), AMF0Property("audiochannels", .number(2)),
                AMF0Property("stereo", .boolean(true)), AMF0Property("audiocodecid", .number(10)),
                AMF0Property("encoder", .string("Turnout")),
            ])
    }

    @Test(arguments: [
        (CodecName.h264, FLVStyle.enhanced, 1_635_148_593), (.h265, .classic, 1_752_589_105),
        // The figure of the specification.
        (.av1, .classic, 1_635_135_537), (.vp9, .classic, 1_987_063_865), (.vp8, .classic, 1_987_063_864),
    ])
    func fourCCsAreToldAsNumbers(codec: CodecName, style: FLVStyle, expected: Double) {
        let value = AMF0Value.object(FLVMetadata.properties(of: [(FLVTrack(.video), TrackFormat(codec))], style: style))
        #expect(value["videocodecid"] == .number(expected))
        // What is not known is left out.
        #expect(value["width"] == nil)
        #expect(value["audiocodecid"] == nil)
        #expect(value["framerate"] == nil)
    }

    @Test func furtherTracksAreDescribedInMaps() {
        let value = AMF0Value.object(
            FLVMetadata.properties(
                of: [
                    (FLVTrack(.video, id: 2), TrackFormat(.h264, width: 640, height: 360)),
                    (FLVTrack(.video), TrackFormat(.h264, width: 1_280, height: 720)),
                    (FLVTrack(.audio), TrackFormat(.aac, sampleRate: 48_000, channels: 1)),
                    (FLVTrack(.audio, id: 1), TrackFormat(.opus, sampleRate: 48_000, channels: 2)),
                ], style: .classic))
        #expect(value["width"] == .number(1_280))
        #expect(value["videocodecid"] == .number(7))
        #expect(value["stereo"] == .boolean(false))
        // Only packets with a FourCC can be of another track than the first.
        #expect(
            value["videoTrackIdInfoMap"]
                == .object([
                    AMF0Property(
                        "2",
                        .object([
                            AMF0Property("width", .number(640)), AMF0Property("height", .number(360)),
                            AMF0Property("videocodecid", .number(1_635_148_593)),
                        ]))
                ]))
        #expect(
            value["audioTrackIdInfoMap"]
                == .object([
                    AMF0Property(
                        "1",
                        .object([
                            AMF0Property("samplerate", .number(48_000)), AMF0Property("channels", .number(2)),
                            AMF0Property("audiocodecid", .number(1_332_770_163)),
                        ]))
                ]))
    }

    @Test func whatWeWriteAnnouncesTheSameTracks() {
        let tracks: [(FLVTrack, TrackFormat)] = [
            (FLVTrack(.video), TrackFormat(.av1, width: 640, height: 480)),
            (FLVTrack(.video, id: 3), TrackFormat(.vp9)),
            (FLVTrack(.audio), TrackFormat(.opus, sampleRate: 48_000, channels: 2)),
        ]
        let metadata = FLVMetadata(reading: FLVMetadata.properties(of: tracks, style: .enhanced))
        #expect(metadata.tracks == Set(tracks.map(\.0)))
        #expect(metadata.width == 640)
        #expect(metadata.height == 480)
        #expect(metadata.frameRate == nil)
    }

    struct Announcement: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let properties: [AMF0Property]
        let tracks: Set<FLVTrack>

        init(_ name: String, _ properties: [(String, AMF0Value)], _ tracks: Set<FLVTrack>) {
            testDescription = name
            self.properties = properties.map { AMF0Property($0, $1) }
            self.tracks = tracks
        }
    }

    private static let video = FLVTrack(.video)
    private static let audio = FLVTrack(.audio)

    @Test(arguments: [
        Announcement("nothing", [], []),
        Announcement("ffmpeg", [("videocodecid", .number(7)), ("audiocodecid", .number(10))], [video, audio]),
        Announcement("names", [("videocodecid", .string("avc1")), ("audiocodecid", .string(""))], [video]),
        Announcement(
            "zero", [("videocodecid", .number(0)), ("width", .number(0)), ("audiocodecid", .number(2))], [audio]),
        Announcement(
            "flags win", [("hasVideo", .boolean(false)), ("videocodecid", .number(7)), ("hasAudio", .boolean(true))],
            [audio]),
        Announcement("a size alone", [("width", .number(640)), ("height", .number(360))], [video]),
        Announcement("a rate alone", [("audiosamplerate", .number(44_100))], [audio]),
        Announcement("not a number", [("videocodecid", .number(.nan)), ("width", .number(.nan))], []),
        Announcement(
            "maps",
            [
                (
                    "audioTrackIdInfoMap",
                    .ecmaArray([AMF0Property("1", .null), AMF0Property("x", .null), AMF0Property("256", .null)])
                )
            ], [FLVTrack(.audio, id: 1)]),
    ])
    func tracksAreAnnouncedInManyWays(announcement: Announcement) {
        #expect(FLVMetadata(reading: announcement.properties).tracks == announcement.tracks)
    }

    @Test func figuresOutOfTheirRangeAreNotSaid() {
        for (value, width) in [
            (65_535.0, 65_535), (65_536, 0), (-1, 0), (0.5, 0), (.nan, 0), (.infinity, 0), (1e300, 0), (640.9, 640),
        ] {
            #expect(FLVMetadata(reading: [AMF0Property("width", .number(value))]).width == width)
            #expect(FLVMetadata(reading: [AMF0Property("height", .number(value))]).height == width)
        }
        for (value, rate) in [(29.97, 29.97), (1_000, 1_000), (1_001, nil), (0, nil), (-5, nil), (.nan, nil)]
            as [(Double, Double?)]
        {
            #expect(FLVMetadata(reading: [AMF0Property("framerate", .number(value))]).frameRate == rate)
        }
    }

    @Test func mapsOfManyTracksAreBounded() {
        let map = AMF0Value.object((0...255).map { AMF0Property("\($0)", .null) })
        let metadata = FLVMetadata(reading: [
            AMF0Property("videoTrackIdInfoMap", map), AMF0Property("audioTrackIdInfoMap", map),
            AMF0Property("videocodecid", .number(7)), AMF0Property("audiocodecid", .number(10)),
        ])
        #expect(metadata.tracks.count == FLVReader.maximumTracks)
        #expect(metadata.tracks.isSuperset(of: [Self.video, Self.audio]))
    }
}
