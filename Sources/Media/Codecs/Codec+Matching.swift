extension Codec {
    /// Whether packets of this codec can be forwarded to somebody who negotiated `other`, and the reverse.
    ///
    /// Name, clock rate and channels must agree, and of the format parameters those that change the payload's structure or
    /// what a decoder must be built for. Profile and level of H.264 and H.265 never refuse: publishers send a higher one than
    /// viewers offer, and the viewers decode it.
    package func matches(_ other: Codec) -> Bool {
        guard name == other.name, clockRate == other.clockRate, channels == other.channels else { return false }
        switch name {
        case .h264:
            // RFC 6184 §8.1.
            return numbersAgree(with: other, on: "packetization-mode", default: 0)
        case .vp9:
            // RFC 9628 §6.
            return numbersAgree(with: other, on: "profile-id", default: 0)
        case .av1:
            // AV1 RTP specification, §7.2.
            return numbersAgree(with: other, on: "profile", default: 0)
        case .h265:
            // RFC 7798 §7.1.
            let modes = [self, other].map { $0.formatParameter("tx-mode")?.uppercased() ?? "SRST" }
            return modes[0] == modes[1]
        case .opus, .g722, .pcmu, .pcma, .aac, .mp3, .flac, .ac3, .eac3, .l16, .vp8, .jpeg:
            return true
        }
    }

    /// A value that is no number agrees with nothing.
    private func numbersAgree(with other: Codec, on parameter: String, default: Int) -> Bool {
        func value(_ codec: Codec) -> Int? {
            guard let text = codec.formatParameter(parameter) else { return `default` }
            return Int(text)
        }
        guard let mine = value(self), let theirs = value(other) else { return false }
        return mine == theirs
    }
}
