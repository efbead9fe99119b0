import Codecs

extension SinkTrack {
    /// As SDP names it. Profile and level tell viewers what to expect (RFC 6184 §8.1).
    var rtpCodec: Codec {
        if let codec = packets?.asCodec { return codec.asRepacked }
        return switch codec ?? .h264 {
        case .opus: Codec(.opus, clockRate: 48_000, channels: 2)
        case .g722, .pcmu, .pcma: Codec(codec ?? .pcmu, clockRate: 8_000)
        case .h264:
            Codec(
                .h264, clockRate: 90_000,
                formatParameters: "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=\(h264Profile)")
        default: Codec(codec ?? .h264, clockRate: 90_000)
        }
    }

    /// The three bytes behind the record's version; Constrained Baseline as long as they are not known.
    private var h264Profile: String {
        guard let record = format?.configuration, record.count >= 4 else { return "42e01f" }
        return record[1...3].map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }
}

extension Codec {
    /// What it is behind a `PacketRepacker`, which makes fragments of H.264 whatever the publisher's mode is.
    fileprivate var asRepacked: Codec {
        guard name == .h264 else { return self }
        let profile = formatParameter("profile-level-id") ?? "42e01f"
        return Codec(
            .h264, clockRate: clockRate,
            formatParameters: "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=\(profile)")
    }
}
