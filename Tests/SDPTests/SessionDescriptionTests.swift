import SDP
import Testing

struct SessionDescriptionTests {
    private static let text = """
        v=0
        o=alice 2890844526 3 IN IP6 2001:db8::1
        s=A talk
        c=IN IP4 192.0.2.1
        t=0 0
        a=group:BUNDLE a1 v1
        a=tool:something else: here
        m=audio 9 UDP/TLS/RTP/SAVPF 111 0
        c=IN IP4 0.0.0.0
        a=mid:a1
        a=rtpmap:111 opus/48000/2
        a=x-unknown
        m=video 0 UDP/TLS/RTP/SAVPF 96
        a=bundle-only
        a=mid:v1

        """

    @Test(arguments: ["\n", "\r\n"]) func readsEitherLineEndingAndPrintsTheSame(ending: String) throws {
        let written = Self.text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: ending)
        let description = try SessionDescription(parsing: written)
        let expected = Self.text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        #expect(description.print() == expected)
    }

    @Test func sortsLinesIntoSections() throws {
        let description = try SessionDescription(parsing: Self.text)
        #expect(
            description.origin
                == Origin(user: "alice", session: 2_890_844_526, version: 3, address: "IN IP6 2001:db8::1"))
        #expect(description.name == "A talk")
        #expect(description.connection == "IN IP4 192.0.2.1")
        #expect(description.attributes.groups == [Group(semantics: "BUNDLE", mids: ["a1", "v1"])])
        #expect(description.attributes.last == .other(name: "tool", value: "something else: here"))
        #expect(description.media.map(\.attributes.mid) == ["a1", "v1"])
        #expect(description.media[0].payloadTypes == [111, 0])
        #expect(description.media[0].connection == "IN IP4 0.0.0.0")
        #expect(description.media[0].attributes.contains(.other(name: "x-unknown", value: nil)))
        #expect(description.media[1].port == 0)
        #expect(description.media[1].attributes.contains(.bundleOnly))
    }

    @Test func bearsWhatIsOftenMissingOrSuperfluous() throws {
        let description = try SessionDescription(
            parsing: "v=0\no=- 0 0 IN IP4 0\n\nb=AS:1\nb=AS:2\nm=video 9/2 RTP/AVP 96 96 x 200\ni=hello\n\n")
        #expect(description.name == "-")
        #expect(description.media[0].port == 9)
        #expect(description.media[0].payloadTypes == [96])
    }

    @Test(arguments: [
        ("", 1, SDPError.Problem.versionMissing),
        ("\n\nv=0", 3, .originMissing),
        ("v=1\n", 1, .versionMissing),
        ("o=- 1 1 IN IP4 0\nv=0\n", 1, .versionMissing),
        ("v=0\nm=audio 9 RTP/AVP 0\n", 2, .originMissing),
        (
            "v=0\no=- x 1 IN IP4 0\n", 2,
            .malformed(form: "o=<user> <session> <version> <network type> <address type> <address>")
        ),
        ("v=0\no=- 1 1\n", 2, .malformed(form: "o=<user> <session> <version> <network type> <address type> <address>")),
        (head + "hello", 3, .notAField),
        (head + "a", 3, .notAField),
        (head + "A=b", 3, .notAField),
        (head + "a=\u{0}", 3, .controlCharacter),
        (head + "a=mid:0\rX-Header: 1\n", 3, .controlCharacter),
        (head + "y=1", 3, .unknownField),
        (
            head + "s=-\nm=video 70000 UDP/TLS/RTP/SAVPF 96", 4,
            .malformed(form: "m=<media> <port> <protocol> <formats>")
        ),
        (head + "m=video -1 RTP/AVP 96", 3, .malformed(form: "m=<media> <port> <protocol> <formats>")),
        (head + "m=video 9 RTP/AVP", 3, .malformed(form: "m=<media> <port> <protocol> <formats>")),
        (head + "m=", 3, .malformed(form: "m=<media> <port> <protocol> <formats>")),
        (head + "a=", 3, .malformed(form: "a=<name>:<value>")),
        (head + "a=:x", 3, .malformed(form: "a=<name>:<value>")),
        (head + "\n\na=mid\n", 5, .malformed(form: "a=mid:<tag>")),
    ]) func refusesWithTheLine(text: String, line: Int, problem: SDPError.Problem) {
        #expect(throws: SDPError(line: line, problem: problem)) { try SessionDescription(parsing: text) }
    }

    @Test func everyProblemReadsAsASentence() {
        let problems: [SDPError.Problem] = [
            .tooMuch(.bytes, limit: 1), .tooMuch(.formats, limit: 128), .notAField, .controlCharacter, .unknownField,
            .versionMissing, .originMissing, .malformed(form: "a=mid:<tag>"), .twoGenerations,
        ]
        for problem in problems {
            let sentence = SDPError(line: 7, problem: problem).description
            #expect(sentence.hasSuffix("."))
            #expect(sentence.contains("ine 7") || problem == .tooMuch(.bytes, limit: 1))
        }
        #expect(
            SDPError(line: 7, problem: .malformed(form: "a=mid:<tag>")).description
                == "Line 7 should read \"a=mid:<tag>\".")
    }
}

