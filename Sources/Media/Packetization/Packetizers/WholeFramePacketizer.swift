import Codecs

/// Opus (RFC 7587 §4.2), G.711 and G.722 (RFC 3551 §4.5): a frame is a payload, as it is.
///
/// None of them can be cut without another timestamp for the second half, so here alone a payload may be longer than the
/// limit: Opus at its highest rates has packets of 1,275 bytes.
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
