/// What a packet is, as far as it matters to sending. Packets of different kinds do not share a train.
package enum SendKind: UInt {
    /// Useless to its viewer once a packet before it is missing.
    case video
    /// Keeps its place when there is none for video.
    case audio
    /// Sent again, or a report: its way through the server says nothing about how long packets take.
    case other
}
