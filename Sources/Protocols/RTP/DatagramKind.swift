/// What a datagram on a WebRTC port is, by its first bytes: RFC 7983 separates the protocols, RFC 5761 RTP from RTCP.
package enum DatagramKind: Sendable, Equatable {
    case stun
    case dtls
    /// TURN ChannelData.
    case turnChannel
    case rtp
    case rtcp
    /// Empty, or in a range that nothing we speak uses: dropped.
    case unknown

    package init(_ datagram: Span<UInt8>) {
        guard datagram.count >= 2 else {
            self = .unknown
            return
        }
        self.init(firstByte: datagram[0], secondByte: datagram[1])
    }

    /// For callers that hold the bytes by pointer.
    package init(firstByte: UInt8, secondByte: UInt8) {
        self =
            switch firstByte {
            case 0...3: .stun
            case 20...63: .dtls
            case 64...79: .turnChannel
            case 128...191: Self.rtcpPacketTypes.contains(secondByte) ? .rtcp : .rtp
            default: .unknown
            }
    }

    /// The second bytes that mean RTCP: as RTP they would be payload types 64...95 with the marker bit, which is why those
    /// payload types are never negotiated (RFC 5761 §4).
    package static let rtcpPacketTypes: ClosedRange<UInt8> = 192...223
}
