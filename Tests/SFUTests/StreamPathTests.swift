import SFU
import Testing

struct StreamPathTests {
    @Test(arguments: ["a", "live/bbb", "a.b/c-d_e~1", "x/v1", "snapshot"])
    func accepts(text: String) throws {
        let path = try StreamPath(text)
        #expect(path.text == text)
    }

    @Test(arguments: [
        ("", StreamPathError.empty), ("/a", .emptySegment), ("a/", .emptySegment), ("a//b", .emptySegment),
        (".", .dotSegment), ("a/../b", .dotSegment), ("a/%2e%2e", .forbiddenCharacter), ("a\\b", .forbiddenCharacter),
        ("a\0b", .forbiddenCharacter), ("a\nb", .forbiddenCharacter), ("a b", .forbiddenCharacter),
        ("\u{430}bc", .forbiddenCharacter), ("live/whep", .reserved("whep")), ("whip", .reserved("whip")),
        ("live/whip/x", .reserved("whip")),
        ("v1/a", .reserved("v1")), ("metrics", .reserved("metrics")), ("a/index.m3u8", .reserved("index.m3u8")),
        ("a/snapshot.jpg", .reserved("snapshot.jpg")),
        (String(repeating: "a", count: 256), .tooLong),
        (Array(repeating: "a", count: 17).joined(separator: "/"), .tooManySegments),
    ]) func refuses(text: String, error: StreamPathError) {
        #expect(throws: error) { try StreamPath(text) }
    }

    @Test func theRoomIsThePathWithoutItsLastSegment() throws {
        #expect(try StreamPath("a/b/c").room == "a/b")
        #expect(try StreamPath("a").room == "")
    }
}
