import Bytes

/// What a publisher writes at the end of every payload, so that a viewer knows which packet it holds, of which frame, and
/// when it left.
///
/// A mark survives forwarding, whatever becomes of sequence numbers and timestamps. It ends in 0x80 and has no byte that is
/// zero: so it is slice data, or the end of an SEI message, that no H.264 parser mistakes for anything else (H.264 §7.4.1).
struct PacketMark: Equatable, Sendable {
    /// Names the source that made it, by chance: 28 bits.
    var source: UInt32
    /// Nanoseconds since 1970; 63 bits.
    var departure: Int64
    /// Counts the packets of the source from 0.
    var packet: UInt32
    /// Counts its frames from 0.
    var frame: UInt32
    /// The packet's place in the frame, from 0; 14 bits.
    var position: UInt16
    /// Packets of the frame, 1 or more; 14 bits.
    var packetsInFrame: UInt16

    init(
        source: UInt32, departure: Int64, packet: UInt32, frame: UInt32, position: UInt16, packetsInFrame: UInt16
    ) {
        self.source = source
        self.departure = departure
        self.packet = packet
        self.frame = frame
        self.position = position
        self.packetsInFrame = packetsInFrame
    }

    /// Reads the mark that a payload ends with; nil when it ends otherwise.
    init?(endOf payload: Span<UInt8>) {
        let start = payload.count - Self.length
        guard start >= 0, payload[payload.count - 1] == Self.end, payload[start] == Self.signature.0,
            payload[start + 1] == Self.signature.1
        else { return nil }
        var offset = start + 2
        func number(_ groups: Int) -> UInt64? {
            var value: UInt64 = 0
            for _ in 0..<groups {
                let group = payload[offset]
                guard group & 0x80 != 0 else { return nil }
                value = value << 7 | UInt64(group & 0x7F)
                offset += 1
            }
            return value
        }
        guard let source = number(4), let departure = number(9), let packet = number(5), let frame = number(5),
            let position = number(2), let packetsInFrame = number(2), position < packetsInFrame
        else { return nil }
        self.init(
            source: UInt32(truncatingIfNeeded: source), departure: Int64(departure),
            packet: UInt32(truncatingIfNeeded: packet), frame: UInt32(truncatingIfNeeded: frame),
            position: UInt16(position), packetsInFrame: UInt16(packetsInFrame))
    }

    func write(to writer: inout ByteWriter) {
        func write(_ value: UInt64, groups: Int) {
            for group in (0..<groups).reversed() {
                writer.write(0x80 | UInt8(truncatingIfNeeded: value >> UInt64(7 * group)) & 0x7F)
            }
        }
        writer.write(Self.signature.0)
        writer.write(Self.signature.1)
        write(UInt64(source), groups: 4)
        write(UInt64(bitPattern: departure), groups: 9)
        write(UInt64(packet), groups: 5)
        write(UInt64(frame), groups: 5)
        write(UInt64(position), groups: 2)
        write(UInt64(packetsInFrame), groups: 2)
        writer.write(Self.end)
    }

    /// Bytes.
    static let length = 30
    /// Sources are numbered below this.
    static let sourceLimit: UInt32 = 1 << 28
    private static let signature: (UInt8, UInt8) = (0xC5, 0xB7)
    /// The stop bit of an H.264 NAL unit (§7.3.2.11).
    private static let end: UInt8 = 0x80
}
