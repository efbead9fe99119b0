import Bytes

/// A user control message (RTMP 1.0, §7.1.7), as far as it concerns us; its numbers are 0 where the peer left them out.
enum RTMPUserControl: Equatable, Sendable {
    case streamBegin(UInt32)
    case streamEOF(UInt32)
    /// Milliseconds that the player buffers.
    case setBufferLength(stream: UInt32, milliseconds: UInt32)
    case pingRequest(UInt32)
    case pingResponse(UInt32)
    /// An event of another number, or none.
    case other

    init(_ payload: [UInt8]) {
        var reader = ByteReader(payload.span)
        guard let event = try? reader.readUInt16() else {
            self = .other
            return
        }
        let first = (try? reader.readUInt32()) ?? 0
        self =
            switch event {
            case 0: .streamBegin(first)
            case 1: .streamEOF(first)
            case 3: .setBufferLength(stream: first, milliseconds: (try? reader.readUInt32()) ?? 0)
            case 6: .pingRequest(first)
            case 7: .pingResponse(first)
            default: .other
            }
    }

    /// The message that says it; ``other`` says nothing.
    var message: RTMPMessage? {
        let (event, numbers): (UInt16, [UInt32])
        switch self {
        case .streamBegin(let stream): (event, numbers) = (0, [stream])
        case .streamEOF(let stream): (event, numbers) = (1, [stream])
        case .setBufferLength(let stream, let milliseconds): (event, numbers) = (3, [stream, milliseconds])
        case .pingRequest(let time): (event, numbers) = (6, [time])
        case .pingResponse(let time): (event, numbers) = (7, [time])
        case .other: return nil
        }
        var writer = ByteWriter(capacity: 10)
        writer.write(event)
        for number in numbers { writer.write(number) }
        return RTMPMessage(type: RTMPMessageType.userControl.rawValue, payload: writer.bytes)
    }
}
