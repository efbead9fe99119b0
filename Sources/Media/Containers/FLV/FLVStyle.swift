package import Codecs

/// How tags are written for a peer.
package struct FLVStyle: Hashable, Sendable {
    /// Whether a codec that has both is told by its FourCC instead of by its number. Codecs that have no number are
    /// told by FourCC always.
    package var usesFourCC: Bool
    /// Whether the peer said that it knows `ModEx` (Enhanced RTMP v2, `capsEx` 0x04), so that packets with a FourCC may
    /// say what lies between two milliseconds.
    package var usesNanoseconds: Bool

    package init(usesFourCC: Bool, usesNanoseconds: Bool = false) {
        self.usesFourCC = usesFourCC
        self.usesNanoseconds = usesNanoseconds
    }

    /// What every player of the last twenty years reads, where the codec allows it.
    package static let classic = FLVStyle(usesFourCC: false)
    package static let enhanced = FLVStyle(usesFourCC: true)

    /// The timestamp of the message that has a frame to be decoded at `time`, in milliseconds: the nearest, or with
    /// nanoseconds, which can only be added, the last.
    package func timestamp(of time: MediaTime) -> Int64 {
        guard usesNanoseconds else { return time.milliseconds }
        let (milliseconds, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return rest < 0 ? milliseconds - 1 : milliseconds
    }
}
