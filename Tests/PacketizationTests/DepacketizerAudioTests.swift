import Bytes
import Codecs
import Packetization
import Testing

@Suite struct DepacketizerAudioTests {
    private static let hbr = "mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config="
    /// Stereo of 44,100 Hz.
    private static let stereo = hbr + "1210"

    @Test func accessUnitsHaveTimesOfTheirOwn() throws {
        var track = try aac(Self.stereo)
        let items = try track.receive(bytes("0030 0018 0010 0008 aabbcc ddee ff"), at: 500)
        let format = try #require(items.formats.first)
        #expect((format.codec, format.configuration) == (.aac, [0x12, 0x10]))
        #expect((format.sampleRate, format.channels) == (44_100, 2))
        #expect(items == [.format(format), frame("aabbcc", 500), frame("ddee", 1_524), frame("ff", 2_548)])
        #expect(!track.needsKeyframe)
        #expect(try track.receive(bytes("0010 0008 11"), at: 9) == [frame("11", 9)])
    }

    @Test(arguments: [
        // Spectral band replication: units of 1024 samples at half of the clock's rate.
        (hbr + "2b118800", 48_000, [0, 2_048, 4_096]), (hbr + "1214", 44_100, [0, 960, 1_920]),
        (hbr + "1210", 90_000, [0, 2_089, 4_179]),
        (hbr + "1210;constantDuration=77", 44_100, [0, 77, 154]),
    ])
    func durationsFollowTheConfiguration(parameters: String, clockRate: Int, times: [Int64]) throws {
        var track = try aac(parameters, clockRate: clockRate)
        let frames = try track.receive(bytes("0030 0008 0008 0008 aabbcc")).frames()
        #expect(frames.map(\.timestamp) == times)
    }

    @Test func fragmentsAreJoined() throws {
        var track = try aac(Self.stereo)
        #expect(try track.receive(bytes("0010 0030 aabb"), at: 7, marker: false).isEmpty)
        #expect(try track.receive(bytes("0010 0030 ccdd"), at: 7, marker: false).isEmpty)
        let items = try track.receive(bytes("0010 0030 eeff"), at: 7)
        #expect(items.count == 2)
        #expect(items.last == frame("aabbccddeeff", 7))
    }

    @Test func aLostFragmentCostsItsUnitAndNoMore() throws {
        for lost in 0..<3 {
            var track = try aac(Self.stereo)
            for (index, part) in ["aabb", "ccdd", "eeff"].enumerated() {
                if index == lost {
                    track.noteLoss()
                } else {
                    #expect(try track.receive(bytes("0010 0030" + part), at: 7, marker: index == 2).isEmpty)
                }
            }
            #expect(try track.receive(bytes("0010 0010 1122"), at: 8).last == frame("1122", 8))
        }
    }

    @Test func otherLayoutsAreReadAsTheyAreDescribed() throws {
        // Mode AAC-lbr; then headers with both deltas, a random access flag and state, and an auxiliary section.
        var low = try aac("mode=AAC-lbr;sizeLength=6;indexLength=2;indexDeltaLength=2;config=1210")
        #expect(try low.receive(bytes("0010 0804 aabb cc")).last == frame("cc", 1_024))
        var full = try aac(
            "sizeLength=8;CTSDeltaLength=4;DTSDeltaLength=4;randomAccessIndication=1;streamStateIndication=2;"
                + "auxiliaryDataSizeLength=8;config=1210")
        // Size 2, composition delta 5, no decoding delta, random access, state: 00000010 1 0101 0 1 00, and 8 bits
        // aside.
        #expect(try full.receive(bytes("0011 02 aa 00 08 ff aabb")).last == frame("aabb", 0))
    }

    @Test(arguments: [
        "00", "0000", "0010 00", "0010 0018 ", "0020 0008 0010 aabb", "0020 0008 0009 aabb", "0010 0009 aa",
        "000d 0008", "ffff 0008 aa",
    ])
    func refusesAAC(payload: String) throws {
        var track = try aac(Self.stereo)
        #expect(try track.receive(bytes(payload)).isEmpty || payload.hasPrefix("0020"))
        #expect(track.malformedCount == (payload == "0010 0018 " ? 0 : 1))
    }

    @Test(arguments: [
        "", "config=1210", hbr, hbr + "zz", hbr + "12", "sizelength=33;config=1210", "sizelength=-1;config=1210",
        "sizelength=a;config=1210", hbr + "1210;constantDuration=0", hbr + "1210;constantDuration=9999999",
    ])
    func refusesParameters(parameters: String) {
        #expect(Depacketizer(codec: Codec(.aac, clockRate: 44_100, formatParameters: parameters)) == nil)
    }

    @Test(arguments: [0, -1, 192_001, Int.max])
    func refusesClockRates(clockRate: Int) {
        #expect(Depacketizer(codec: Codec(.aac, clockRate: clockRate, formatParameters: Self.stereo)) == nil)
    }

    @Test(arguments: [
        (Codec(.opus, clockRate: 48_000, channels: 2), 48_000, 2), (Codec(.pcmu, clockRate: 8_000), 8_000, 1),
        (Codec(.pcma, clockRate: 8_000, channels: 2), 8_000, 2), (Codec(.g722, clockRate: 8_000), 16_000, 1),
    ])
    func otherAudioPassesAsItIs(codec: Codec, sampleRate: Int, channels: Int) throws {
        var track = try #require(Depacketizer(codec: codec))
        let items = try track.receive(bytes("fc0102"), at: 5, marker: false)
        let format = try #require(items.formats.first)
        #expect(items == [.format(format), frame("fc0102", 5)])
        #expect((format.codec, format.sampleRate, format.channels) == (codec.name, sampleRate, channels))
        track.noteLoss()
        #expect(!track.needsKeyframe)
        #expect(track.receive([], at: 6).isEmpty)
        #expect(try track.receive(bytes("fc03"), at: 7) == [frame("fc03", 7)])
        #expect(track.malformedCount == 0)
    }

    @Test(arguments: [CodecName.flac, .ac3, .eac3])
    func codecsWithoutPayloadFormatHaveNone(name: CodecName) {
        #expect(Depacketizer(codec: Codec(name, clockRate: 90_000)) == nil)
    }

    private func aac(_ parameters: String, clockRate: Int = 44_100) throws -> Depacketizer {
        try #require(
            Depacketizer(codec: Codec(.aac, clockRate: clockRate, channels: 2, formatParameters: parameters)))
    }

    private func frame(_ hex: String, _ timestamp: Int64) -> DepacketizedItem {
        .frame(bytes: Hex.bytes(hex) ?? [], timestamp: timestamp, isKeyframe: true)
    }

    private func bytes(_ hex: String) throws -> [UInt8] {
        try #require(Hex.bytes(hex))
    }
}
