import Codecs
import GatewaySupport
import SDP

extension MediaDescription {
    /// Whether it is RTP in the clear: `RTP/AVP`, `RTP/AVPF`, `RTP/AVP/TCP`, `TCP/RTP/AVP` and the like.
    var isPlainRTP: Bool {
        transport.uppercased().split(separator: "/").contains { $0 == "AVP" || $0 == "AVPF" }
    }

    /// What its packets are: by the first of its payload types that is known; nil when none is.
    func packetFormat(_ media: PacketFormat.Media) -> PacketFormat? {
        for payloadType in payloadTypes {
            guard var format = format(of: payloadType, media) else { continue }
            let parameters = attributes.formatParameters.first {
                $0.payloadType == payloadType && !$0.parameters.isEmpty
            }
            format.formatParameters = parameters?.parameters ?? ""
            if format.codec == .jpeg { addSize(to: &format) }
            return format
        }
        return nil
    }

    /// The size of pictures that RFC 2435's header has no room for stands in attributes of its own, which GStreamer and
    /// cameras write, e.g. `a=x-dimensions:3840,2160`.
    private func addSize(to format: inout PacketFormat) {
        for name in ["x-dimensions", "framesize"] {
            guard let size = attributes.text(name), !size.isEmpty else { continue }
            let separator = format.formatParameters.isEmpty ? "" : ";"
            format.formatParameters += "\(separator)\(name)=\(size)"
            return
        }
    }

    /// `a=rtpmap` goes before the static meaning: RFC 3551 §6 allows that, and some cameras do it.
    private func format(of payloadType: UInt8, _ media: PacketFormat.Media) -> PacketFormat? {
        guard let map = attributes.rtpMaps.first(where: { $0.payloadType == payloadType }) ?? sloppyMap(of: payloadType)
        else {
            guard let format = PacketFormat.staticFormat(payloadType: payloadType), format.media == media else {
                return nil
            }
            return format
        }
        return PacketFormat(
            media, map.encodingName, payloadType: payloadType, clockRate: Int(map.clockRate),
            channels: Int(map.channels))
    }

    /// An `a=rtpmap` that is not of its form: with words behind it, without a clock rate (`96 H264`), which is then 90
    /// kHz but for sound, or with the clock rate in the place of the channels (`95 Smart/1/90000`).
    private func sloppyMap(of payloadType: UInt8) -> RTPMap? {
        for case .other("rtpmap", let value?) in attributes {
            let words = value.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard words.count >= 2, UInt8(words[0]) == payloadType else { continue }
            let parts = words[1].split(separator: "/", omittingEmptySubsequences: false)
            guard let name = parts.first, (1...SDPLimits.tokenBytes).contains(name.utf8.count),
                name.utf8.allSatisfy(\.isInEncodingNames)
            else { continue }
            let numbers = parts.dropFirst().compactMap { UInt32($0) }.filter { $0 > 0 }
            let clockRate = numbers.max() ?? (media == "audio" ? 8_000 : 90_000)
            let channels = numbers.count > 1 && numbers[0] == clockRate ? UInt8(clamping: numbers[1]) : 1
            return RTPMap(
                payloadType: payloadType, encodingName: String(name), clockRate: clockRate, channels: channels)
        }
        return nil
    }
}

extension UInt8 {
    /// Letters, digits, `-`, `.`, `_` and `+`: what registered names are made of.
    fileprivate var isInEncodingNames: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E, 0x5F: true
        default: false
        }
    }
}

extension [Attribute] {
    /// The value of the first attribute of a name that SDP leaves as text; empty when it has none.
    func text(_ name: String) -> String? {
        for case .other(name, let value) in self { return String((value ?? "").drop { $0 == " " }) }
        return nil
    }
}
