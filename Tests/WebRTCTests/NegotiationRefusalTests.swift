import SDP
import Testing
import WebRTC

/// Offers that get no answer, by whoever they are sent for.
struct NegotiationRefusalTests {
    @Test(arguments: [
        (OfferVector("v=1"), "Line 1 should be \"v=0\"."),
        (OfferVector("hello"), "Line 1 should be one lower-case letter, \"=\" and a value."),
        (.obsPublisher.replacing("a=mid:1", with: "a=mid:0"), "Two media sections have the same a=mid."),
        (
            .obsPublisher.replacing("BUNDLE 0 1", with: "BUNDLE 0 2"),
            "a=group:BUNDLE names a mid that no media section has."
        ),
        (.obsPublisher.replacing("BUNDLE 0 1", with: "BUNDLE 0 1 0"), "a=group:BUNDLE names a mid twice."),
        (.obsPublisher.removing("a=ice-ufrag"), "The offer has no ICE credentials (a=ice-ufrag and a=ice-pwd)."),
        (.obsPublisher.removing("a=ice-pwd"), "The offer has no ICE credentials (a=ice-ufrag and a=ice-pwd)."),
        (.obsPublisher.removing("a=fingerprint"), "The offer has no certificate fingerprint (a=fingerprint)."),
        (
            .obsPublisher.replacing("a=fingerprint:sha-256 0F:", with: "a=fingerprint:sha-256 "),
            "Line 9 should read \"a=fingerprint:<hash function> <XX:XX:...>\"."
        ),
        (
            .obsPublisher.replacing("extmap:2 ", with: "extmap:1 "),
            "a=extmap gives id 1 to two different header extensions."
        ),
        (
            .firefoxPublisher.replacing("a=ssrc:919283746", with: "a=ssrc:3112384256"),
            "Two media sections name the same source, 3112384256."
        ),
    ]) func malformed(offer: OfferVector, sentence: String) {
        #expect(throws: NegotiationError.malformed(sentence)) { try publish(offer) }
        let viewer = OfferVector(offer.text.replacing("\r\n", with: "\n").replacing("a=sendonly", with: "a=recvonly"))
        #expect(throws: NegotiationError.malformed(sentence)) { try play(viewer, [.opus]) }
    }

    @Test(arguments: [
        (
            OfferVector.obsPublisher.removing("a=group:BUNDLE"),
            "The offer has 2 media sections and no a=group:BUNDLE; all must share one transport."
        ),
        (
            .chromiumPublisher.removing("a=rtcp-mux"),
            "A media section lacks a=rtcp-mux; RTP and RTCP must share one port."
        ),
        (
            .obsPublisher.replacing("a=mid:0", with: "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc\r\na=mid:0"),
            "The offer carries SRTP keys in a=crypto (SDES); only DTLS-SRTP is taken."
        ),
        (
            .obsPublisher.replacing("t=0 0", with: "t=0 0\r\na=ice-lite"),
            "The offer says a=ice-lite, and so does every answer: nobody would send the checks."
        ),
        (
            .obsPublisher.replacing("a=setup:actpass", with: "a=setup:holdconn"),
            "The offer says a=setup:holdconn, so nobody would connect."
        ),
        (weak("md5", 16), "The offer's fingerprint uses md5; sha-256 is needed."),
        (weak("sha-1", 20), "The offer's fingerprint uses sha-1; sha-256 is needed."),
        (
            .chromiumViewer, "The offer only receives; to publish, a media section must say a=sendonly."
        ),
        (
            .obsPublisher.replacing("opus/48000/2", with: "MPEG4-GENERIC/48000/2").replacing("H264", with: "theora"),
            "The offer sends MPEG4-GENERIC and theora, which Turnout does not forward; "
                + "for audio it takes opus, G722, PCMU, PCMA."
        ),
        (
            OfferVector("v=0\no=- 1 1 IN IP4 0.0.0.0\ns=-\nt=0 0"),
            "The offer has no audio or video that could be published."
        ),
        (
            .videoOnly.replacing("m=video 9", with: "m=video 0"),
            "The offer has no audio or video that could be published."
        ),
        (
            .videoOnly.replacing("UDP/TLS/RTP/SAVPF", with: "UDP"),
            "The offer has no audio or video that could be published."
        ),
    ]) func unacceptable(offer: OfferVector, sentence: String) {
        #expect(throws: NegotiationError.unacceptable(sentence)) { try publish(offer) }
    }

    /// A broken hash beside a good one does no harm, and is not handed on.
    @Test func weakFingerprintsAreLeftOut() throws {
        let both = OfferVector.obsPublisher.replacing(
            "a=setup:actpass", with: "a=setup:actpass\r\na=fingerprint:md5 " + digest(16))
        #expect(try publish(both).plan.remote.fingerprints.map { $0.prefix(8) } == ["sha-256 "])
    }

    private static func weak(_ function: String, _ bytes: Int) -> OfferVector {
        OfferVector.obsPublisher.removing("a=fingerprint")
            .replacing("a=setup:actpass", with: "a=setup:actpass\r\na=fingerprint:\(function) \(digest(bytes))")
    }
}

private func digest(_ bytes: Int) -> String {
    (0..<bytes).map { _ in "AB" }.joined(separator: ":")
}
