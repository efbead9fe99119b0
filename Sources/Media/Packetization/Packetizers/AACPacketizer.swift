import Codecs

/// AAC in mode AAC-hbr (RFC 3640 §3.3.6): `sizeLength=13; indexLength=3; indexDeltaLength=3`.
///
/// Every access unit has packets of its own: to join several of them would save headers and cost the time until the last of
/// them is there.
struct AACPacketizer: Sendable {
    private let maximum: Int

    init(maximumPayload: Int) {
        maximum = maximumPayload
    }

    func packetize(_ frame: Frame, into payloads: inout PayloadList) {
        let size = frame.bytes.count
        guard (1...Self.maximumSize).contains(size) else { return }
        let fragments = EqualFragments(of: size, room: maximum - Self.headerLength)
        for index in 0..<fragments.count {
            // AU-headers-length, in bits: one header of 16.
            payloads.write(0)
            payloads.write(16)
            // The size of the whole access unit, in each of its fragments too (§3.2.3), and AU-Index, which is 0.
            payloads.write(UInt8(truncatingIfNeeded: size >> 5))
            payloads.write(UInt8(truncatingIfNeeded: size << 3))
            payloads.write(frame.bytes[fragments[index]])
            payloads.endPayload()
        }
    }

    private static let headerLength = 4
    /// Bytes that 13 bits can name.
    private static let maximumSize = 8_191
}
