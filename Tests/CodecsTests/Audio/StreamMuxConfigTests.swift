import Codecs
import Testing

/// How LATM says what AAC it holds.
@Suite struct StreamMuxConfigTests {
    @Test(arguments: [
        // ffmpeg; live555's examples of 44.1 kHz mono; GStreamer, which copies what its encoder says and leaves out the rest.
        ("400023203fc0", 48_000, 2, "1190"), ("400024103fc0", 44_100, 1, "1208"),
        ("40002410adca00", 44_100, 1, "120856e500"),
        // HE-AAC with its own object type: 24 kHz made 48 kHz.
        ("40005623101fe0", 48_000, 2, "2b118800"),
    ])
    func descriptionsAreRead(hex: String, sampleRate: Int, channels: Int, configuration: String) throws {
        let config = try StreamMuxConfig(description: unhex(hex).span)
        #expect((config.audio.sampleRate, config.audio.channels) == (sampleRate, channels))
        #expect(config.audio.bytes == unhex(configuration))
        #expect((config.framesPerElement, config.otherDataBits) == (1, 0))
    }

    /// Among frames it ends where it says, at any bit.
    @Test(arguments: 0..<9)
    func theEndIsFound(shift: Int) throws {
        // Version 0, four frames an element, 48 kHz stereo, other data of 261 bits, a checksum.
        let bits =
            "0" + "1" + "000011" + "0000" + "000" + "00010" + "0011" + "0010" + "000" + "000" + "11111111" + "1"
            + "1" + "00000001" + "0" + "00000101" + "1" + "10101010"
        let bytes = packed(String(repeating: "1", count: shift) + bits + "10110111")
        var offset = shift
        let config = try StreamMuxConfig(parsing: bytes.span, bitOffset: &offset)
        #expect(offset == shift + bits.count)
        #expect((config.framesPerElement, config.otherDataBits) == (4, 261))
        #expect(config.audio.bytes == unhex("1190"))
    }

    @Test func versionOneSaysLengths() throws {
        // Buffer fullness in one byte; the decoder's configuration of 16 bits; other data of 300 bits in two bytes.
        let bits =
            "1" + "0" + "00" + "11111111" + "1" + "000000" + "0000" + "000" + "00" + "00010000" + "0001000110010000"
            + "000" + "11111111" + "1" + "01" + "0000000100101100" + "0"
        let bytes = packed(bits)
        var offset = 0
        let config = try StreamMuxConfig(parsing: bytes.span, bitOffset: &offset)
        #expect(offset == bits.count)
        #expect(config.audio.bytes == unhex("1190"))
        #expect(config.otherDataBits == 300)
    }

    @Test(arguments: [
        // Streams of their own timing, two programs, two layers, frames of a fixed length, a codec that is no AAC.
        "000023203fc0", "400823203fc0", "400123203fc0", "400023211fc0", "400103203fc0",
        // Version 1A.
        "c0000000000000",
        // Other data without an end.
        "400023203fffffffffffffffff",
    ])
    func othersAreRefused(hex: String) {
        var offset = 0
        #expect(throws: CodecError.self) {
            try StreamMuxConfig(parsing: unhex(hex).span, bitOffset: &offset)
        }
    }

    @Test func cutOnesAreRefused() {
        let bytes = unhex("400023203fc0")
        for count in 0..<6 {
            let cut = Array(bytes[..<count])
            #expect(throws: CodecError.malformed) {
                var offset = 0
                _ = try StreamMuxConfig(parsing: cut.span, bitOffset: &offset)
            }
        }
    }

    private func packed(_ bits: String) -> [UInt8] {
        let digits = Array(bits.utf8)
        return stride(from: 0, to: digits.count, by: 8).map { start in
            (start..<start + 8).reduce(0) { $0 << 1 | ($1 < digits.count && digits[$1] == UInt8(ascii: "1") ? 1 : 0) }
        }
    }
}
