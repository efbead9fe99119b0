import Codecs
import SDP
import Testing

@testable import RTSPGateway

struct AnnouncedStreamTests {
    @Test func readsWhatFfmpegAnnounces() throws {
        let stream = try AnnouncedStream(body: Array(Self.ffmpeg.utf8))
        #expect(stream.omissions.isEmpty)
        #expect(
            stream.tracks == [
                AnnouncedTrack(
                    format: PacketFormat(
                        .video, "H264", payloadType: 96, clockRate: 90_000,
                        formatParameters:
                            "packetization-mode=1; sprop-parameter-sets=Z0LADdoFB+wEQAAAAwBAAAAMg8UKqA==,aM48gA==; profile-level-id=42C00D"
                    ), control: "streamid=0"),
                AnnouncedTrack(
                    format: PacketFormat(
                        .audio, "MPEG4-GENERIC", payloadType: 97, clockRate: 44_100,
                        formatParameters:
                            "profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3; config=120856E500"
                    ), control: "streamid=1"),
            ])
        #expect(stream.tracks.map(\.format.codec) == [.h264, .aac])
        #expect(stream.control == nil)
        #expect(stream.range == nil)
    }

    @Test func readsWhatGStreamerAnnounces() throws {
        let stream = try AnnouncedStream(body: Array(Self.gstreamer.utf8))
        #expect(stream.tracks.map(\.format.codec) == [.h264])
        #expect(stream.tracks.map(\.control) == ["stream=0"])
        #expect(stream.omissions.isEmpty)
    }

    @Test func readsACameraWithLinesOutOfOrderAndMetadata() throws {
        let stream = try AnnouncedStream(body: Array(Self.camera.utf8))
        #expect(stream.control == "rtsp://192.0.2.7/profile5/media.smp")
        #expect(stream.range == "npt=now-")
        #expect(
            stream.tracks == [
                AnnouncedTrack(
                    format: PacketFormat(
                        .video, "H265", payloadType: 98, clockRate: 90_000, formatParameters: "sprop-sps=QgEB"),
                    control: "rtsp://192.0.2.7/profile5/media.smp/trackID=v"),
                AnnouncedTrack(
                    format: PacketFormat(.audio, "PCMU", payloadType: 0, clockRate: 8_000), control: "trackID=a"),
                AnnouncedTrack(
                    format: PacketFormat(
                        .application, "vnd.onvif.metadata", payloadType: 107, clockRate: 90_000), control: ""),
            ])
        #expect(stream.omissions.first == .line(SDPError(line: 1, problem: .malformed(form: Self.originForm))))
        #expect(stream.omissions.last == .media(3, .unknownFormat))
        #expect(stream.omissions.count == 2)
    }

    @Test(arguments: [
        ("m=video 0 RTP/AVP 26", PacketFormat(.video, "JPEG", payloadType: 26, clockRate: 90_000)),
        ("m=audio 0 RTP/AVP 10", PacketFormat(.audio, "L16", payloadType: 10, clockRate: 44_100, channels: 2)),
        ("m=audio 5004/2 RTP/AVPF 8", PacketFormat(.audio, "PCMA", payloadType: 8, clockRate: 8_000)),
        ("m=Audio 0 TCP/RTP/AVP 14", PacketFormat(.audio, "MPA", payloadType: 14, clockRate: 90_000)),
        (
            "m=video 0 RTP/AVP 96 98\na=rtpmap:98 MetaData\na=rtpmap:96 H264/90000",
            PacketFormat(.video, "H264", payloadType: 96, clockRate: 90_000)
        ),
        (
            "m=video 0 RTP/AVP 96 97\na=rtpmap:97 VP8/90000\na=fmtp:96 a=b\na=fmtp:97\na=fmtp:97 max-fr=30",
            PacketFormat(.video, "VP8", payloadType: 97, clockRate: 90_000, formatParameters: "max-fr=30")
        ),
        ("m=video 0 RTP/AVP 96\na=rtpmap:96 H264", PacketFormat(.video, "H264", payloadType: 96, clockRate: 90_000)),
        ("m=audio 0 RTP/AVP 97\na=rtpmap:97 PCMA", PacketFormat(.audio, "PCMA", payloadType: 97, clockRate: 8_000)),
        (
            "m=application 0 RTP/AVP 95\na=rtpmap:95 Smart/1/90000",
            PacketFormat(.application, "Smart", payloadType: 95, clockRate: 90_000)
        ),
        (
            "m=audio 0 RTP/AVP 97\na=rtpmap:97  L16/48000/2  comment",
            PacketFormat(.audio, "L16", payloadType: 97, clockRate: 48_000, channels: 2)
        ),
        (
            // A static payload type with another meaning.
            "m=audio 0 RTP/AVP 0\na=rtpmap:0 PCMA/16000",
            PacketFormat(.audio, "PCMA", payloadType: 0, clockRate: 16_000)
        ),
        (
            "c=IN IP4 239.1.2.3/64\nm=text 0 RTP/AVP 100\nc=IN IP4 239.1.2.3/64\na=rtpmap:100 t140/1000",
            PacketFormat(.text, "t140", payloadType: 100, clockRate: 1_000)
        ),
    ])
    func knowsWhatALineSends(lines: String, format: PacketFormat) throws {
        let stream = try AnnouncedStream(body: Array((Self.head + lines + "\n").utf8))
        #expect(stream.tracks == [AnnouncedTrack(format: format, control: nil)])
    }

    @Test(arguments: [
        ("m=video 0 RTP/AVP 96", Omission.media(0, .unknownFormat)),
        ("m=video 0 RTP/AVP 0", .media(0, .unknownFormat)),
        ("m=video 0 RTP/AVP 1 2 300 x", .media(0, .unknownFormat)),
        ("m=video 0 RTP/AVP 96\na=rtpmap:97 H264/90000", .media(0, .unknownFormat)),
        ("m=video 0 RTP/AVP 96\na=rtpmap:96 /90000", .media(0, .unknownFormat)),
        ("m=audio 0 RTP/SAVP 0", .media(0, .notRTP)),
        ("m=audio 0 UDP/TLS/RTP/SAVPF 0", .media(0, .notRTP)),
        ("m=audio 0 udp 0", .media(0, .notRTP)),
        ("m=message 0 RTP/AVP 0", .media(0, .notRTP)),
    ])
    func refusesABodyWithoutATrack(lines: String, omission: Omission) throws {
        let error = #expect(throws: AnnouncementError.self) {
            try AnnouncedStream(body: Array((Self.head + lines + "\n").utf8))
        }
        guard case .noTracks(let omissions) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(omissions.last == omission)
    }

    @Test func refusesWhatIsNoDescriptionAtAll() {
        #expect(throws: AnnouncementError.noTracks([])) { try AnnouncedStream(body: []) }
        #expect(throws: AnnouncementError.tooLarge(SDPError(line: 1, problem: .tooMuch(.bytes, limit: 262_144)))) {
            try AnnouncedStream(body: Array(repeating: 0x61, count: 300_000))
        }
    }

    @Test func leavesOutTracksBeyondTheLimit() throws {
        let lines = String(repeating: "m=audio 0 RTP/AVP 0\n", count: 18)
        let stream = try AnnouncedStream(body: Array((Self.head + lines).utf8))
        #expect(stream.tracks.count == 16)
        #expect(stream.omissions == [.media(16, .tooManyTracks), .media(17, .tooManyTracks)])
    }

    /// `sendonly` alone is how some servers speak of themselves.
    @Test(arguments: [("recvonly", 1), ("sendonly", 2)])
    func leavesOutTheBackChannelOfACamera(direction: String, count: Int) throws {
        let lines = "m=video 0 RTP/AVP 26\na=\(direction)\nm=audio 0 RTP/AVP 0\na=sendonly\n"
        let stream = try AnnouncedStream(body: Array((Self.head + lines).utf8))
        #expect(stream.tracks.count == count)
        #expect(stream.omissions == (count == 1 ? [.media(1, .backChannel)] : []))
    }

    @Test func bearsLatin1() throws {
        let body =
            Array("v=0\ns=Hall ".utf8) + [0xD6, 0x73, 0x74] + Array("\nm=audio 0 RTP/AVP 0\na=control:T".utf8) + [0xFC]
        #expect(try AnnouncedStream(body: body).tracks.map(\.control) == ["Tü"])
        #expect(try AnnouncedStream(body: Array("m=audio 0 RTP/AVP 0\na=control: Tü".utf8)).tracks[0].control == "Tü")
    }

    @Test func saysInWordsWhatItPassedOver() {
        #expect(
            Omission.media(1, .unknownFormat).description
                == "Media section 2 does not say what its payload types are (no \"a=rtpmap\").")
        #expect(Omission.media(16, .tooManyTracks).description.contains("the 16 tracks"))
    }

    private static let originForm = "o=<user> <session> <version> <network type> <address type> <address>"
    private static let head = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nt=0 0\n"

    /// As ffmpeg 5.1 wrote it.
    static let ffmpeg = """
        v=0
        o=- 0 0 IN IP4 127.0.0.1
        s=No Name
        c=IN IP4 127.0.0.1
        t=0 0
        a=tool:libavformat LIBAVFORMAT_VERSION
        m=video 0 RTP/AVP 96
        b=AS:100
        a=rtpmap:96 H264/90000
        a=fmtp:96 packetization-mode=1; sprop-parameter-sets=Z0LADdoFB+wEQAAAAwBAAAAMg8UKqA==,aM48gA==; profile-level-id=42C00D
        a=control:streamid=0
        m=audio 0 RTP/AVP 97
        b=AS:69
        a=rtpmap:97 MPEG4-GENERIC/44100/1
        a=fmtp:97 profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3; config=120856E500
        a=control:streamid=1

        """.replacing("\n", with: "\r\n")

    /// As GStreamer 1.22's rtspclientsink wrote it.
    static let gstreamer = """
        v=0
        o=- 511647201 1 IN IP4 127.0.0.1
        s=Session streamed with GStreamer
        i=rtspclientsink
        t=0 0
        a=tool:GStreamer
        m=video 0 RTP/AVP 96
        c=IN IP4 0.0.0.0
        b=AS:2097
        a=rtpmap:96 H264/90000
        a=framerate:30
        a=fmtp:96 packetization-mode=1;sprop-parameter-sets=Z/QADZGbKCg/YC1BgYGQAAADABAAAAMDyPFCmWA=,aOvsRIRA;profile-level-id=f4000d;level-asymmetry-allowed=1
        a=control:stream=0
        a=ts-refclk:local
        a=mediaclk:sender
        a=ssrc:1962635600 cname:user527346720@host-f2e776bc

        """.replacing("\n", with: "\r\n")

    /// Much of what cameras do at once.
    static let camera = """
        o= 2890842807 IN IP4 192.0.2.7
        s=Media Presentation
        i=camera
        b=AS:2632
        a=control:rtsp://192.0.2.7/profile5/media.smp
        a=range:npt=now-
        a=x-dimensions:1920,1080
        m=video 42504 RTP/AVP 98
        b=AS:2560
        a=x-dimensions:1920,1080
        a=control:rtsp://192.0.2.7/profile5/media.smp/trackID=v
        a=fmtp:98 sprop-sps=QgEB
        a=rtpmap:98 H265/90000
        a=framesize:98 1920-1080
        a=framerate:30.0
        a=recvonly
        m=audio 42506 RTP/AVP 0
        a=control:trackID=a
        m=application 42508 RTP/AVP 107
        a=control:
        a=rtpmap:107 vnd.onvif.metadata/90000
        m=application 42510 RTP/AVP 108
        b=AS:8

        """
}
