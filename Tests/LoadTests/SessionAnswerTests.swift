import Codecs
import DTLS
import ICE
import Net
import SDP
import TestSupport
import Testing

@testable import Load

/// Answers in the manner of several servers to one offer of video and audio.
struct SessionAnswerTests {
    @Test func aLiteServerThatIsTheDTLSServer() throws {
        let answer = try SessionAnswer(parsing: Self.lite, to: try Offers.viewer(audio: true))
        #expect(answer.credentials.ufrag == "Xy12" && answer.dtlsRole == .client)
        #expect(answer.fingerprints.map(\.algorithm) == [.sha256])
        #expect(answer.candidates.map(\.description) == ["192.0.2.7:8189", "[2001:db8::7]:8189"])
        #expect(answer.sections.map(\.isAccepted) == [true, true])
        #expect(answer.sections.map(\.payloadType) == [111, 102])
        #expect(answer.sections.map(\.ssrc) == [1_111, 2_222])
        #expect(answer.sections.map(\.hasRetransmission) == [false, true])
        #expect(answer.sections.map(\.transportExtension) == [nil, nil])
    }

    /// Its transport in the session, candidates in the first section alone, DTLS client, transport-wide feedback.
    @Test func aFullServerThatIsTheDTLSClient() throws {
        let answer = try SessionAnswer(parsing: Self.full, to: try Offers.viewer(audio: true))
        #expect(answer.dtlsRole == .server)
        #expect(answer.credentials.password == "fullserverpasswordfullse")
        #expect(answer.candidates.map(\.description) == ["198.51.100.3:50000", "203.0.113.9:50000"])
        #expect(answer.sections[1].payloadType == 96, "the server's own choice")
        #expect(answer.sections[1].transportExtension == 3 && answer.sections[1].midExtension == 1)
        #expect(!answer.sections[1].hasRetransmission && answer.sections[1].ssrc == nil)
    }

    @Test func whatIsRefusedIsNotWaitedFor() throws {
        let text = Self.lite.replacing("m=audio 8189", with: "m=audio 0")
        let answer = try SessionAnswer(parsing: text, to: try Offers.viewer(audio: true))
        #expect(answer.sections.map(\.isAccepted) == [false, true])
        #expect(answer.credentials.ufrag == "Xy12", "of the section that is left")
        let inactive = Self.lite.replacing("a=mid:0\r\na=sendonly", with: "a=mid:0\r\na=inactive")
        let other = try SessionAnswer(parsing: inactive, to: try Offers.viewer(audio: true))
        #expect(other.sections.map(\.isAccepted) == [false, true])
    }

    @Test func theServersOwnAddressIsTriedFirst() throws {
        let answer = try SessionAnswer(
            parsing: Self.full, to: try Offers.viewer(audio: true), preferred: IPAddress("203.0.113.9"))
        #expect(answer.candidates.map(\.description) == ["203.0.113.9:50000", "198.51.100.3:50000"])
    }

    @Test(arguments: [
        ("a=candidate:", "a=x-candidate:", AnswerError.noCandidates),
        ("a=ice-pwd:", "a=x-pwd:", .noCredentials),
        ("a=fingerprint:sha-256", "a=x-fingerprint:sha-256", .noFingerprint),
        ("v=0\r\n", "", .notSDP("\(SDPError(line: 1, problem: .versionMissing))")),
    ])
    func whatIsWrongIsSaid(text: String, replacement: String, error: AnswerError) throws {
        let offer = try Offers.viewer(audio: true)
        let changed = Self.lite.replacing(text, with: replacement)
        #expect(throws: error) { try SessionAnswer(parsing: changed, to: offer) }
    }

    @Test func oneUsableAddressIsEnough() throws {
        let text = Self.lite.replacing(" 192.0.2.7 8189", with: " host.local 8189")
        let answer = try SessionAnswer(parsing: text, to: try Offers.viewer(audio: true))
        #expect(answer.candidates.map(\.description) == ["[2001:db8::7]:8189"])
    }

