import SDP
import Testing

struct LenientParsingTests {
    @Test func readsAWholeDescriptionAsTheStrictReaderDoes() throws {
        let text = """
            v=0
            o=alice 2890844526 3 IN IP6 2001:db8::1
            s=A talk
            c=IN IP4 192.0.2.1
            t=0 0
            a=tool:something else: here
            m=audio 9 RTP/AVP 97 0
            c=IN IP4 0.0.0.0
            a=rtpmap:97 opus/48000/2
            a=x-unknown
            m=video 0 RTP/AVP 96
            a=control:trackID=1

            """
        var problems: [SDPError] = []
        #expect(
            try SessionDescription(lenientlyParsing: text, problems: &problems) == SessionDescription(parsing: text))
        #expect(problems.isEmpty)
    }

    @Test(arguments: [
        "v=0", "o= 2890842807 IN IP4 192.168.0.1", "hello", "m=application/X 0 RTP/AVP smart/1/90000", "=", "a=",
        "A=b", "a=\u{7}", "a=(:", "y=1", "m=video", "m=video 70000 RTP/AVP 96", String(repeating: "a", count: 5_000),
    ])
    func passesOverALineBetweenOthers(line: String) throws {
        var problems: [SDPError] = []
        let description = try SessionDescription(
            lenientlyParsing: "s=x\na=before\n\(line)\nm=video 0 RTP/AVP 96\na=behind\n", problems: &problems)
        #expect(description.name == "x")
        #expect(description.attributes == [.other(name: "before", value: nil)])
        #expect(description.media.map(\.formats) == [["96"]])
        #expect(description.media.map(\.attributes) == [[.other(name: "behind", value: nil)]])
        #expect(problems.map(\.line) == (line == "v=0" ? [] : [3]))
    }

    @Test func takesNothingOfAMediaLineThatItCannotRead() throws {
        var problems: [SDPError] = []
        let description = try SessionDescription(
            lenientlyParsing:
                "m=audio 0 RTP/AVP 0\nm=video\nc=IN IP4 1.2.3.4\na=control:2\nm=video 0 RTP/AVP 96\na=mid:3",
            problems: &problems)
        #expect(description.media.map(\.media) == ["audio", "video"])
        #expect(description.media.map(\.attributes) == [[], [.mid("3")]])
        #expect(description.media.map(\.connection) == [nil, nil])
        #expect(problems == [SDPError(line: 2, problem: .malformed(form: "m=<media> <port> <protocol> <formats>"))])
    }

    @Test(arguments: ["\n", "\r\n", "\r", "\n\n", "\u{0}\n", " \r\n "]) func bearsEveryEndOfLine(ending: String) throws
    {
        var problems: [SDPError] = []
        let lines = ["s=x", "m=video 0 RTP/AVP 96", "a=mid:1", "a=control:trackID=0"]
        let description = try SessionDescription(
            lenientlyParsing: lines.joined(separator: ending) + ending, problems: &problems)
        #expect(description.name == "x")
        #expect(
            description.media.map(\.attributes) == [[.mid("1"), .other(name: "control", value: "trackID=0")]])
        #expect(problems.isEmpty)
    }

    @Test func keepsAnAttributeOfWrongFormAsText() throws {
        var problems: [SDPError] = []
        let description = try SessionDescription(
            lenientlyParsing: "a=rtpmap:98 MetaData\na=candidate\n", problems: &problems)
        #expect(
            description.attributes
                == [.other(name: "rtpmap", value: "98 MetaData"), .other(name: "candidate", value: nil)])
        #expect(problems.map(\.line) == [1, 2])
    }

    @Test func keepsToItsLimits() throws {
        var problems: [SDPError] = []
        let tooLong = String(repeating: "a", count: SDPLimits.bytes + 1)
        #expect(throws: SDPError(line: 1, problem: .tooMuch(.bytes, limit: SDPLimits.bytes))) {
            try SessionDescription(lenientlyParsing: tooLong, problems: &problems)
        }
        let manyLines = String(repeating: "s=\n", count: 2 * SDPLimits.lines)
        #expect(throws: SDPError(line: SDPLimits.lines, problem: .tooMuch(.lines, limit: SDPLimits.lines))) {
            try SessionDescription(lenientlyParsing: manyLines, problems: &problems)
        }
        _ = try SessionDescription(
            lenientlyParsing: String(repeating: "s=\r\n", count: SDPLimits.lines - 1), problems: &problems)
        #expect(problems.isEmpty)

        let media = String(repeating: "m=audio 0 RTP/AVP" + String(repeating: " 0", count: 200) + "\n", count: 90)
        let description = try SessionDescription(lenientlyParsing: media, problems: &problems)
        #expect(description.media.count == SDPLimits.mediaDescriptions)
        #expect(description.media.allSatisfy { $0.formats.count == SDPLimits.formats })
        #expect(problems.count == 16)
    }
}