/// Bounds: what is at the limit passes, one more is refused.
struct SDPLimitTests {
    @Test(arguments: [
        (SDPError.Countable.mediaDescriptions, 64, "m=audio 9 RTP/AVP 0\n"),
        (.candidates, 100, "a=candidate:1 1 udp 1 192.0.2.1 1 typ host\n"),
        (.sourceLines, 512, "a=ssrc:1 cname:x\n"),
    ]) func countsLines(what: SDPError.Countable, limit: Int, line: String) throws {
        _ = try SessionDescription(parsing: head + String(repeating: line, count: limit))
        let error = #expect(throws: SDPError.self) {
            try SessionDescription(parsing: head + String(repeating: line, count: limit + 1))
        }
        #expect(error == SDPError(line: limit + 3, problem: .tooMuch(what, limit: limit)))
    }

    @Test func countsCandidatesOverAllSections() {
        let section =
            "m=audio 9 RTP/AVP 0\n" + String(repeating: "a=candidate:1 1 udp 1 192.0.2.1 1 typ host\n", count: 60)
        #expect(throws: SDPError.self) { try SessionDescription(parsing: head + section + section) }
    }

    @Test func countsFormats() throws {
        func text(_ count: Int) -> String {
            head + "m=audio 9 RTP/AVP" + String(repeating: " 0", count: count) + "\n"
        }
        _ = try SessionDescription(parsing: text(128))
        #expect(throws: SDPError(line: 3, problem: .tooMuch(.formats, limit: 128))) {
            try SessionDescription(parsing: text(129))
        }
    }

    @Test func measuresALine() throws {
        func text(_ count: Int) -> String {
            head + "a=" + String(repeating: "x", count: 62) + ":" + filler(count - 65) + "\r\n"
        }
        _ = try SessionDescription(parsing: text(4096))
        #expect(throws: SDPError(line: 3, problem: .tooMuch(.lineBytes, limit: 4096))) {
            try SessionDescription(parsing: text(4097))
        }
    }

    @Test func measuresTheWhole() throws {
        let line = "a=x:" + filler(1019) + "\n"
        let most = head + String(repeating: line, count: 255)
        let rest = 262_144 - most.utf8.count
        _ = try SessionDescription(parsing: most + "a=x:" + filler(rest - 4))
        let error = #expect(throws: SDPError.self) {
            try SessionDescription(parsing: most + "a=x:" + filler(rest - 3))
        }
        #expect(error?.problem == .tooMuch(.bytes, limit: 262_144))
    }

    @Test func countsAllLines() throws {
        _ = try SessionDescription(parsing: head + String(repeating: "b=AS:1\n", count: 8_190))
        #expect(throws: SDPError.self) {
            try SessionDescription(parsing: head + String(repeating: "b=AS:1\n", count: 8_191))
        }
    }

    @Test func refusesTenThousandSectionsAndAMegabyte() {
        #expect(throws: SDPError.self) {
            try SessionDescription(parsing: head + String(repeating: "m=audio 9 RTP/AVP 0\n", count: 10_000))
        }
        #expect(throws: SDPError.self) { try SessionDescription(parsing: filler(1_000_000)) }
    }

    private func filler(_ count: Int) -> String { String(repeating: "x", count: count) }
}

private let head = "v=0\no=- 1 1 IN IP4 0.0.0.0\n"
