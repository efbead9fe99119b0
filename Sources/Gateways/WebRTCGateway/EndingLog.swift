/// How the last sessions ended, so that their owners can be told when they ask: a page whose connection closed learns
/// whether to come back.
struct EndingLog {
    private var endings: [SessionID: SessionEnding] = [:]
    /// A ring of the ids in the order of their ends.
    private var order: [SessionID] = []
    private var oldest = 0

    subscript(id: SessionID) -> SessionEnding? { endings[id] }

    mutating func add(_ ending: SessionEnding, of id: SessionID) {
        guard endings.updateValue(ending, forKey: id) == nil else { return }
        if order.count < Self.capacity {
            order.append(id)
        } else {
            endings[order[oldest]] = nil
            order[oldest] = id
            oldest = (oldest + 1) % Self.capacity
        }
    }

    /// Sessions remembered (our choice).
    private static let capacity = 1_024
}
