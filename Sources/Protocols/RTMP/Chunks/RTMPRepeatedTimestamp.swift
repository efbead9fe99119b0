import Bytes

/// Whether a chunk that continues a message starts with the extended timestamp of the message's first chunk (RTMP 1.0,
/// §5.3.1.3), which not every encoder repeats.
///
/// Four bytes that equal it are it; from the first that differs, they are payload. (SRS decides so; ffmpeg and
/// nginx-rtmp always skip four bytes and lose an encoder that does not repeat.) A payload of less than four bytes
/// cannot be told from the header after it, so there the peer is assumed to do as it did before.
struct RTMPRepeatedTimestamp: Sendable {
    private let timestamp: UInt32
    private let isCertain: Bool
    /// Bytes read that are the timestamp's, 0...3.
    private var matched = 0

    enum Outcome {
        /// The reader is at its end.
        case incomplete
        /// The timestamp was there, and was read.
        case repeated
        /// It is not there. These bytes, up to three, were read already.
        case payload([UInt8])
    }

    /// Nil when the timestamp is not expected at all.
    /// - Parameters:
    ///   - payloadCount: bytes of payload in the chunk.
    ///   - isAssumed: whether the peer repeated it the last time.
    init?(_ timestamp: UInt32, payloadCount: Int, isAssumed: Bool) {
        let canCompare = payloadCount >= Self.length
        guard canCompare || isAssumed else { return nil }
        self.timestamp = timestamp
        isCertain = !canCompare
    }

    mutating func read(from bytes: inout ByteReader) -> Outcome {
        while matched < Self.length {
            let start = bytes.offset
            guard let byte = try? bytes.readUInt8() else { return .incomplete }
            guard isCertain || byte == self.byte(matched) else {
                bytes.offset = start
                return .payload((0..<matched).map(self.byte))
            }
            matched += 1
        }
        return .repeated
    }

    private func byte(_ index: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: timestamp >> (24 - 8 * UInt32(index)))
    }

    private static let length = 4
}
