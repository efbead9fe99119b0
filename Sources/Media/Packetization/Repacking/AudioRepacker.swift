/// Opus, whose packets cannot be cut, and formats in which every byte is as long as a unit of the timestamp: G.711, and
/// G.722 by the mistake that it counts half of its samples (RFC 3551 §4.5.2).
struct AudioRepacker: PayloadRepacker {
    private let maximum: Int
    private let canBeCut: Bool

    /// - Parameter canBeCut: whether every byte stands for itself.
    init(canBeCut: Bool, maximumPayload: Int) {
        self.canBeCut = canBeCut
        maximum = canBeCut ? maximumPayload : max(maximumPayload, WholeFramePacketizer.tolerated)
    }

    func repack(
        _ payload: Span<UInt8>, timestamp: UInt32, isBehindLoss: Bool, into payloads: inout PayloadList
    ) throws(MalformedPayload) -> RepackedTraits {
        guard payload.count > maximum else {
            payloads.write(whole: payload)
            return RepackedTraits()
        }
        guard canBeCut else { throw MalformedPayload() }
        let fragments = EqualFragments(of: payload.count, room: maximum)
        for index in 0..<fragments.count {
            payloads.write(payload.extracting(fragments[index]))
            payloads.endPayload(timestampOffset: fragments[index].lowerBound)
        }
        return RepackedTraits()
    }
}
