/// How long a link waits before it tries again: half a second, then twice as long each time, up to fifteen seconds, each a
/// fifth more or less so that many links do not come at once.
struct LinkBackoff {
    private var base = Self.first

    /// - Parameter chance: 0...1, evenly spread.
    mutating func next(chance: Double) -> Duration {
        defer { base = min(base * 2, Self.longest) }
        return min(base * (0.8 + 0.4 * chance), Self.longest)
    }

    /// The link was well.
    mutating func reset() {
        base = Self.first
    }

    private static let first = Duration.milliseconds(500)
    static let longest = Duration.seconds(15)
    /// A connection that held this long counts as well.
    static let health = Duration.seconds(10)
}
