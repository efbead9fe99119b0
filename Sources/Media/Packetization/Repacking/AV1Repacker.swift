import Codecs

/// Cuts AV1 payloads that are too large (AV1 RTP specification §4.4): their elements go into several, as those of a
/// frame do (``AV1Packetizer``).
struct AV1Repacker: PayloadRepacker {
    private let maximum: Int

    init(maximumPayload: Int) {
        maximum = maximumPayload
    }

    func repack(
        _ payload: Span<UInt8>, timestamp: UInt32, isBehindLoss: Bool, into payloads: inout PayloadList
    ) throws(MalformedPayload) -> RepackedTraits {
        guard !VideoPacketFacts.inspect(codec: .av1, payload: payload).isMalformed else { throw MalformedPayload() }
        guard payload.count > maximum else {
            payloads.write(whole: payload)
            return RepackedTraits()
        }
        let header = payload[0]
        let unit = try AV1TemporalUnit(payload: payload)
        let parts = AV1PayloadPlan(unit, maximum: maximum).payloads
        for (index, part) in parts.enumerated() {
            // What the first continues, and the last leaves open, is in neighbouring packets.
            var flags: UInt8 = 0
            if index == 0 { flags |= header & (AV1Packetizer.continues | AV1Packetizer.startsSequence) }
            if index == parts.count - 1 { flags |= header & AV1Packetizer.isContinued }
            AV1Packetizer.write(part, of: unit, flags: flags, to: &payloads)
        }
        return RepackedTraits()
    }
}
