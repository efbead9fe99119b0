import Codecs
import Net
import SDP
import Testing

@testable import RTSPGateway

struct StreamDescriptionTests {
    private static let h264 = PacketFormat(
        .video, "H264", payloadType: 96, clockRate: 90_000, formatParameters: "packetization-mode=1")
    private static let opus = PacketFormat(.audio, "opus", payloadType: 111, clockRate: 48_000, channels: 2)
    private static let pcmu = PacketFormat(.audio, "PCMU", payloadType: 0, clockRate: 8_000)

    @Test func describesALiveStream() {
        let description = StreamDescription(
            [Self.h264, Self.opus, Self.pcmu], name: "live/bbb", extent: .live, session: 12)
        let text = """
            v=0
            o=- 12 1 IN IP4 127.0.0.1
            s=live/bbb
            c=IN IP4 0.0.0.0
            t=0 0
            a=tool:Turnout
            a=control:*
            a=range:npt=now-
            m=video 0 RTP/AVP 96
            a=rtpmap:96 H264/90000
            a=fmtp:96 packetization-mode=1
            a=control:trackID=0
            m=audio 0 RTP/AVP 111
            a=rtpmap:111 opus/48000/2
            a=control:trackID=1
            m=audio 0 RTP/AVP 0
            a=rtpmap:0 PCMU/8000
            a=control:trackID=2

            """
        #expect(description.sdp() == text.replacing("\n", with: "\r\n"))
        let toIPv6 = text.replacing("\nc=IN IP4 0.0.0.0\n", with: "\nc=IN IP6 ::\n")
        #expect(description.sdp(isIPv6: true) == toIPv6.replacing("\n", with: "\r\n"))
    }

    @Test func describesAFileThatIsAnnounced() {
        let description = StreamDescription(
            [Self.pcmu], name: "", extent: .limited(.milliseconds(61_005)), controlForm: .streamID, session: 3,
            version: 4)
        let text = description.sdp()
        #expect(text.hasPrefix("v=0\r\no=- 3 4 IN IP4 127.0.0.1\r\ns=-\r\n"))
        #expect(text.contains("\r\na=range:npt=0-61.005\r\n"))
        #expect(text.hasSuffix("\r\na=control:streamid=0\r\n"))
    }

    @Test(arguments: [
        (Duration.zero, "npt=0-0.000"), (.nanoseconds(1), "npt=0-0.001"), (.seconds(-5), "npt=0-0.000"),
        (.milliseconds(999), "npt=0-0.999"), (.nanoseconds(999_000_001), "npt=0-1.000"),
        (.seconds(86_400), "npt=0-86400.000"), (.seconds(Int64.max), "npt=0-9223372036.855"),
    ])
    func countsTheLastThousandthOfAFile(duration: Duration, range: String) throws {
        let description = StreamDescription([Self.pcmu], name: "x", extent: .limited(duration), session: 1)
        #expect(try AnnouncedStream(body: Array(description.sdp().utf8)).range == range)
    }

    struct Allotment: Sendable {
        /// As an `m=` line and its `a=rtpmap` name them.
        var tracks: [String]
        var payloadTypes: [UInt8]

        init(_ tracks: [String], _ payloadTypes: [UInt8]) {
            self.tracks = tracks
            self.payloadTypes = payloadTypes
        }
    }

    @Test(arguments: [
        Allotment(["96 H264/90000", "97 opus/48000/2"], [96, 97]),
        Allotment(["96 H264/90000", "96 opus/48000/2", "97 VP8/90000"], [96, 98, 97]),
        Allotment(["0 PCMU/8000", "97 pcmu/8000"], [0, 0]),
        Allotment(["97 PCMA/8000", "0 PCMA/16000", "35 AV1/90000"], [8, 96, 97]),
        Allotment(["127 L16/44100/2", "96 L16/48000/2", "72 JPEG/90000"], [10, 96, 26]),
        Allotment(Array(repeating: "127 H264/90000", count: 18), [127] + Array(96...110)),
    ])
    func givesOutPayloadTypesWithoutCollision(allotment: Allotment) throws {
        let formats = try allotment.tracks.map { text in
            let lines = "m=video 0 RTP/AVP \(text.prefix { $0 != " " })\na=rtpmap:\(text)\n"
            return try #require(try AnnouncedStream(body: Array(lines.utf8)).tracks.first).format
        }
        let description = StreamDescription(formats, name: "x", extent: .live, session: 1)
        #expect(description.formats.map(\.payloadType) == allotment.payloadTypes)
        #expect(description.formats.map(\.encodingName) == formats.prefix(16).map(\.encodingName))
    }

    @Test(arguments: [AnnouncedStreamTests.ffmpeg, AnnouncedStreamTests.gstreamer, AnnouncedStreamTests.camera])
    func isReadAsItWasWritten(text: String) throws {
        let formats = try AnnouncedStream(body: Array(text.utf8)).tracks.map(\.format)
        let description = StreamDescription(formats, name: "a/b", extent: .live, session: 1)
        #expect(description.formats == formats)
        let read = try AnnouncedStream(body: Array(description.sdp().utf8))
        #expect(read.tracks.map(\.format) == formats)
        #expect(read.tracks.map(\.control) == formats.indices.map { description.control(ofTrack: $0) })
        #expect(read.control == "*")
        #expect(read.range == "npt=now-")
        #expect(read.omissions.isEmpty)
    }

    @Test func letsNoTextOfAPublisherBeginALine() throws {
        var format = Self.h264
        format.formatParameters = "a=b\r\na=control:evil\u{7F}"
        format.encodingName = "H264\n"
        let text = StreamDescription([format], name: "x\r\nm=audio 0 RTP/AVP 0", extent: .live, session: 1).sdp()
        #expect(text.contains("\r\na=fmtp:96 a=ba=control:evil\r\n"))
        #expect(text.contains("\r\na=rtpmap:96 H264/90000\r\n"))
        #expect(try AnnouncedStream(body: Array(text.utf8)).tracks.map(\.control) == ["trackID=0"])
    }

    @Test func bearsNumbersThatNoFormatHas() throws {
        let format = PacketFormat(.audio, "X", payloadType: 255, clockRate: -1, channels: 1_000)
        let description = StreamDescription([format], name: "x", extent: .live, session: .max)
        #expect(description.sdp().contains("a=rtpmap:96 X/0/255"))
    }
}
