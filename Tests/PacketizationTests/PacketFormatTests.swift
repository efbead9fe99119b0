import Bytes
import Codecs
import Packetization
import Testing

/// What session descriptions say of what a packetizer sends, and what a depacketizer learns of it.
@Suite struct PacketFormatTests {
    @Test(arguments: [
        (TrackFormat(.vp8), PacketFormat(.video, "VP8", payloadType: 0, clockRate: 90_000)),
        (
            TrackFormat(.jpeg, width: 2_040, height: 16),
            PacketFormat(.video, "JPEG", payloadType: 26, clockRate: 90_000)
        ),
        (
            TrackFormat.opus(channels: 2),
            PacketFormat(
                .audio, "opus", payloadType: 0, clockRate: 48_000, channels: 2, formatParameters: "sprop-stereo=1")
        ),
        (
            .opus(channels: 1),
            PacketFormat(
                .audio, "opus", payloadType: 0, clockRate: 48_000, channels: 2, formatParameters: "sprop-stereo=0")
        ),
        (
            TrackFormat(.pcmu, sampleRate: 8_000, channels: 1),
            PacketFormat(.audio, "PCMU", payloadType: 0, clockRate: 8_000)
        ),
        (
            TrackFormat(.pcma, sampleRate: 8_000, channels: 1),
            PacketFormat(.audio, "PCMA", payloadType: 8, clockRate: 8_000)
        ),
        (
            TrackFormat(.pcma, sampleRate: 16_000, channels: 2),
            PacketFormat(.audio, "PCMA", payloadType: 0, clockRate: 16_000, channels: 2)
        ),
        (
            TrackFormat(.g722, sampleRate: 16_000, channels: 1),
            PacketFormat(.audio, "G722", payloadType: 9, clockRate: 8_000)
        ),
        (
            TrackFormat(.l16, sampleRate: 44_100, channels: 2),
            PacketFormat(.audio, "L16", payloadType: 10, clockRate: 44_100, channels: 2)
        ),
        (
            TrackFormat(.l16, sampleRate: 48_000, channels: 6),
            PacketFormat(.audio, "L16", payloadType: 0, clockRate: 48_000, channels: 6)
        ),
        (
            TrackFormat(.mp3, sampleRate: 44_100, channels: 2),
            PacketFormat(.audio, "MPA", payloadType: 14, clockRate: 90_000)
        ),
        (
            TrackFormat(.aac, configuration: [0x11, 0x90], sampleRate: 48_000, channels: 2),
            PacketFormat(
                .audio, "MPEG4-GENERIC", payloadType: 0, clockRate: 48_000, channels: 2,
                formatParameters: "streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;"
                    + "indexdeltalength=3;config=1190")
        ),
        (
            TrackFormat(.h264),
            PacketFormat(
                .video, "H264", payloadType: 0, clockRate: 90_000, formatParameters: "packetization-mode=1")
        ),
        (TrackFormat(.h265), PacketFormat(.video, "H265", payloadType: 0, clockRate: 90_000)),
        (
            TrackFormat(.vp9, configuration: [2, 31, 0xA2, 1, 1, 1, 0, 0]),
            PacketFormat(.video, "VP9", payloadType: 0, clockRate: 90_000, formatParameters: "profile-id=2")
        ),
        (
            TrackFormat(.av1, configuration: [0x81, 0x2D, 0x8C, 0]),
            PacketFormat(
                .video, "AV1", payloadType: 0, clockRate: 90_000, formatParameters: "profile=1;level-idx=13;tier=1")
        ),
    ])
    func formatsAreDescribed(format: TrackFormat, expected: PacketFormat) {
        #expect(PacketFormat(packetsOf: format) == expected)
        #expect(Packetizer(format: format) != nil)
    }

    @Test(arguments: [
        TrackFormat(.flac, sampleRate: 48_000, channels: 2), TrackFormat(.ac3, sampleRate: 48_000, channels: 2),
        TrackFormat(.eac3, sampleRate: 48_000, channels: 2), TrackFormat(.aac, sampleRate: 48_000, channels: 2),
        TrackFormat(.l16, sampleRate: 0, channels: 2), TrackFormat(.pcmu, sampleRate: 8_000, channels: 0),
        TrackFormat(.opus, sampleRate: 48_000, channels: 6),
    ])
    func othersAreNot(format: TrackFormat) {
        #expect(PacketFormat(packetsOf: format) == nil)
    }

    @Test(arguments: [
        (PacketFormat(.audio, "PCMU", payloadType: 0, clockRate: 8_000), true),
        (PacketFormat(.audio, "PCMU", payloadType: 0, clockRate: 16_000), false),
        (PacketFormat(.video, "H264", payloadType: 0, clockRate: 90_000), false),
        (PacketFormat(.video, "JPEG", payloadType: 26, clockRate: 90_000), true),
        (PacketFormat(.video, "JPEG", payloadType: 96, clockRate: 90_000), false),
    ])
    func staticPayloadTypesAreTold(format: PacketFormat, isStatic: Bool) {
        #expect(format.hasStaticPayloadType == isStatic)
    }

    /// As ffmpeg's own description of the same sets spells them.
    @Test func parameterSetsOfH264() throws {
        let parameters = "profile-level-id=64001f;sprop-parameter-sets=Z2QAH6zZQFAFuwFsgAAAAwCAAAAeB4wYyw==,aOvssiw="
        let format = try #require(described(.h264, "packetization-mode=1;" + parameters))
        #expect((format.codec, format.width, format.height) == (.h264, 1_280, 720))
        let again = try #require(PacketFormat(packetsOf: format))
        #expect(again.formatParameters == "packetization-mode=1;" + parameters)
    }

    @Test func parameterSetsOfH265() throws {
        let parameters =
            "sprop-vps=QAEMAf//AWAAAAMAkAAAAwAAAwBdrAw=;sprop-sps=QgEBAWAAAAMAkAAAAwAAAwBdoAKAgC0WWQ==;"
            + "sprop-pps=RAHBcrRiQA=="
        let format = described(.h265, parameters)
        // The set is cut, as real ones are not: it says no size.
        #expect(format.map(\.codec) == .h265)
        #expect(try PacketFormat(packetsOf: #require(format))?.formatParameters == parameters)
    }

    /// What packets alone say, or what is not complete.
    @Test(arguments: [
        (CodecName.h264, "packetization-mode=1"), (.h264, "sprop-parameter-sets=Z2QAH6zZQFAFuwFsgAAAAwCAAAAeB4wYyw=="),
        (.h264, "sprop-parameter-sets=aOvssiw="), (.h264, "sprop-parameter-sets=!!,??"),
        (.h265, "sprop-vps=QAEMAf//AWAAAAMAkAAAAwAAAwBdrAw="), (.vp8, ""), (.vp9, "profile-id=0"), (.av1, "profile=0"),
    ])
    func nothingIsKnownBeforePackets(codec: CodecName, parameters: String) {
        #expect(described(codec, parameters) == nil)
    }

    @Test func soundIsKnownBeforePackets() {
        let aac = "sizelength=13;indexlength=3;indexdeltalength=3;config=1190"
        #expect(
            described(.aac, aac) == TrackFormat(.aac, configuration: [0x11, 0x90], sampleRate: 48_000, channels: 2))
        #expect(described(.opus, "") == .opus(channels: 1))
        #expect(described(.pcma, "") == TrackFormat(.pcma, sampleRate: 48_000, channels: 1))
    }

    private func described(_ codec: CodecName, _ parameters: String) -> TrackFormat? {
        Depacketizer(codec: Codec(codec, clockRate: 48_000, formatParameters: parameters))?.format
    }
}
