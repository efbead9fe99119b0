/// What a receiver remembers of each SSRC. Small and seldom changed, so a list that is searched from its last hit.
struct SourceTable {
    private var sources: [Source] = []
    private var lastSlot = 0
    private let limit: Int

    /// The indices received from one SSRC.
    private struct Source {
        let ssrc: UInt32
        var rtp = ReplayWindow()
        var rtcp = ReplayWindow()
    }

    init(limit: Int) {
        self.limit = limit
    }

    /// Marks the index of an authentic RTP packet as received; a new source is added. Throws `replayed` when it was
    /// before, `tooManySources` when there is no room.
    mutating func acceptRTP(ssrc: UInt32, index: UInt64) throws(SRTPError) {
        let slot = try slot(adding: ssrc)
        guard sources[slot].rtp.accept(index) else { throw .replayed }
    }

    /// The same of an authentic RTCP packet.
    mutating func acceptRTCP(ssrc: UInt32, index: UInt64) throws(SRTPError) {
        let slot = try slot(adding: ssrc)
        guard sources[slot].rtcp.accept(index) else { throw .replayed }
    }

    /// The highest index of the RTP packets of a source, nil before the first.
    mutating func newestRTP(ssrc: UInt32) -> UInt64? {
        guard let slot = slot(of: ssrc) else { return nil }
        return sources[slot].rtp.newest
    }

    private mutating func slot(of ssrc: UInt32) -> Int? {
        if lastSlot < sources.count, sources[lastSlot].ssrc == ssrc { return lastSlot }
        for slot in sources.indices where sources[slot].ssrc == ssrc {
            lastSlot = slot
            return slot
        }
        return nil
    }

    private mutating func slot(adding ssrc: UInt32) throws(SRTPError) -> Int {
        if let slot = slot(of: ssrc) { return slot }
        guard sources.count < limit else { throw .tooManySources }
        sources.append(Source(ssrc: ssrc))
        return sources.count - 1
    }
}
