import Codecs

/// MPEG audio (RFC 2250 §3.5): a frame, or a part of one, behind where it begins in the frame.
struct MPEGAudioPacketizer: Sendable {
    private let maximum: Int

    init(maximumPayload: Int) {
        maximum = maximumPayload
    }

    func packetize(_ frame: Frame, into payloads: inout PayloadList) {
        guard (1...Self.maximumSize).contains(frame.bytes.count) else { return }
        let fragments = EqualFragments(of: frame.bytes.count, room: maximum - Self.headerLength)
        for index in 0..<fragments.count {
            let range = fragments[index]
            payloads.write([0, 0, UInt8(range.lowerBound >> 8), UInt8(truncatingIfNeeded: range.lowerBound)])
            payloads.write(frame.bytes[range])
            payloads.endPayload()
        }
    }

    private static let headerLength = 4
    /// Bytes that the header can count.
    private static let maximumSize = 65_535
}
