import Codecs

/// A track as the players of a group are told of it.
struct GroupTrack: Equatable {
    /// With the payload type that its packets have.
    var format: PacketFormat
    var ssrc: UInt32

    /// Whether it is of a codec whose keyframes are known: only there can it matter where one begins.
    var isVideo: Bool { format.codec?.kind == .video }
}
