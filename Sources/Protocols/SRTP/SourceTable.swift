/// What a receiver remembers of each SSRC. Small and seldom changed, so a list that is searched from its last hit.
struct SourceTable {
    private var sources: [Source] = []
    private var lastSlot = 0
    private let limit: Int

    /// The indices received from one SSRC.
    struct Source {
        let ssrc: UInt32
        var rtp = ReplayWindow()
        var rtcp = ReplayWindow()
    }

    init(limit: Int) {
        self.limit = limit
    }

    /// Where the source is in the table, nil when it is not. A slot stays what it is.
    mutating func slot(of ssrc: UInt32) -> Int? {
        if lastSlot < sources.count, sources[lastSlot].ssrc == ssrc { return lastSlot }
        for slot in sources.indices where sources[slot].ssrc == ssrc {
            lastSlot = slot
            return slot
        }
        return nil
    }

    /// The same, but a source that is not in the table is added to it.
    mutating func slot(adding ssrc: UInt32) throws(SRTPError) -> Int {
        if let slot = slot(of: ssrc) { return slot }
        guard sources.count < limit else { throw .tooManySources }
        sources.append(Source(ssrc: ssrc))
        return sources.count - 1
    }

    subscript(slot: Int) -> Source {
        get { sources[slot] }
        // In place: a source is 300 bytes.
        _modify { yield &sources[slot] }
    }
}
