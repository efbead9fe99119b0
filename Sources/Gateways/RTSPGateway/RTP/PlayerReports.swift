import Net
import RTP

/// What a player says of the tracks that it is sent (RFC 3550 §6.4).
package struct PlayerReports: Sendable {
    /// Of the tracks in the order in which they were named; nil where none came yet.
    package private(set) var reports: [PlayerReport?]
    private let sources: [(ssrc: UInt32, clockRate: Int)]

    /// - Parameter sources: what the player is sent, and the units of each one's clock in a second.
    package init(sources: [(ssrc: UInt32, clockRate: Int)]) {
        self.sources = sources
        reports = Array(repeating: nil, count: sources.count)
    }

    /// Takes an RTCP packet of the player. What is malformed in it, or of other sources, is passed over.
    /// - Parameter wallClock: when it came, in nanoseconds since 1970, by the clock of our sender reports.
    /// - Returns: whether it was RTCP, which shows that the player is there.
    @discardableResult
    package mutating func receive(_ compound: Span<UInt8>, wallClock: Int64) -> Bool {
        var packets = RTCPPackets()
        var isControl = false
        while let packet = try? packets.next(in: compound) {
            isControl = true
            switch packet {
            case .receiverReport(_, let blocks), .senderReport(_, let blocks):
                blocks.forEach(in: compound) { note($0, wallClock: wallClock) }
            default: break
            }
        }
        return isControl
    }

    private mutating func note(_ block: ReportBlock, wallClock: Int64) {
        guard let index = sources.firstIndex(where: { $0.ssrc == block.ssrc }) else { return }
        let clockRate = Double(max(sources[index].clockRate, 1))
        reports[index] = PlayerReport(
            fractionLost: Double(block.fractionLost) / 256, cumulativeLost: Int(block.cumulativeLost),
            jitter: Double(block.jitter) * 1_000 / clockRate,
            roundTrip: block.roundTrip(arrival: NTPTime(unixNanoseconds: wallClock)) ?? reports[index]?.roundTrip)
    }
}

/// What a player said last of one track.
package struct PlayerReport: Equatable, Sendable {
    /// Share of the packets lost since its report before, 0...1.
    package var fractionLost: Double
    /// Packets; less than zero when duplicates outnumber losses.
    package var cumulativeLost: Int
    /// In milliseconds.
    package var jitter: Double
    /// Nil until it has quoted a report of ours.
    package var roundTrip: Duration?
}
