import Codecs

/// Opus (RFC 7587 §4.2): a frame is a payload, as it is.
///
/// It cannot be cut, so here a payload may be longer than the limit: at its highest rates Opus has packets of 1,275 bytes.
struct WholeFramePacketizer: Sendable {
    private let maximum: Int

    init(maximumPayload: Int) {
        maximum = max(maximumPayload, Self.tolerated)
    }

    func packetize(_ frame: Frame, into payloads: inout PayloadList) {
        guard frame.bytes.count <= maximum else { return }
        payloads.write(frame.bytes)
        payloads.endPayload()
    }

    /// Bytes that pass where a packet may have 1,500, with what ``Packetizer/webRTCPayload`` counts around a payload (our
    /// choice).
    static let tolerated = 1_400
}
