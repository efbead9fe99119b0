import Codecs
import Packetization

extension PacketFormat {
    /// What players are told of packets: what the publisher says of them, and the parameter sets or the configuration that
    /// are known of the track where it does not say them.
    func completed(by format: TrackFormat?) -> PacketFormat {
        guard let format, format.codec == codec, !isLATM, let known = PacketFormat(packetsOf: format) else {
            return self
        }
        let names: [String]
        switch format.codec {
        case .h264: names = ["profile-level-id", "sprop-parameter-sets"]
        case .h265: names = ["sprop-vps", "sprop-sps", "sprop-pps"]
        case .aac: names = ["config"]
        default: return self
        }
        var completed = self
        for name in names where formatParameter(name) == nil {
            guard let value = known.formatParameter(name) else { continue }
            let parameters = completed.formatParameters
            completed.formatParameters = (parameters.isEmpty ? "" : parameters + ";") + "\(name)=\(value)"
        }
        return completed
    }

    /// Whether players that were told this format can play packets of another: their payload type aside, all that a decoder
    /// does not find in the packets themselves is the same.
    func canGoOn(as other: PacketFormat) -> Bool {
        guard media == other.media, codec == other.codec, isLATM == other.isLATM, clockRate == other.clockRate,
            channels == other.channels
        else { return false }
        guard codec != nil else {
            return encodingName == other.encodingName && formatParameters == other.formatParameters
        }
        return Self.decisive.allSatisfy {
            formatParameter($0)?.lowercased() == other.formatParameter($0)?.lowercased()
        }
    }

    /// Of AAC: RFC 3640 §4.1 and RFC 6416 §7.3. Video has its parameter sets within the stream, and the rest has none.
    private static let decisive = ["config", "mode", "sizelength", "indexlength", "indexdeltalength", "cpresent"]
}

extension CodecName {
    /// Whether the last packet of a frame has the marker. Samples, Opus and MP3 have it where sound begins after silence (RFC
    /// 3551 §4.1), which is not known of frames.
    var marksEndsOfFrames: Bool {
        switch self {
        case .opus, .g722, .pcmu, .pcma, .l16, .mp3: false
        default: true
        }
    }
}
