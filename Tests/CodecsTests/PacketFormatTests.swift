import Codecs
import Testing

/// What session descriptions say of packets.
@Suite struct PacketFormatTests {
    @Test(arguments: [
        (UInt8(0), PacketFormat.Media.audio, "PCMU", 8_000, 1, CodecName?.some(.pcmu)),
        (3, .audio, "GSM", 8_000, 1, nil), (8, .audio, "PCMA", 8_000, 1, .pcma), (9, .audio, "G722", 8_000, 1, .g722),
        (10, .audio, "L16", 44_100, 2, .l16), (11, .audio, "L16", 44_100, 1, .l16),
        (14, .audio, "MPA", 90_000, 1, .mp3),
        (16, .audio, "DVI4", 11_025, 1, nil), (26, .video, "JPEG", 90_000, 1, .jpeg),
        (31, .video, "H261", 90_000, 1, nil),
        (33, .video, "MP2T", 90_000, 1, nil), (34, .video, "H263", 90_000, 1, nil),
    ])
    func staticPayloadTypes(
        payloadType: UInt8, media: PacketFormat.Media, name: String, clockRate: Int, channels: Int, codec: CodecName?
    ) throws {
        let format = try #require(PacketFormat.staticFormat(payloadType: payloadType))
        #expect(
            format
                == PacketFormat(media, name, payloadType: payloadType, clockRate: clockRate, channels: channels))
        #expect(format.codec == codec)
        #expect(
            PacketFormat.staticPayloadType(of: name, clockRate: clockRate, channels: channels) == payloadType)
    }

    @Test(arguments: [1, 2, 19, 20, 24, 27, 29, 30, 35, 72, 95, 96, 127, 255] as [UInt8])
    func otherPayloadTypesMeanNothingByThemselves(payloadType: UInt8) {
        #expect(PacketFormat.staticFormat(payloadType: payloadType) == nil)
    }

    @Test(arguments: [("PCMU", 16_000, 1), ("L16", 48_000, 2), ("L16", 44_100, 3), ("H264", 90_000, 1)])
    func otherRatesHaveNoStaticPayloadType(name: String, clockRate: Int, channels: Int) {
        #expect(PacketFormat.staticPayloadType(of: name, clockRate: clockRate, channels: channels) == nil)
    }

    @Test func codecsAndPacketsOfWebRTCAreTheSame() {
        let codec = Codec(.h264, clockRate: 90_000, formatParameters: "packetization-mode=1")
        let format = PacketFormat(codec, payloadType: 102)
        #expect(
            format
                == PacketFormat(
                    .video, "H264", payloadType: 102, clockRate: 90_000, formatParameters: "packetization-mode=1"))
        #expect(format.asCodec == codec)
        let sound = Codec(.opus, clockRate: 48_000, channels: 2)
        #expect(PacketFormat(sound, payloadType: 111).asCodec == sound)
        #expect(PacketFormat(sound, payloadType: 111).media == .audio)
    }

    @Test(arguments: ["MP4A-LATM", "mpeg4-generic", "L16", "MPA", "AC3", "GSM", "telephone-event"])
    func webRTCHasNoPacketsOfTheseSounds(name: String) {
        #expect(PacketFormat(.audio, name, payloadType: 96, clockRate: 48_000).asCodec == nil)
    }

    @Test(arguments: ["JPEG", "MP2T", "H261"])
    func webRTCHasNoPacketsOfThesePictures(name: String) {
        #expect(PacketFormat(.video, name, payloadType: 96, clockRate: 90_000).asCodec == nil)
    }

    @Test(arguments: ["VP8", "VP9", "H264", "h265", "AV1"])
    func webRTCHasPacketsOfThesePictures(name: String) {
        let format = PacketFormat(.video, name, payloadType: 96, clockRate: 90_000)
        #expect(format.asCodec?.name == CodecName(encodingName: name))
    }

    /// `m=application` with H.264 in it is nothing that a decoder would get.
    @Test(arguments: [PacketFormat.Media.audio, .text, .application])
    func codecsOfAnotherKindAreUnknown(media: PacketFormat.Media) {
        #expect(PacketFormat(media, "H264", payloadType: 96, clockRate: 90_000).codec == nil)
    }

    @Test func latmIsAAC() {
        let format = PacketFormat(.audio, "mp4a-latm", payloadType: 96, clockRate: 48_000)
        #expect(format.isLATM && format.codec == .aac)
        #expect(!PacketFormat(.audio, "MPEG4-GENERIC", payloadType: 96, clockRate: 48_000).isLATM)
    }

    @Test func parametersAreReadAsOfCodecs() {
        let format = PacketFormat(
            .audio, "MP4A-LATM", payloadType: 96, clockRate: 48_000, formatParameters: "object=2; CPresent = 0;x")
        #expect(format.formatParameter("cpresent") == "0")
        #expect(format.formatParameter("object") == "2")
        #expect(format.formatParameter("x") == nil)
    }
}
