import Bytes
import Codecs
import Packetization
import TestSupport
import Testing

/// LATM, MPEG audio and samples in RTP payloads.
@Suite struct AudioPayloadTests {
    private static let configuration = "cpresent=0;config=400023203fc0"

    @Test func severalElementsShareAPacket() throws {
        var track = try latm(Self.configuration)
        #expect(track.format?.sampleRate == 48_000)
        let items = track.receive(unhex("02aabb 00 01cc"), at: 7)
        #expect(items.formats == [try #require(track.format)])
        #expect(items.dropFirst() == [frame("aabb", 7), frame("cc", 7 + 2_048)])
        #expect(track.malformedCount == 0)
    }

    /// A length of 255 goes on in the next byte.
    @Test(arguments: [254, 255, 256, 510, 600])
    func longLengths(size: Int) throws {
        var track = try latm(Self.configuration)
        let unit = [UInt8](repeating: 0xAB, count: size)
        let length = [UInt8](repeating: 255, count: size / 255) + [UInt8(size % 255)]
        #expect(track.receive(length + unit).last == .frame(bytes: unit, timestamp: 0, isKeyframe: true))
    }

    /// Two frames in each element (numSubFrames of 1), and eight bits of other data behind them.
    @Test func framesOfAnElementFollowEachOther() throws {
        // 0 1 000001 0000 000 00010 0011 0010 000 000 11111111 1 0 00001000 0
        var track = try latm("cpresent=0;config=410023203fe080")
        let items = track.receive(unhex("01aa 02bbcc ee 01dd 01ff ee"))
        #expect(items.dropFirst() == [frame("aa", 0), frame("bbcc", 1_024), frame("dd", 2_048), frame("ff", 3_072)])
    }

    /// The configuration within the element, then the same, then another.
    @Test func configurationsComeInBand() throws {
        var track = try latm("")
        #expect(track.format == nil)
        // useSameStreamMux of 1, before there was any.
        #expect(track.receive(packed("1" + byte(1) + byte(0xAA))).isEmpty)
        #expect(track.malformedCount == 1)
        func mux(_ rate: String) -> String {
            "0" + "0" + "1" + "000000" + "0000" + "000" + "00010" + rate + "0010" + "000" + "000" + "11111111" + "00"
        }
        let first = track.receive(packed(mux("0011") + byte(2) + byte(0xAA) + byte(0xBB)), at: 1)
        #expect(first.formats.map(\.sampleRate) == [48_000])
        #expect(first.last == frame("aabb", 1))
        #expect(track.receive(packed("1" + byte(1) + byte(0xCC)), at: 2) == [frame("cc", 2)])
        let other = track.receive(packed(mux("0100") + byte(1) + byte(0xDD)), at: 3)
        #expect(other.formats.map(\.sampleRate) == [44_100])
        #expect(other.last == frame("dd", 3))
        // Said again, it is no news.
        #expect(track.receive(packed(mux("0100") + byte(1) + byte(0xEE)), at: 4) == [frame("ee", 4)])
    }

