import Codecs
import Testing

struct CodecMatchingTests {
    @Test(arguments: [
        ("", "", true),
        ("packetization-mode=1;profile-level-id=640c1f", "profile-level-id=42e01f;packetization-mode=1", true),
        ("packetization-mode=1", "packetization-mode=0", false),
        ("packetization-mode=0", "profile-level-id=42e01f", true),
        ("Packetization-Mode = 1", "packetization-mode=1", true),
        ("packetization-mode=01", "packetization-mode=1", true),
        ("packetization-mode=99999999999999999999", "", false),
    ]) func h264MatchesByPacketizationMode(one: String, other: String, expected: Bool) {
        let one = Codec(.h264, clockRate: 90_000, formatParameters: one)
        let other = Codec(.h264, clockRate: 90_000, formatParameters: other)
        #expect(one.matches(other) == expected)
        #expect(other.matches(one) == expected)
    }

    @Test(arguments: [
        (CodecName.vp9, "profile-id=0", "", true), (.vp9, "profile-id=2", "profile-id=0", false),
        (.av1, "level-idx=5;profile=0;tier=0", "", true), (.av1, "profile=1", "profile=0", false),
        (.vp8, "max-fr=30", "max-fr=60", true), (.h265, "profile-id=1", "profile-id=2", true),
    ]) func otherVideoMatchesByProfile(name: CodecName, one: String, other: String, expected: Bool) {
        let one = Codec(name, clockRate: 90_000, formatParameters: one)
        #expect(one.matches(Codec(name, clockRate: 90_000, formatParameters: other)) == expected)
    }

    @Test func nameClockRateAndChannelsMustAgree() {
        let opus = Codec(.opus, clockRate: 48_000, channels: 2, formatParameters: "useinbandfec=1")
        #expect(opus.matches(Codec(.opus, clockRate: 48_000, channels: 2)))
        #expect(!opus.matches(Codec(.opus, clockRate: 48_000)))
        #expect(!opus.matches(Codec(.opus, clockRate: 16_000, channels: 2)))
        #expect(!Codec(.pcmu, clockRate: 8_000).matches(Codec(.pcma, clockRate: 8_000)))
    }

    @Test(arguments: [
        ("minptime", "10"), ("USEINBANDFEC", "1"), ("stereo", "a=b"), ("absent", nil), ("flag", nil), ("", nil),
    ]) func findsOneFormatParameter(name: String, value: String?) {
        let codec = Codec(
            .opus, clockRate: 48_000, channels: 2, formatParameters: "minptime=10; useinbandfec=1 ;flag;;stereo=a=b")
        #expect(codec.formatParameter(name) == value)
    }
}
