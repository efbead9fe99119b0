import Codecs

/// The VP8 payload descriptor (RFC 7741 §4.2) and pieces of the frame behind it.
///
/// Partitions are not told apart: the frame is cut as if it were one, which §4.4 allows. There are no temporal layers to
/// name, so the descriptor holds the picture number alone, by which receivers know whether a frame is missing.
struct VP8Packetizer: Sendable {
    private let maximum: Int
    private var pictureNumber = PictureNumber()

    init(maximumPayload: Int) {
        maximum = maximumPayload
    }

    mutating func packetize(_ frame: Frame, into payloads: inout PayloadList) {
        guard !frame.bytes.isEmpty else { return }
        let fragments = EqualFragments(of: frame.bytes.count, room: maximum - Self.descriptorLength)
        for index in 0..<fragments.count {
            payloads.write(Self.extended | (index == 0 ? Self.startOfPartition : 0))
            payloads.write(Self.hasPictureNumber)
            pictureNumber.write(to: &payloads)
            payloads.write(frame.bytes[fragments[index]])
            payloads.endPayload()
        }
        pictureNumber.advance()
    }

    private static let descriptorLength = 2 + PictureNumber.length
    /// X and S of the first byte; the partition index is 0.
    private static let extended: UInt8 = 0x80
    private static let startOfPartition: UInt8 = 0x10
    /// I of the second byte.
    private static let hasPictureNumber: UInt8 = 0x80
}

/// The picture number of VP8 and VP9 in its long form: 15 bits that count frames.
struct PictureNumber: Sendable {
    private var value: UInt16 = 0

    func write(to payloads: inout PayloadList) {
        // M says that there are 15 bits.
        payloads.write(0x80 | UInt8(value >> 8))
        payloads.write(UInt8(truncatingIfNeeded: value))
    }

    mutating func advance() {
        value = (value &+ 1) & 0x7FFF
    }

    /// Bytes written.
    static let length = 2
}
