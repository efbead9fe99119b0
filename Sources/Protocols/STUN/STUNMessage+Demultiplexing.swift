/// For whoever sorts datagrams of many sessions on one port: cheap looks at bytes that nobody vouches for yet.
/// Nothing here allocates.
extension STUNMessage {
    /// Whether a datagram that starts with this byte is STUN, rather than DTLS, SRTP or anything else (RFC 7983 §7).
    package static func isSTUN(firstByte: UInt8) -> Bool {
        firstByte <= 3
    }

    /// Where in the datagram the ufrag stands that the peer takes for ours: the part of USERNAME before the first
    /// colon (RFC 8445 §7.2.2).
    ///
    /// Nil unless the datagram is a Binding request whose USERNAME has a colon with something before it. Only what
    /// comes up to USERNAME is looked at; integrity and fingerprint are checked by the session that the ufrag leads
    /// to.
    package static func localUfrag(in datagram: Span<UInt8>) -> Range<Int>? {
        guard let header = try? STUNHeader(parsing: datagram), header.class == .request, header.method == .binding
        else { return nil }
        var offset = STUNHeader.length
        for _ in 0..<maximumAttributes {
            guard let attribute = try? STUNAttribute(at: offset, of: datagram), attribute.type != .messageIntegrity
            else { return nil }
            if attribute.type == .username {
                guard let colon = attribute.value.first(where: { datagram[$0] == UInt8(ascii: ":") }),
                    colon > attribute.value.lowerBound
                else { return nil }
                return attribute.value.lowerBound..<colon
            }
            offset = attribute.end
        }
        return nil
    }
}
