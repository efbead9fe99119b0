import Codecs
import Packetization
import TestSupport
import Testing

@Suite struct PacketizerAudioTests {
    @Test(arguments: [1, 160, 1_180, 1_275, 1_400])
    func framesOfOpusAreWholePayloads(size: Int) {
        let frame = h264Unit(0x78, count: size)
        #expect(payloads(of: frame, TrackFormat(.opus, sampleRate: 48_000, channels: 1)) == [frame])
    }

    /// It cannot be cut, and would not pass.
    @Test func framesOfOpusThatNoDatagramHoldsAreLeftOut() {
        let format = TrackFormat(.opus, sampleRate: 48_000, channels: 1)
        #expect(payloads(of: [UInt8](repeating: 1, count: 1_401), format).isEmpty)
        #expect(payloads(of: [UInt8](repeating: 1, count: 1_401), format, maximum: 1_401).count == 1)
    }

    @Test(arguments: CodecName.allCases)
    func framesWithoutBytesHaveNoPayloads(codec: CodecName) {
        #expect(payloads(of: [], TrackFormat(codec), isKeyframe: true).isEmpty)
    }

    /// AU-headers-length of 16 bits, then the size in 13 bits and an index of 0.
    @Test func accessUnitsHaveOneHeader() {
        let format = TrackFormat(.aac, sampleRate: 48_000, channels: 2)
        #expect(payloads(of: [0xAA, 0xBB], format) == [[0x00, 0x10, 0x00, 0x10, 0xAA, 0xBB]])
        #expect(payloads(of: h264Unit(1, count: 371), format).first?.prefix(4) == [0x00, 0x10, 0x0B, 0x98])
    }

    @Test(arguments: [1_177, 2_353, 6_144, 8_191])
    func fragmentsOfAnAccessUnitNameItsWholeSize(size: Int) {
        let frame = h264Unit(0x21, count: size)
        let fragments = payloads(of: frame, TrackFormat(.aac, sampleRate: 48_000, channels: 8))
        #expect(fragments.count > 1)
        #expect(fragments.allSatisfy { Int($0[2]) << 5 | Int($0[3]) >> 3 == size && $0[3] & 7 == 0 })
        #expect(fragments.allSatisfy { $0.starts(with: [0, 16]) })
        #expect(fragments.flatMap { $0.dropFirst(4) } == frame)
    }

    @Test func accessUnitsBeyondThirteenBitsAreLeftOut() {
        let format = TrackFormat(.aac, sampleRate: 48_000, channels: 2)
        #expect(payloads(of: [UInt8](repeating: 1, count: 8_192), format).isEmpty)
    }

    @Test(arguments: [CodecName.flac, .ac3, .eac3])
    func someCodecsAreNotSentByRTP(codec: CodecName) {
        #expect(Packetizer(format: TrackFormat(codec, sampleRate: 44_100, channels: 2)) == nil)
    }

    @Test(arguments: CodecName.allCases.filter { ![.flac, .ac3, .eac3].contains($0) })
    func theOthersAre(codec: CodecName) {
        #expect(Packetizer(format: TrackFormat(codec)) != nil)
    }

    @Test(arguments: [
        (CodecName.opus, 16_000, 48_000), (.opus, 0, 48_000), (.g722, 16_000, 8_000), (.pcmu, 8_000, 8_000),
        (.pcma, 0, 8_000), (.pcma, 16_000, 16_000), (.aac, 44_100, 44_100), (.aac, 0, 90_000), (.aac, -1, 90_000),
        (.mp3, 44_100, 90_000), (.h264, 0, 90_000), (.h265, 0, 90_000), (.av1, 0, 90_000), (.vp8, 0, 90_000),
        (.vp9, 48_000, 90_000), (.jpeg, 0, 90_000), (.l16, 44_100, 44_100), (.l16, 0, 90_000), (.ac3, 48_000, 48_000),
        (.flac, 96_000, 96_000),
    ])
    func clockRates(codec: CodecName, sampleRate: Int, expected: Int) {
        #expect(Packetizer.clockRate(of: codec, sampleRate: sampleRate) == expected)
    }
}
