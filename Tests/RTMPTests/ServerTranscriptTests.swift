import Containers
import RTMP
import Testing

/// What real programs send, in slices of several sizes.
@Suite struct ServerTranscriptTests {
    @Test(arguments: Case.all, [1, 2, 5, 64, 1000, .max])
    func programIsUnderstoodHoweverItsBytesAreSliced(_ program: Case, slice: Int) throws {
        var server = try ServerUnderTest()
        try server.feed(program.bytes, slice: slice)
        #expect(server.events.map(\.inWords) == program.events)
        let answers = try server.answers()
        #expect(answers == program.answers)
    }

    @Test func recentFFmpegNamesItsCodecs() throws {
        var server = try ServerUnderTest()
        try server.feed(Transcripts.recentFFmpegPublishes)
        guard case .connect(let request) = server.events.first else { throw UnexpectedEvents() }
        #expect(request.capabilities.fourCCList == ["hvc1", "av01", "vp09"])
        #expect(request.capabilities.takes(video: "av01"))
        #expect(!request.capabilities.takes(video: "vp08"))
        #expect(request.flashVersion == "FMLE/3.0 (compatible; Lavf63.1.102)")
        #expect(request.tcURL.hasSuffix("/live"))
    }

    @Test func metadataComesWithoutItsWrapping() throws {
        var server = try ServerUnderTest()
        try server.feed(Transcripts.ffmpegPublishes)
        let data = server.events.compactMap { if case .data(let data) = $0 { data } else { nil } }
        #expect(data.count == 1)
        #expect(data.first?.name == "onMetaData")
        #expect(data.first?.values.first?["width"] == .number(16))
        #expect(data.first?.values.first?["audiocodecid"] == .number(10))
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bytes: [UInt8]
        let events: [String]
        let answers: [String]

        static let connected = [
            "#5 0 002625a0", "#6 0 002625a002", "_result 1 on 0 NetConnection.Connect.Success",
        ]
        static let played = [
            "#4 0 000000000001", "onStatus 0 on 1 NetStream.Play.Reset", "onStatus 0 on 1 NetStream.Play.Start",
        ]

        static let published = [
            "_result 2 on 0", "_result 3 on 0", "onFCPublish 0 on 0 NetStream.Publish.Start", "_result 4 on 0",
            "onStatus 0 on 1 NetStream.Publish.Start", "onStatus 0 on 1 NetStream.Unpublish.Success",
            "_result 6 on 0", "onFCUnpublish 0 on 0 NetStream.Unpublish.Success",
        ]

        static let all = [
            Case(
                testDescription: "ffmpeg 5.1 publishes", bytes: Transcripts.ffmpegPublishes,
                events: [
                    "connect live", "publish bbb?user=u&pass=p live on 1", "data onMetaData", "video 0", "audio 0",
                    "audio 0", "video 128", "audio 128", "audio 256", "video 378", "audio 384", "audio 512",
                    "video 628", "audio 640", "audio 768", "video 878", "audio 896", "audio 1024", "video 878",
                    "ended 1",
                ],
                answers: connected + published),
            Case(
                testDescription: "ffmpeg 9.0 publishes", bytes: Transcripts.recentFFmpegPublishes,
                events: [
                    "connect live", "publish av1 live on 1", "data onMetaData", "video 0", "audio 0", "audio 0",
                    "video 128", "video 128", "audio 128", "audio 256", "video 378", "audio 384", "audio 512",
                    "video 628", "audio 640", "audio 768", "video 878", "audio 896", "audio 1024", "ended 1",
                ],
                answers: connected + published),
            Case(
                testDescription: "GStreamer publishes", bytes: Transcripts.gstreamerPublishes,
                events: [
                    "connect live", "publish gst live on 1", "data onMetaData", "video 0", "audio 0", "audio 0",
                    "data onMetaData", "video 128", "audio 128", "audio 256", "video 378", "audio 384", "audio 512",
                    "video 628", "audio 640", "audio 768", "video 878", "data onMetaData", "audio 896",
                    "audio 1024", "data onMetaData", "video 1024", "ended 1",
                ],
                // Its commands but two say that they wait for no answer.
                answers: connected + [
                    "onFCPublish 0 on 0 NetStream.Publish.Start", "_result 2 on 0",
                    "onStatus 0 on 1 NetStream.Publish.Start", "onStatus 0 on 1 NetStream.Unpublish.Success",
                    "onFCUnpublish 0 on 0 NetStream.Unpublish.Success",
                ]),
            Case(
                testDescription: "ffmpeg 9.0 plays", bytes: Transcripts.recentFFmpegPlays,
                events: ["connect live", "play src from -2000 on 1", "ended 1"],
                answers: connected + ["_result 2 on 0", "_result 3 on 0"] + played),
            Case(
                testDescription: "rtmpdump plays", bytes: Transcripts.rtmpdumpPlays,
                events: ["connect live", "play src from -1000 on 1", "ended 1"],
                answers: connected + [
                    "_result 2 on 0", "_result 3 on 0", "onFCSubscribe 0 on 0 NetStream.Play.Start",
                ] + played),
            Case(
                testDescription: "GStreamer plays", bytes: Transcripts.gstreamerPlays,
                events: ["connect live", "play src from -2 on 1"],
                answers: connected + ["_result 2 on 0"] + played),
        ]
    }
}

struct UnexpectedEvents: Error {}