    @Test(arguments: [
        "cpresent=0", "cpresent=0;config=", "cpresent=0;config=zz", "cpresent=0;config=4000",
        "cpresent=0;config=400823203fc0",
    ])
    func withoutConfigurationThereIsNothing(parameters: String) {
        #expect(
            Depacketizer(
                PacketFormat(
                    .audio, "MP4A-LATM", payloadType: 96, clockRate: 48_000, formatParameters: parameters)) == nil)
    }

    @Test(arguments: [0, -1, 192_001])
    func refusesClockRates(clockRate: Int) {
        let latm = PacketFormat(
            .audio, "MP4A-LATM", payloadType: 96, clockRate: clockRate, formatParameters: Self.configuration)
        #expect(Depacketizer(latm) == nil)
        #expect(Depacketizer(PacketFormat(.audio, "MPA", payloadType: 14, clockRate: clockRate)) == nil)
        #expect(
            Depacketizer(PacketFormat(.audio, "PCMU", payloadType: 96, clockRate: clockRate)) == nil || clockRate > 0)
    }

    @Test func aLostPartCostsItsFrame() throws {
        var track = try latm(Self.configuration)
        #expect(track.receive(unhex("04aabb"), at: 1, marker: false).isEmpty)
        track.noteLoss()
        #expect(track.receive(unhex("dd"), at: 1).isEmpty)
        #expect(track.receive(unhex("01ee"), at: 2).last == frame("ee", 2))
        // What comes behind a loss may be the rest of an element, where any was ever cut.
        track.noteLoss()
        #expect(track.receive(unhex("01ff"), at: 3).isEmpty)
        #expect(track.receive(unhex("01ff"), at: 4) == [frame("ff", 4)])
        #expect(track.malformedCount == 0)
    }

    @Test func whatNeverWasCutIsTakenBehindALoss() throws {
        var track = try latm(Self.configuration)
        track.noteLoss()
        #expect(track.receive(unhex("01ff"), at: 3).last == frame("ff", 3))
    }

    @Test func elementsAreBounded() throws {
        var track = try latm(Self.configuration)
        for _ in 0..<16 { #expect(track.receive([UInt8](repeating: 1, count: 1_024), marker: false).isEmpty) }
        #expect(track.malformedCount == 0)
        #expect(track.receive([1], marker: false).isEmpty)
        #expect(track.malformedCount == 1)
        #expect(track.receive([1, 1]).isEmpty)
    }

    @Test(arguments: ["03aabb", "ff", "ffff"])
    func lengthsThatLieAreRefused(hex: String) throws {
        var track = try latm(Self.configuration)
        #expect(track.receive(unhex(hex)).isEmpty)
        #expect(track.malformedCount == 1)
    }

    /// A frame of 24 bytes: MPEG-2, layer III, 8 kbit/s at 24 kHz.
    private static let mp3 = "fff31440" + String(repeating: "aa", count: 20)

    @Test func framesOfMP3ShareAPacket() throws {
        var track = try mpa()
        #expect(track.format == nil)
        let items = track.receive(unhex("00000000" + Self.mp3 + Self.mp3), at: 5)
        #expect(items.formats == [TrackFormat(.mp3, sampleRate: 24_000, channels: 2)])
        #expect(items.dropFirst() == [frame(Self.mp3, 5), frame(Self.mp3, 5 + 2_160)])
    }

    @Test func partsOfAnMP3FrameAreJoined() throws {
        var track = try mpa()
        let bytes = unhex(Self.mp3)
        #expect(track.receive(unhex("00000000") + bytes[..<10]).isEmpty)
        #expect(track.receive(unhex("0000000a") + bytes[10..<23]).isEmpty)
        #expect(track.receive(unhex("00000017") + bytes[23...]).last == frame(Self.mp3, 0))
        #expect(track.malformedCount == 0)
        // Of another frame, behind a hole, too long, and without a beginning.
        #expect(track.receive(unhex("00000000") + bytes[..<10], at: 1).isEmpty)
        #expect(track.receive(unhex("0000000a") + bytes[10...], at: 2).isEmpty)
        #expect(track.receive(unhex("00000000") + bytes[..<10], at: 3).isEmpty)
        #expect(track.receive(unhex("0000000b") + bytes[11...], at: 3).isEmpty)
        #expect(track.receive(unhex("00000000") + bytes[..<10], at: 4).isEmpty)
        #expect(track.receive(unhex("0000000a") + bytes[10...] + [0], at: 4).isEmpty)
        #expect(track.receive(unhex("0000000a") + bytes[10...], at: 4).isEmpty)
        #expect(track.malformedCount == 4)
        #expect(track.receive(unhex("00000000") + bytes, at: 5) == [frame(Self.mp3, 5)])
    }

    @Test(arguments: ["000000", "00000000", "00000000aabbccdd", "00000000fffb0064"])
    func whatIsNoMP3IsRefused(hex: String) throws {
        var track = try mpa()
        #expect(track.receive(unhex(hex)).isEmpty)
        #expect(track.malformedCount == (hex == "00000000" ? 0 : 1))
    }

    @Test(arguments: [
        ("L16", 44_100, 2), ("L16", 8_000, 8), ("PCMU", 16_000, 2), ("PCMA", 48_000, 1), ("G722", 8_000, 2),
    ])
    func samplesPassWhole(name: String, clockRate: Int, channels: Int) throws {
        let packets = PacketFormat(.audio, name, payloadType: 96, clockRate: clockRate, channels: channels)
        var track = try #require(Depacketizer(packets))
        let format = try #require(track.format)
        #expect((format.sampleRate, format.channels) == (name == "G722" ? 16_000 : clockRate, channels))
        // What is no whole sample of all channels at the end is left out.
        let size = name == "L16" ? 2 * channels : 1
        let bytes = [UInt8](0..<UInt8(3 * size))
        #expect(track.receive(bytes, at: 3) == [.format(format), .frame(bytes: bytes, timestamp: 3, isKeyframe: true)])
        #expect(
            track.receive(bytes + [UInt8](repeating: 1, count: size - 1), at: 4)
                == [.frame(bytes: bytes, timestamp: 4, isKeyframe: true)])
        #expect(track.receive([UInt8](repeating: 1, count: size - 1), at: 5).isEmpty)
        #expect(track.malformedCount == (size > 1 ? 1 : 0))
    }

    @Test(arguments: [0, -1, 9, Int.max])
    func nobodyHearsSoManyChannels(channels: Int) {
        for name in ["L16", "PCMU", "opus"] {
            let format = PacketFormat(.audio, name, payloadType: 96, clockRate: 48_000, channels: channels)
            #expect(Depacketizer(format) == nil)
        }
    }

    /// Cut between moments, each payload later than its frame by what was before.
    @Test(arguments: [
        (CodecName.l16, 2, 1_000, 100, [Int](repeating: 25, count: 10)), (.l16, 1, 203, 100, [34, 34, 33]),
        (.l16, 3, 101, 100, [16]), (.pcmu, 2, 250, 100, [42, 42, 41]), (.g722, 1, 100, 100, [100]),
        (.pcma, 1, 101, 100, [51, 50]),
    ])
    func samplesAreCutBetweenMoments(codec: CodecName, channels: Int, size: Int, maximum: Int, counts: [Int]) throws {
        let format = TrackFormat(codec, sampleRate: 8_000, channels: channels)
        var packetizer = try #require(Packetizer(format: format, maximumPayload: maximum))
        var list = PayloadList()
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        packetizer.packetize(Frame(time: MediaTime(milliseconds: 0), bytes: bytes), into: &list)
        let unit = channels * (codec == .l16 ? 2 : 1)
        let sizes = (0..<list.count).map { list[$0].count }
        #expect(sizes.allSatisfy { $0 <= maximum && $0 % unit == 0 })
        #expect(list.timestampOffsets == sizes.indices.map { sizes[..<$0].reduce(0, +) / unit })
        #expect(list.bytes == Array(bytes[..<(size / unit * unit)]))
        #expect(sizes.map { $0 / unit } == counts)
    }

    private func latm(_ parameters: String) throws -> Depacketizer {
        try #require(
            Depacketizer(
                PacketFormat(
                    .audio, "MP4A-LATM", payloadType: 96, clockRate: 48_000, channels: 2, formatParameters: parameters))
        )
    }

    private func mpa() throws -> Depacketizer {
        try #require(Depacketizer(PacketFormat(.audio, "MPA", payloadType: 14, clockRate: 90_000)))
    }

    private func frame(_ hex: String, _ timestamp: Int64) -> DepacketizedItem {
        .frame(bytes: unhex(hex), timestamp: timestamp, isKeyframe: true)
    }

    private func byte(_ value: UInt8) -> String {
        String((0..<8).map { value >> (7 - $0) & 1 == 1 ? "1" : "0" })
    }

    private func packed(_ bits: String) -> [UInt8] {
        let digits = Array(bits.utf8)
        return stride(from: 0, to: digits.count, by: 8).map { start in
            (start..<start + 8).reduce(0) { $0 << 1 | ($1 < digits.count && digits[$1] == UInt8(ascii: "1") ? 1 : 0) }
        }
    }
}

private func unhex(_ text: String) -> [UInt8] {
    Hex.bytes(text) ?? []
}
