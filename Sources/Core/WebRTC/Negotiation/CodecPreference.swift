import Codecs

extension [NegotiatedCodec] {
    /// The same codecs, those that match `codec` first; of several, the one whose H.264 profile is nearest. Otherwise the
    /// order stays.
    func preferring(_ codec: Codec) -> [NegotiatedCodec] {
        let ranked = enumerated().map { (rank: codec.distance(to: $0.element.codec), index: $0.offset, $0.element) }
        return ranked.sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }.map(\.2)
    }

    /// The codec among these that a stream in `codec` is sent as.
    func bestMatch(for codec: Codec) -> NegotiatedCodec? {
        let ranked = lazy.map { (rank: codec.distance(to: $0.codec), $0) }
        guard let best = ranked.min(by: { $0.rank < $1.rank }), best.rank < Codec.unmatched else { return nil }
        return best.1
    }
}

extension Codec {
    /// 0 for the same, 1 for the same H.264 profile under other constraints, 2 for another profile, ``unmatched`` for no
    /// match.
    fileprivate func distance(to other: Codec) -> Int {
        guard matches(other) else { return Self.unmatched }
        guard name == .h264, let own = h264Profile, let theirs = other.h264Profile else { return 0 }
        if own == theirs { return 0 }
        return own.prefix(2) == theirs.prefix(2) ? 1 : 2
    }

    fileprivate static let unmatched = 3

    /// `profile_idc` and constraints as four hexadecimal digits (RFC 6184 §8.1).
    private var h264Profile: String? {
        formatParameter("profile-level-id").map { String($0.prefix(4)).lowercased() }
    }

    /// As people are told of it, with the parameter that decides whether two of a name match.
    var spokenName: String {
        switch name {
        case .h264: "H264 (packetization mode \(formatParameter("packetization-mode") ?? "0"))"
        case .vp9: "VP9 (profile \(formatParameter("profile-id") ?? "0"))"
        case .av1: "AV1 (profile \(formatParameter("profile") ?? "0"))"
        default: name.rawValue
        }
    }
}

extension CodecName {
    /// The form in which WebRTC peers send it: RTP clock rate and channels (RFC 3551 §6, RFC 7587 §4.1; 90 kHz for video).
    /// nil where they do not.
    var format: (clockRate: UInt32, channels: UInt8)? {
        switch self {
        case .opus: (48_000, 2)
        case .g722, .pcmu, .pcma: (8_000, 1)
        case .vp8, .vp9, .h264, .h265, .av1: (90_000, 1)
        case .aac, .mp3, .flac, .ac3, .eac3, .l16, .jpeg: nil
        }
    }

    /// All there are, for a sentence.
    static func list(of kind: MediaKind) -> String {
        allCases.filter { $0.kind == kind && $0.format != nil }.map(\.rawValue).joined(separator: ", ")
    }
}
