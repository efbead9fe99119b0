import SDP
import Testing

struct TrickleFragmentTests {
    /// The shape of a browser library's PATCH: one section for each m-line, the same credentials in each.
    @Test func gathersTheCandidatesOfAllSections() throws {
        let fragment = try TrickleFragment(
            parsing: """
                a=ice-ufrag:EsAw
                a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
                m=audio 9 UDP/TLS/RTP/SAVPF 111
                a=mid:0
                a=candidate:1 1 udp 2 192.0.2.1 1 typ host
                m=video 9 UDP/TLS/RTP/SAVPF 96
                a=mid:1
                a=ice-ufrag:EsAw
                a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
                a=candidate:2 1 udp 1 x.local 2 typ host
                a=end-of-candidates
                """)
        #expect(fragment.ufrag == "EsAw")
        #expect(fragment.password == "P2uYro0UCOQ4zxjKXaWCBui1")
        #expect(fragment.candidates.map(\.address) == ["192.0.2.1", "x.local"])
        #expect(fragment.mid == "0")
        #expect(fragment.endOfCandidates)
        #expect(!fragment.isLite)
    }

    @Test func anEmptyOneSaysNothing() throws {
        #expect(try TrickleFragment(parsing: "") == TrickleFragment())
        #expect(try TrickleFragment(parsing: "a=group:BUNDLE 0\r\nm=audio 9 RTP/AVP 0\r\n") == TrickleFragment())
    }

    @Test func printsWhatItReads() throws {
        let text = """
            a=ice-lite
            m=audio 9 RTP/AVP 0
            a=mid:a
            a=ice-ufrag:abcd
            a=ice-pwd:0123456789012345678901
            a=candidate:1 1 udp 2130706431 192.0.2.1 8189 typ host
            a=end-of-candidates

            """
        let fragment = try TrickleFragment(parsing: text)
        #expect(
            fragment.print() == text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n"))
        #expect(try TrickleFragment(parsing: fragment.print()) == fragment)
    }

    @Test(arguments: [
        ("a=ice-ufrag:aaaa\nm=audio 9 RTP/AVP 0\na=ice-ufrag:bbbb\na=mid:0\n", 3, SDPError.Problem.twoGenerations),
        ("a=ice-pwd:0123456789012345678901\na=ice-pwd:0123456789012345678902", 2, .twoGenerations),
        ("{\"candidate\": 1}", 1, .notAField),
        ("a=mid:0\na=ice-ufrag:\n", 2, .malformed(form: "a=ice-ufrag:<4 to 256 characters>")),
        ("m=audio\n", 1, .malformed(form: "m=<media> <port> <protocol> <formats>")),
    ]) func refusesWithTheLine(text: String, line: Int, problem: SDPError.Problem) {
        #expect(throws: SDPError(line: line, problem: problem)) { try TrickleFragment(parsing: text) }
    }

    @Test func holdsTheLimitOfCandidates() {
        let line = "a=candidate:1 1 udp 1 192.0.2.1 1 typ host\n"
        #expect(throws: SDPError(line: 101, problem: .tooMuch(.candidates, limit: 100))) {
            try TrickleFragment(parsing: String(repeating: line, count: 101))
        }
    }
}
