package import Codecs

/// A codec that both sides take, under the payload types that the offer gave it.
package struct NegotiatedCodec: Hashable, Sendable {
    /// With the peer's own format parameters.
    package var codec: Codec
    /// 0...127.
    package var payloadType: UInt8
    /// Of its retransmissions (RFC 4588); nil where they go out as they were.
    package var rtxPayloadType: UInt8?
    /// The RTCP feedback that both sides know for it.
    package var feedback: FeedbackKinds

    package init(codec: Codec, payloadType: UInt8, rtxPayloadType: UInt8? = nil, feedback: FeedbackKinds = []) {
        self.codec = codec
        self.payloadType = payloadType
        self.rtxPayloadType = rtxPayloadType
        self.feedback = feedback
    }
}

/// What one payload type carries.
package enum PayloadMeaning: Hashable, Sendable {
    case media(Codec)
    /// Packets of the given payload type, once more (RFC 4588).
    case retransmission(of: UInt8)
}

/// Kinds of RTCP feedback that we send or answer (RFC 4585, 5104 and libwebrtc's arrival times). Bitrate estimates of the
/// receiver (REMB) are not among them: arrival times let the sender estimate for itself.
package struct FeedbackKinds: OptionSet, Hashable, Sendable {
    package var rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Generic NACK (RFC 4585 §6.2.1).
    package static let nack = FeedbackKinds(rawValue: 1 << 0)
    /// Picture loss indication (RFC 4585 §6.3.1).
    package static let pictureLoss = FeedbackKinds(rawValue: 1 << 1)
    /// Full intra request (RFC 5104 §4.3.1).
    package static let fullIntraRequest = FeedbackKinds(rawValue: 1 << 2)
    /// Arrival times of all packets, by transport-wide sequence number.
    package static let transportWide = FeedbackKinds(rawValue: 1 << 3)

    /// What we send to viewers of any track, where they offer it. No congestion feedback: nothing reads it.
    static let played: FeedbackKinds = [.nack, .pictureLoss, .fullIntraRequest]

    /// Each with the message that names it in `a=rtcp-fb`, in the order in which we print them.
    static let messages: [(kind: FeedbackKinds, text: String)] = [
        (.nack, "nack"), (.pictureLoss, "nack pli"), (.fullIntraRequest, "ccm fir"), (.transportWide, "transport-cc"),
    ]
}
