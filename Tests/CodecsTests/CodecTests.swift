import Codecs
import Testing

struct CodecTests {
    @Test(
        arguments: [
            ("", "profile-id", nil),
            ("profile-id=2", "profile-id", "2"),
            ("Profile-ID=2", "profile-id", "2"),
            ("minptime=10; useinbandfec=1", "USEINBANDFEC", "1"),
            (" minptime = 10 ;;useinbandfec=1 ", "minptime", "10"),
            (" minptime = 10 ;;useinbandfec=1 ", "useinbandfec", "1"),
            ("sprop-parameter-sets=Z0IACpZTBYmI,aMljiA==;a=b", "sprop-parameter-sets", "Z0IACpZTBYmI,aMljiA=="),
            ("x-profile-id=1", "profile-id", nil),
            ("0-15", "0-15", nil),
            ("empty=;other=1", "empty", ""),
            ("a=1;a=2", "a", "1"),
        ] as [(String, String, String?)])
    func findsFormatParameters(parameters: String, name: String, value: String?) {
        let codec = Codec(.vp9, clockRate: 90_000, formatParameters: parameters)
        #expect(codec.formatParameter(name) == value)
    }

    @Test(
        arguments: [
            (CodecName.vp8, "", "whatever=1", true),
            (.h264, "", "packetization-mode=0", true),
            (.h264, "packetization-mode=1", "packetization-mode=1;profile-level-id=42e01f", true),
            (
                .h264, "packetization-mode=1;profile-level-id=640032", "packetization-mode=1;profile-level-id=42e00a",
                true
            ),
            (.h264, "packetization-mode=1", "", false),
            (.h264, "packetization-mode=1", "packetization-mode=x", false),
            (.vp9, "", "profile-id=0", true),
            (.vp9, "profile-id=2", "profile-id=0", false),
            (.vp9, "profile-id=2", "", false),
            (.av1, "level-idx=5;profile=0;tier=0", "", true),
            (.av1, "profile=1", "", false),
            (.h265, "profile-id=1;level-id=93", "profile-id=2;tx-mode=SRST", true),
            (.h265, "tx-mode=srst", "", true),
            (.h265, "tx-mode=MRST", "", false),
            (.opus, "minptime=10;useinbandfec=1", "stereo=1", true),
        ] as [(CodecName, String, String, Bool)])
    func matchesByWhatMatters(name: CodecName, mine: String, theirs: String, expected: Bool) {
        let one = Codec(name, clockRate: 90_000, formatParameters: mine)
        let other = Codec(name, clockRate: 90_000, formatParameters: theirs)
        #expect(one.matches(other) == expected)
        #expect(other.matches(one) == expected)
    }

    @Test func nameClockAndChannelsMustAgree() {
        let opus = Codec(.opus, clockRate: 48_000, channels: 2)
        #expect(opus.matches(opus))
        #expect(!opus.matches(Codec(.opus, clockRate: 48_000, channels: 1)))
        #expect(!opus.matches(Codec(.opus, clockRate: 24_000, channels: 2)))
        #expect(!Codec(.pcmu, clockRate: 8_000).matches(Codec(.pcma, clockRate: 8_000)))
    }

    @Test(
        arguments: [("vp8", CodecName.vp8), ("OPUS", .opus), ("h264", .h264), ("av1", .av1), ("red", nil), ("", nil)]
            as [(String, CodecName?)])
    func encodingNamesCompareWithoutCase(text: String, name: CodecName?) {
        #expect(CodecName(encodingName: text) == name)
    }
}
