import SRTP

/// Makes the frames of a publisher: packets of one size, VP8 by their first bytes.
final class SyntheticVideo {
    private let peer: LoopbackPeer
    private var sequence: UInt64 = 1_000
    private var timestamp: UInt32 = 0
    private var packet = [UInt8](repeating: 0, count: packetLength + 32)
    private let payload: [UInt8]

    init(from peer: LoopbackPeer) {
        self.peer = peer
        payload = (0..<Self.payloadLength).map { UInt8(truncatingIfNeeded: $0 * 7) }
    }

    /// Sends a frame, each packet by itself as browsers do.
    func sendFrame(isKeyframe: Bool) throws {
        guard let sender = peer.sender, let profile = peer.profile else {
            throw BenchmarkError.wrong("the publisher is not connected")
        }
        timestamp &+= 3_000
        for number in 0..<Self.packetsInFrame {
            let isLast = number == Self.packetsInFrame - 1
            writeHeader(isLast: isLast)
            var payload = payload
            if number == 0 {
                // RFC 7741 §4.2: a partition's start; RFC 6386 §9.1: frame tag, start code, 1280 by 720.
                payload.replaceSubrange(
                    0..<11, with: [0x10, isKeyframe ? 0 : 1, 0, 0, 0x9D, 0x01, 0x2A, 0x00, 0x05, 0xD0, 0x02])
            } else {
                payload[0] = 0
            }
            let length = packet.withUnsafeMutableBufferPointer { packet in
                payload.withUnsafeBufferPointer { payload in
                    // Neither is empty, so both have a base address.
                    sender.protectRTP(
                        packet: packet.baseAddress.unsafelyUnwrapped, headerLength: Self.headerLength,
                        payload: payload.baseAddress.unsafelyUnwrapped, payloadLength: payload.count, index: sequence)
                }
            }
            precondition(length == Self.packetLength + profile.rtpTagLength, "all packets are of one size")
            try packet.withUnsafeBytes { try peer.socket.send(UnsafeRawBufferPointer(rebasing: $0[..<length])) }
            sequence += 1
        }
    }

    private func writeHeader(isLast: Bool) {
        packet[0] = 0x80
        packet[1] = Self.payloadType | (isLast ? 0x80 : 0)
        packet[2] = UInt8(truncatingIfNeeded: sequence >> 8)
        packet[3] = UInt8(truncatingIfNeeded: sequence)
        for index in 0..<4 { packet[4 + index] = UInt8(truncatingIfNeeded: timestamp >> UInt32(24 - 8 * index)) }
        for index in 0..<4 { packet[8 + index] = UInt8(truncatingIfNeeded: Self.ssrc >> UInt32(24 - 8 * index)) }
    }

    static let payloadType: UInt8 = 96
    static let ssrc: UInt32 = 0x5EED
    static let packetsInFrame = 10
    /// Bytes of header and payload.
    static let packetLength = 1_200
    private static let headerLength = 12
    private static let payloadLength = packetLength - headerLength
}
