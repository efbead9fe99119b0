import SDP

extension FuzzTarget {
    /// Whole descriptions: what was read prints as text that reads the same.
    package static let sessionDescription = FuzzTarget("sdp-description", seeds: [Array(description.utf8)]) { bytes in
        guard let read = try? SessionDescription(parsing: text(bytes)) else { return }
        let printed = read.print()
        guard printed.utf8.count <= SDPLimits.bytes else { return }
        precondition((try? SessionDescription(parsing: printed)) == read, "a printed description reads differently")
    }

    /// Fragments of trickle ICE, with the same property.
    package static let trickleFragment = FuzzTarget("sdp-fragment", seeds: [Array(fragment.utf8)]) { bytes in
        guard let read = try? TrickleFragment(parsing: text(bytes)) else { return }
        let printed = read.print()
        guard printed.utf8.count <= SDPLimits.bytes else { return }
        precondition((try? TrickleFragment(parsing: printed)) == read, "a printed fragment reads differently")
    }

    /// What the bytes say as UTF-8, repaired where they are none.
    static func text(_ bytes: Span<UInt8>) -> String {
        var copy: [UInt8] = []
        for index in bytes.indices { copy.append(bytes[index]) }
        return String(decoding: copy, as: UTF8.self)
    }

    private static let description = """
        v=0
        o=- 1 2 IN IP4 127.0.0.1
        s=-
        c=IN IP4 0.0.0.0
        t=0 0
        a=group:BUNDLE 0 1
        a=ice-options:trickle ice2
        a=tool:x
        m=video 9/2 UDP/TLS/RTP/SAVPF 96 97
        a=mid:0
        a=extmap:4/recvonly urn:x y
        a=msid:s t
        a=rtpmap:96 VP8/90000
        a=rtcp-fb:* nack pli
        a=fmtp:97 apt=96
        a=rid:a send pt=96,97;max-width=1
        a=simulcast:send ~a,b;c recv d
        a=ssrc-group:FID 1 2
        a=ssrc:1 cname:x y
        a=ice-ufrag:abcd
        a=ice-pwd:0123456789012345678901
        a=fingerprint:md5 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF
        a=setup:actpass
        a=candidate:1 1 tcp 4294967295 x.local 9 typ srflx raddr 192.0.2.1 rport 1 tcptype so generation 0
        m=application 0 UDP/DTLS/SCTP webrtc-datachannel
        a=bundle-only

        """

    private static let fragment = """
        a=ice-lite
        a=ice-ufrag:abcd
        a=ice-pwd:0123456789012345678901
        m=audio 9 RTP/AVP 0
        a=mid:0
        a=candidate:1 1 udp 1 192.0.2.1 9 typ host
        a=end-of-candidates

        """
}