    @Test func addressesThatCannotBeUsedAreNamed() throws {
        let offer = try Offers.viewer(audio: true)
        let names = Self.lite.replacing("192.0.2.7 8189", with: "a1b2.local 8189")
            .replacing("2001:db8::7 8189", with: "fe80::7 8189")
        let error = #expect(throws: AnswerError.self) { try SessionAnswer(parsing: names, to: offer) }
        #expect(error?.description.contains("a1b2.local") == true)
        let refused = Self.lite.replacing("m=audio 8189", with: "m=audio 0").replacing(
            "m=video 8189", with: "m=video 0")
        #expect(throws: AnswerError.everythingRefused) { try SessionAnswer(parsing: refused, to: offer) }
        #expect(throws: AnswerError.sectionCount(answered: 2, offered: 1)) {
            try SessionAnswer(parsing: Self.lite, to: try Offers.viewer(audio: false))
        }
    }

    private static let fingerprint =
        "0F:1E:2D:3C:4B:5A:69:78:87:96:A5:B4:C3:D2:E1:F0:0F:1E:2D:3C:4B:5A:69:78:87:96:A5:B4:C3:D2:E1:F0"

    private static let lite = lines(
        """
        v=0
        o=- 11 1 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0 1
        a=ice-lite
        m=audio 8189 UDP/TLS/RTP/SAVPF 111
        c=IN IP4 192.0.2.7
        a=mid:0
        a=sendonly
        a=rtcp-mux
        a=rtpmap:111 opus/48000/2
        a=ssrc:1111 cname:c
        a=ice-ufrag:Xy12
        a=ice-pwd:liteserverpasswordlitese
        a=fingerprint:sha-256 \(fingerprint)
        a=setup:passive
        a=candidate:1 1 udp 2130706431 192.0.2.7 8189 typ host
        a=candidate:2 1 udp 2130706175 2001:db8::7 8189 typ host
        m=video 8189 UDP/TLS/RTP/SAVPF 102 103
        c=IN IP4 192.0.2.7
        a=mid:1
        a=sendonly
        a=rtcp-mux
        a=rtpmap:102 H264/90000
        a=rtpmap:103 rtx/90000
        a=fmtp:103 apt=102
        a=ssrc-group:FID 2222 3333
        a=ssrc:2222 cname:c
        a=ssrc:3333 cname:c
        a=ice-ufrag:Xy12
        a=ice-pwd:liteserverpasswordlitese
        a=fingerprint:sha-256 \(fingerprint)
        a=setup:passive
        a=candidate:1 1 udp 2130706431 192.0.2.7 8189 typ host
        a=candidate:2 1 udp 2130706175 2001:db8::7 8189 typ host
        """)

    private static let full = lines(
        """
        v=0
        o=server 12 2 IN IP4 0.0.0.0
        s=stream
        t=0 0
        a=fingerprint:sha-256 \(fingerprint)
        a=ice-ufrag:Full
        a=ice-pwd:fullserverpasswordfullse
        a=setup:active
        a=group:BUNDLE 0 1
        m=audio 9 UDP/TLS/RTP/SAVPF 111
        a=mid:0
        a=sendonly
        a=rtcp-mux
        a=rtpmap:111 opus/48000/2
        a=candidate:1 1 tcp 2130706432 198.51.100.3 9 typ host tcptype passive
        a=candidate:2 1 UDP 2130706431 198.51.100.3 50000 typ host generation 0
        a=candidate:2 2 UDP 2130706430 198.51.100.3 50001 typ host generation 0
        a=candidate:3 1 UDP 1694498815 203.0.113.9 50000 typ srflx raddr 198.51.100.3 rport 50000
        a=end-of-candidates
        m=video 9 UDP/TLS/RTP/SAVPF 96 102
        a=mid:1
        a=sendonly
        a=rtcp-mux
        a=rtpmap:96 VP8/90000
        a=rtpmap:102 H264/90000
        a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid
        a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01
        """)

    private static func lines(_ text: String) -> String {
        text.replacing("\n", with: "\r\n") + "\r\n"
    }
}
