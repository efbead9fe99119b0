/// The message streams that a client created, numbered from 1.
struct RTMPServerStreams: Sendable {
    private var states: [State] = []

    /// What a message stream is used for.
    enum State: Equatable, Sendable {
        /// Not created, or deleted.
        case none
        case idle
        /// A question that is open.
        case publishAsked
        case playAsked
        case publishing
        case playing
    }

    /// The lowest number that is free; nil when there are too many.
    mutating func create() -> UInt32? {
        let index = states.firstIndex(of: .none) ?? states.count
        guard index < Self.maximumCount else { return nil }
        if index == states.count { states.append(.idle) } else { states[index] = .idle }
        return UInt32(index + 1)
    }

    /// Of a stream that was never created, `none`; setting that one changes nothing.
    subscript(id: UInt32) -> State {
        get { index(of: id).map { states[$0] } ?? .none }
        set { if let index = index(of: id) { states[index] = newValue } }
    }

    /// Whether a question is open.
    var isAsking: Bool { states.contains { $0 == .publishAsked || $0 == .playAsked } }

    /// Those that are published, in order.
    var publishing: [UInt32] {
        states.indices.filter { states[$0] == .publishing }.map { UInt32($0 + 1) }
    }

    private func index(of id: UInt32) -> Int? {
        guard let index = Int(exactly: id), index >= 1, index <= states.count else { return nil }
        return index - 1
    }

    /// Streams of a connection at a time; our choice, clients use one or two.
    static let maximumCount = 16
}
