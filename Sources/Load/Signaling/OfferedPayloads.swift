import Codecs
import SDP

/// The payload types that our offers name. They mean the same in every section, so a viewer knows by the payload type alone
/// what a packet carries.
enum OfferedPayload: Sendable, Equatable {
    case audio
    case video(CodecName)
    /// Repeats packets of the payload type before it (RFC 4588).
    case retransmission(CodecName)

    /// What a payload type stands for; nil for one that is not in our offers.
    init?(payloadType: UInt8) {
        guard let payload = Self.table[Int(payloadType & 0x7F)] else { return nil }
        self = payload
    }

    /// Of a codec; its retransmission has the one after it.
    static func payloadType(of codec: CodecName) -> UInt8 {
        switch codec {
        case .vp8: 96
        case .vp9: 98
        case .av1: 100
        case .h264: 102
        case .h265: 104
        default: 111
        }
    }

    /// Every codec of video that a viewer can do something with.
    static let videoCodecs: [CodecName] = [.h264, .vp8, .vp9, .av1, .h265]

    private static let table: [OfferedPayload?] = {
        var table = [OfferedPayload?](repeating: nil, count: 128)
        table[Int(payloadType(of: .opus))] = .audio
        for codec in videoCodecs {
            table[Int(payloadType(of: codec))] = .video(codec)
            table[Int(payloadType(of: codec)) + 1] = .retransmission(codec)
        }
        return table
    }()
}

extension OfferedPayload {
    /// What a section says of a codec: its map, feedback and parameters, and those of its retransmission.
    static func attributes(of codec: CodecName) -> [Attribute] {
        let payloadType = payloadType(of: codec)
        let isAudio = codec.kind == .audio
        let map = RTPMap(
            payloadType: payloadType, encodingName: codec.rawValue, clockRate: isAudio ? 48_000 : 90_000,
            channels: isAudio ? 2 : 1)
        let messages = isAudio ? ["transport-cc"] : ["transport-cc", "ccm fir", "nack", "nack pli"]
        var attributes: [Attribute] = [.rtpMap(map)]
        attributes += messages.map { .feedback(Feedback(payloadType: payloadType, message: $0)) }
        if let parameters = parameters(of: codec) { attributes.append(.parameters(payloadType, parameters)) }
        guard !isAudio else { return attributes }
        return attributes + [
            .rtpMap(RTPMap(payloadType: payloadType + 1, encodingName: "rtx", clockRate: 90_000)),
            .parameters(payloadType + 1, "apt=\(payloadType)"),
        ]
    }

    private static func parameters(of codec: CodecName) -> String? {
        switch codec {
        case .h264: "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"
        case .vp9: "profile-id=0"
        case .opus: "minptime=10;useinbandfec=1"
        default: nil
        }
    }
}

extension Attribute {
    fileprivate static func parameters(_ payloadType: UInt8, _ text: String) -> Attribute {
        .formatParameters(FormatParameters(format: "\(payloadType)", parameters: text))
    }
}
