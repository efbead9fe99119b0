import Bytes

/// Reads what either side gets of a handshake (RTMP 1.0, §5.2): a version, the peer's first packet, and its answer to ours,
/// which proves nothing and is not looked at.
struct RTMPHandshakeReader: Sendable {
    private var state = State.version

    private enum State: Sendable {
        case version
        /// What came of the first packet.
        case hello([UInt8])
        /// Bytes of the answer that are missing, 1...1,536.
        case answer(missing: Int)
        case done
    }

    enum Progress {
        case incomplete
        /// The peer's first packet: C1 or S1.
        case hello([UInt8])
        case done
    }

    /// Reads up to the next thing that there is to do, and leaves what follows the handshake.
    mutating func next(from bytes: inout ByteReader) throws(RTMPError) -> Progress {
        while true {
            switch state {
            case .version:
                guard let version = try? bytes.readUInt8() else { return .incomplete }
                try RTMPHandshakePacket.check(version: version)
                state = .hello([])
            case .hello(var packet):
                let isComplete = RTMPHandshakePacket.complete(&packet, from: &bytes)
                state = isComplete ? .answer(missing: RTMPHandshakePacket.length) : .hello(packet)
                return isComplete ? .hello(packet) : .incomplete
            case .answer(let missing):
                let skipped = min(missing, bytes.remaining)
                bytes.offset += skipped
                guard skipped == missing else {
                    state = .answer(missing: missing - skipped)
                    return .incomplete
                }
                state = .done
            case .done:
                return .done
            }
        }
    }
}
