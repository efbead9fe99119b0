/// Which codecs are the same for a receiver: by name, clock rate and channels, and by the format parameters without which
/// a decoder would be handed another bitstream format.
extension Codec {
    /// Whether a stream in one can be received as the other. H.264 must agree in packetization mode (RFC 6184 §8.1), VP9
    /// and AV1 in profile (RFC 9628 §6, AV1 RTP specification §7.2); H.264 and H.265 profiles and levels never matter.
    package func matches(_ other: Codec) -> Bool {
        guard name == other.name, clockRate == other.clockRate, channels == other.channels else { return false }
        guard let parameter = name.matchingParameter else { return true }
        return number(of: parameter) == other.number(of: parameter)
    }

    /// The value of one format parameter, e.g. `1` for `packetization-mode`; nil when it is not given. Names compare
    /// without regard to case (RFC 6838 §4.3).
    package func formatParameter(_ name: String) -> String? {
        let wanted = name.lowercased()
        for part in formatParameters.utf8.split(separator: UInt8(ascii: ";")) {
            let pair = part.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, trimmed(pair[0]).lowercased() == wanted else { continue }
            return trimmed(pair[1])
        }
        return nil
    }

    /// The parameter as a number; where it is absent, 0, which is the default of every one in question. What is not a
    /// number counts as absent.
    private func number(of parameter: String) -> UInt32 {
        formatParameter(parameter).flatMap { UInt32($0) } ?? 0
    }
}

extension CodecName {
    /// The format parameter that two codecs of this name must have in common; nil where the name says all.
    fileprivate var matchingParameter: String? {
        switch self {
        case .h264: "packetization-mode"
        case .vp9: "profile-id"
        case .av1: "profile"
        case .opus, .g722, .pcmu, .pcma, .vp8, .h265: nil
        }
    }
}

private func trimmed(_ bytes: Substring.UTF8View) -> String {
    var bytes = bytes
    while bytes.first == UInt8(ascii: " ") { bytes = bytes.dropFirst() }
    while bytes.last == UInt8(ascii: " ") { bytes = bytes.dropLast() }
    return String(Substring(bytes))
}
