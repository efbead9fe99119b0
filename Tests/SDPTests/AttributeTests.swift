import SDP
import Testing

struct AttributeTests {
    @Test(arguments: [
        ("a=mid:v0", Attribute.mid("v0")),
        ("a=group:LS 1 2", .group(Group(semantics: "LS", mids: ["1", "2"]))),
        ("a=group:BUNDLE", .group(Group(semantics: "BUNDLE", mids: []))),
        ("a=sendrecv", .direction(.sendReceive)), ("a=recvonly", .direction(.receiveOnly)),
        ("a=msid:- t", .mediaStream(MediaStreamIdentifier(stream: "-", track: "t"))),
        ("a=msid:s", .mediaStream(MediaStreamIdentifier(stream: "s", track: nil))),
        ("a=ssrc:4294967295 cname:a b:c", .source(SourceAttribute(ssrc: .max, name: "cname", value: "a b:c"))),
        ("a=ssrc:1 flag", .source(SourceAttribute(ssrc: 1, name: "flag", value: nil))),
        ("a=ssrc-group:FID 1 2", .sourceGroup(SourceGroup(semantics: "FID", ssrcs: [1, 2]))),
        (
            "a=rtpmap:111 opus/48000/2",
            .rtpMap(RTPMap(payloadType: 111, encodingName: "opus", clockRate: 48_000, channels: 2))
        ),
        ("a=rtpmap:0 PCMU/8000", .rtpMap(RTPMap(payloadType: 0, encodingName: "PCMU", clockRate: 8_000))),
        ("a=fmtp:97 apt=96", .formatParameters(FormatParameters(format: "97", parameters: "apt=96"))),
        (
            "a=fmtp:webrtc-datachannel max-message-size=1",
            .formatParameters(FormatParameters(format: "webrtc-datachannel", parameters: "max-message-size=1"))
        ),
        ("a=rtcp-fb:* nack pli", .feedback(Feedback(payloadType: nil, message: "nack pli"))),
        ("a=rtcp-fb:96 ccm fir", .feedback(Feedback(payloadType: 96, message: "ccm fir"))),
        ("a=extmap:4 urn:x", .extensionMap(ExtensionMap(id: 4, uri: "urn:x"))),
        (
            "a=extmap:4096/sendonly urn:x a=b c",
            .extensionMap(ExtensionMap(id: 4096, direction: .sendOnly, uri: "urn:x", parameters: "a=b c"))
        ),
        ("a=extmap-allow-mixed", .extensionMapAllowMixed),
        ("a=rid:h-1_ send", .restriction(StreamRestriction(rid: "h-1_", way: .send))),
        (
            "a=rid:1 recv pt=96,97;max-width=1280;max-fps=30",
            .restriction(
                StreamRestriction(
                    rid: "1", way: .receive, payloadTypes: [96, 97], others: ["max-width=1280", "max-fps=30"]))
        ),
        (
            "a=simulcast:send 1,~2;3 recv 4",
            .simulcast(
                Simulcast(
                    send: [[.init(rid: "1"), .init(rid: "2", isPaused: true)], [.init(rid: "3")]],
                    receive: [[.init(rid: "4")]]))
        ),
        ("a=rtcp-mux", .rtcpMux), ("a=rtcp-rsize", .rtcpReducedSize), ("a=ice-lite", .iceLite),
        ("a=ice-ufrag:a+/b", .iceUfrag("a+/b")),
        ("a=ice-pwd:0123456789012345678901", .icePassword("0123456789012345678901")),
        ("a=ice-options:trickle ice2", .iceOptions(["trickle", "ice2"])),
        ("a=end-of-candidates", .endOfCandidates), ("a=setup:actpass", .setup(.actpass)),
        (
            "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x",
            .other(name: "crypto", value: "1 AES_CM_128_HMAC_SHA1_80 inline:x")
        ),
        ("a=rtcp-mux:yes", .other(name: "rtcp-mux", value: "yes")),
        ("a=x:", .other(name: "x", value: "")),
    ]) func readsAndPrintsTheSame(line: String, attribute: Attribute) throws {
        #expect(try read(line) == attribute)
        #expect(attribute.line == line)
    }

    @Test(arguments: [
        "mid", "mid:", "mid:a b", "mid:" + String(repeating: "m", count: 65), "group:", "msid:", "ssrc:",
        "ssrc:x cname:y",
        "ssrc:4294967296 cname:y", "ssrc:1", "ssrc-group:FID", "ssrc-group:FID x", "rtpmap:", "rtpmap:96",
        "rtpmap:128 VP8/90000",
        "rtpmap:96 VP8", "rtpmap:96 VP8/0", "rtpmap:96 VP8/-1", "rtpmap:96 VP8/90000/0", "rtpmap:96 VP8/90000/1/1",
        "rtpmap:96 VP8/99999999999", "rtpmap:+96 VP8/90000", "fmtp:", "rtcp-fb:", "rtcp-fb:96", "rtcp-fb:x nack",
        "rtcp-fb:200 nack", "extmap:", "extmap:0 urn:x", "extmap:256 urn:x", "extmap:1", "extmap:1/up urn:x",
        "extmap:99999999 urn:x", "rid:", "rid:a", "rid:a both", "rid:a.b send", "rid:a send pt=x", "rid:a send pt=128",
        "simulcast:", "simulcast:send", "simulcast:send ;", "simulcast:send a send b", "simulcast:1;2",
        "simulcast:send a,,b",
        "ice-ufrag:abc", "ice-ufrag:ab:cd", "ice-ufrag:" + String(repeating: "u", count: 257), "ice-pwd:tooshort",
        "ice-options:", "fingerprint:", "fingerprint:sha-256", "fingerprint:sha-256 ", "fingerprint:sha-256 AB",
        "fingerprint:sha-256 ABC:DE", "fingerprint:sha-256 +1:+2", "setup:", "setup:maybe",
    ]) func refusesWhatIsNotOfTheForm(text: String) {
        let name = text.prefix { $0 != ":" }
        let error = #expect(throws: SDPError.self) { try read("a=" + text) }
        #expect(error?.line == 3)
        guard case .malformed(let form) = error?.problem else {
            Issue.record("not said to be malformed")
            return
        }
        #expect(form.hasPrefix("a=\(name):<"))
    }

    @Test func fingerprintsAreOfOneSpelling() throws {
        let digest = (0..<32).map { UInt8($0) }
        let written = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: ":")
        let attribute = try read("a=fingerprint:SHA-256 \(written)")
        #expect(attribute == .fingerprint(Fingerprint(hashFunction: "sha-256", digest: digest)))
        #expect(attribute?.line == "a=fingerprint:sha-256 \(written.uppercased())")
    }

    @Test func unknownHashFunctionsMayHaveAnyLength() throws {
        #expect(
            try read("a=fingerprint:sha3-8 AB") == .fingerprint(Fingerprint(hashFunction: "sha3-8", digest: [0xAB])))
    }

    private func read(_ line: String) throws -> Attribute? {
        try SessionDescription(parsing: "v=0\no=- 1 1 IN IP4 0.0.0.0\n\(line)\n").attributes.first
    }
}
