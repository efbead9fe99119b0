/// How streams live and die.
package struct StreamSettings: Equatable, Sendable {
    package var onConflict: ConflictPolicy = .replace
    /// How long viewers are kept while the publisher is away.
    package var reconnectGrace: Duration = .seconds(10)
}

/// What happens when somebody publishes a path that is being published.
package enum ConflictPolicy: String, CaseIterable, Sendable {
    /// The newcomer takes over; the other one is told why.
    case replace
    /// The newcomer gets 409.
    case refuse
}

extension StreamSettings {
    static let table: [Setting] = [
        Setting(
            "streams.on_conflict", \.streams.onConflict, .choice(),
            "When a path that is live is published again: the newcomer takes over, or is refused"),
        Setting(
            "streams.reconnect_grace", \.streams.reconnectGrace, .duration(.zero ... .seconds(3600)),
            "How long viewers wait for a publisher that is gone to come back"),
    ]
}
