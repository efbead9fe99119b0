import Codecs

/// A track as its publisher describes it.
struct SourceTrack: Equatable, Sendable {
    /// What is in it; nil as long as nothing says it, and of formats that are only carried.
    var format: TrackFormat?
    /// What its packets are, where its publisher sends packets.
    var packets: PacketFormat?

    /// nil of formats that are only carried.
    var codec: CodecName? { format?.codec ?? packets?.codec }
}
