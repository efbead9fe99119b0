/// Two ports or channels, e.g. `5000-5001`: the first for RTP, the second for RTCP.
package struct TransportPair<Number: FixedWidthInteger & Sendable>: Hashable, Sendable {
    package var first: Number
    /// Nil where only one is named.
    package var second: Number?

    package init(_ first: Number, _ second: Number? = nil) {
        self.first = first
        self.second = second
    }

    /// One number, or two with a hyphen between.
    /// - Parameter name: of the parameter, for the error.
    init(_ text: Substring, _ name: String) throws(RTSPError) {
        let (first, second) = text.cut(at: "-")
        guard let number = Number(decimal: first.trimmed) else { throw .malformed("\(name) is no pair of numbers") }
        self.first = number
        guard let second else { return }
        guard let number = Number(decimal: second.trimmed) else { throw .malformed("\(name) is no pair of numbers") }
        self.second = number
    }

    var text: String { second.map { "\(first)-\($0)" } ?? "\(first)" }
}
