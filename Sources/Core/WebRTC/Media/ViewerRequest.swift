/// What a viewer asks for by RTCP.
package enum ViewerRequest: Equatable {
    /// A picture that can be decoded by itself (PLI, FIR).
    case keyframe(track: Int)
    /// A packet that it misses.
    case retransmission(track: Int, sequence: UInt16)
}

/// What a sender report says of one stream of ours (RFC 3550 §6.4.1).
package struct SenderFigures {
    /// The RTP timestamp of now.
    package var timestamp: UInt32
    package var packets: UInt32
    package var octets: UInt32

    package init(timestamp: UInt32, packets: UInt32, octets: UInt32) {
        self.timestamp = timestamp
        self.packets = packets
        self.octets = octets
    }
}
