package import Codecs

extension PacketFormat {
    /// What a session description says of the packets that a ``Packetizer`` makes of a track: all that players ask for, with
    /// the parameter sets where they are known.
    ///
    /// The payload type is the static one of RFC 3551 §6 where there is one (0 is that of G.711 µ-law), and otherwise 0: the
    /// caller then chooses one of 96...127 (``hasStaticPayloadType``).
    ///
    /// Nil for codecs that no ``Packetizer`` sends, AAC without its configuration, samples whose rate and channels are unknown,
    /// and Opus of more than two channels, which RFC 7587 has no packets of.
    package init?(packetsOf format: TrackFormat) {
        guard let parameters = Self.parameters(of: format) else { return nil }
        let clockRate = Packetizer.clockRate(of: format.codec, sampleRate: format.sampleRate)
        let channels: Int
        switch format.codec {
        // RFC 7587 §7: always two, whatever was encoded.
        case .opus: channels = 2
        case .g722, .pcmu, .pcma, .l16, .aac:
            guard format.channels > 0, format.sampleRate > 0 else { return nil }
            channels = format.channels
        default: channels = 1
        }
        let name = format.codec.rawValue
        self.init(
            format.kind == .audio ? .audio : .video, name,
            payloadType: Self.staticPayloadType(of: name, clockRate: clockRate, channels: channels) ?? 0,
            clockRate: clockRate, channels: channels, formatParameters: parameters)
    }

    /// Whether RFC 3551 §6 gives the format the payload type that it has.
    package var hasStaticPayloadType: Bool {
        Self.staticPayloadType(of: encodingName, clockRate: clockRate, channels: channels) == payloadType
    }

    private static func parameters(of format: TrackFormat) -> String? {
        switch format.codec {
        case .h264: h264(format.configuration)
        case .h265: h265(format.configuration)
        case .av1: av1(format.configuration)
        case .vp9: vp9(format.configuration)
        case .aac: aac(format.configuration)
        case .opus:
            switch format.channels {
            case 1: "sprop-stereo=0"
            case 2: "sprop-stereo=1"
            default: nil
            }
        case .jpeg: jpeg(width: format.width, height: format.height)
        case .vp8, .mp3, .g722, .pcmu, .pcma, .l16: ""
        case .flac, .ac3, .eac3: nil
        }
    }

    /// RFC 6184 §8.1.
    private static func h264(_ bytes: [UInt8]) -> String {
        let mode = "packetization-mode=1"
        guard let configuration = try? AVCConfiguration(parsing: bytes.span),
            let first = configuration.sequenceParameterSets.first
        else { return mode }
        let sets = configuration.sequenceParameterSets + configuration.pictureParameterSets
        // Profile, constraints and level stand behind the header of the set.
        return "\(mode);profile-level-id=\(Base16.text(first[1..<4]));sprop-parameter-sets=\(Base64.list(sets))"
    }

    /// RFC 7798 §7.1.
    private static func h265(_ bytes: [UInt8]) -> String {
        guard let configuration = try? HEVCConfiguration(parsing: bytes.span) else { return "" }
        return [
            ("sprop-vps", configuration.videoParameterSets), ("sprop-sps", configuration.sequenceParameterSets),
            ("sprop-pps", configuration.pictureParameterSets),
        ].filter { !$0.1.isEmpty }.map { "\($0.0)=\(Base64.list($0.1))" }.joined(separator: ";")
    }

    /// AV1 RTP specification, §7.1.
    private static func av1(_ bytes: [UInt8]) -> String {
        guard let configuration = try? AV1Configuration(parsing: bytes.span) else { return "" }
        // seq_tier_0 begins the record's third byte.
        return "profile=\(configuration.profile);level-idx=\(configuration.level);tier=\(configuration.bytes[2] >> 7)"
    }

    /// RFC 9628 §6.
    private static func vp9(_ bytes: [UInt8]) -> String {
        guard let configuration = try? VPConfiguration(parsing: bytes.span) else { return "" }
        return "profile-id=\(configuration.profile)"
    }

    /// RFC 3640 §4.1, with the constants of mode AAC-hbr (§3.3.6).
    private static func aac(_ bytes: [UInt8]) -> String? {
        guard !bytes.isEmpty else { return nil }
        return "streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;"
            + "config=\(Base16.text(bytes[...]))"
    }

    /// The header of RFC 2435 has no room for larger sizes: GStreamer then says them so, and its receiver looks there.
    private static func jpeg(width: Int, height: Int) -> String {
        max(width, height) > JPEGPayloadHeader.maximumSide ? "x-dimensions=\(width),\(height)" : ""
    }
}

/// Bytes as two digits each.
private enum Base16 {
    static func text(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
