package import Codecs
package import RTP

/// A publisher's packet, recognised: which track and layer it belongs to, and what it is once a retransmission is undone.
package struct Arrival {
    /// An index into the publisher's tracks.
    package var track: Int
    /// An index into the track's layers.
    package var layer: Int
    package var header: RTPHeader
    /// The original's sequence number; differs from the header's in a retransmission.
    package var sequence: UInt16
    /// Where the original's payload begins in the packet.
    package var payloadOffset: Int
    /// Bytes of the original's payload, without padding.
    package var payloadLength: Int
    /// What its payload shows; all false and zero for audio.
    package var facts: VideoPacketFacts
    /// Whether a decoder that joins should begin with it.
    package var startsKeyframe: Bool
    /// The codec it is in, when that is another one than before.
    package var changedCodec: Codec?
    /// Whether the layer goes on under another SSRC from this packet on.
    package var isRestart: Bool
}

/// What a sender report of a publisher says of one layer.
package struct SourceReport {
    package var track: Int
    package var layer: Int
    /// The RTP timestamp of the moment.
    package var timestamp: UInt32
    /// The moment, on our wall clock: nanoseconds since 1970.
    package var time: Int64
}
