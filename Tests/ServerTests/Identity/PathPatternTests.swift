import SFU
import Testing

@testable import Server

@Suite struct PathPatternTests {
    @Test(arguments: [
        ("live/bbb", ["live/bbb"], ["live/bb", "live/bbbb", "live", "live/bbb/x", "xlive/bbb", "LIVE/bbb"]),
        ("live/*", ["live/bbb", "live/a.b"], ["live", "live/a/b", "lively/a", "other/live/a"]),
        ("*", ["live", "x"], ["live/bbb"]),
        ("**", ["live", "live/bbb", "a/b/c/d/e"], []),
        ("live/**", ["live/a", "live/a/b/c"], ["live", "lives/a", "a/live/b"]),
        ("**/cam", ["a/cam", "a/b/cam"], ["cam", "a/cam/b", "a/camx"]),
        ("a/**/z", ["a/b/z", "a/b/c/z"], ["a/z", "a/b", "b/c/z"]),
        ("**/**", ["a/b", "a/b/c"], ["a"]),
        ("cam-*", ["cam-", "cam-1", "cam-1-2"], ["cam", "xcam-1", "cam-1/x"]),
        ("*-cam-*", ["a-cam-b", "-cam-", "x-cam-cam-y"], ["cam", "a-cam", "cam-b"]),
        ("a*a", ["aa", "aba", "aaa"], ["a", "ab", "ba"]),
    ])
    func matchesWhatItSays(_ text: String, _ matching: [String], _ others: [String]) throws {
        let pattern = try #require(PathPattern(text))
        for path in matching { #expect(pattern.matches(try StreamPath(path)), "\(path)") }
        for path in others { #expect(!pattern.matches(try StreamPath(path)), "\(path)") }
    }

    @Test(arguments: ["", "/", "/live", "live/", "live//x", "..", "a/../b", "a b", "a%2eb", "ä", "a?", "a\n", "[ab]"])
    func othersAreNoPatterns(_ text: String) {
        #expect(PathPattern(text) == nil)
    }

    @Test func onlyTwoAsterisksAloneAreEverything() {
        #expect(PathPattern.everything.isEverything)
        #expect(PathPattern("**") == .everything)
        for text in ["*", "**/**", "live/**", "**/*"] { #expect(PathPattern(text)?.isEverything == false) }
    }

    /// A pattern made to go wrong takes no longer than any other.
    @Test(.timeLimit(.minutes(1)))
    func hardPatternsAreQuick() throws {
        let pattern = try #require(
            PathPattern(
                Array(repeating: "**", count: 8).joined(separator: "/") + "/" + String(repeating: "*a", count: 60) + "b"
            ))
        let path = try StreamPath(
            Array(repeating: "a", count: 14).joined(separator: "/") + "/" + String(repeating: "a", count: 200))
        for _ in 0..<200 { #expect(!pattern.matches(path)) }
    }
}
