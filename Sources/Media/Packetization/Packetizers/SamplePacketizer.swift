import Codecs

/// G.711, G.722 and L16 (RFC 3551 §4.5): samples, which can be cut anywhere between two moments. Each payload but the first
/// is later than its frame (``PayloadList/timestampOffsets``).
struct SamplePacketizer: Sendable {
    /// Bytes of all channels in a unit of the RTP clock.
    private let unit: Int
    private let maximum: Int

    /// - Parameter format: of one of the three, with 1...8 channels; others count as one or eight.
    init(_ format: TrackFormat, maximumPayload: Int) {
        // A byte has two samples of G.722, and they take one unit of its clock (RFC 3551 §4.5.2).
        unit = min(max(format.channels, 1), Self.maximumChannels) * (format.codec == .l16 ? 2 : 1)
        maximum = maximumPayload
    }

    func packetize(_ frame: Frame, into payloads: inout PayloadList) {
        // What is no whole unit at the end is left out.
        let count = frame.bytes.count / unit
        guard count > 0 else { return }
        let fragments = EqualFragments(of: count, room: maximum / unit)
        for index in 0..<fragments.count {
            let range = fragments[index]
            payloads.write(frame.bytes[(range.lowerBound * unit)..<(range.upperBound * unit)])
            payloads.endPayload(timestampOffset: range.lowerBound)
        }
    }

    /// So that a payload of any size has room for a unit.
    private static let maximumChannels = 8
}
