/// Of the packets of a keyframe at which a decoder could begin, picks the first to arrive.
///
/// With H.264 and H.265 the parameter sets and the picture both look like a beginning; who began with the picture would
/// miss the parameter sets. One filter per RTP source.
package struct KeyframeStartFilter: Sendable {
    private var lastTimestamp: UInt32?

    package init() {}

    /// Whether a keyframe begins with this packet.
    /// - Parameter timestamp: the packet's RTP timestamp, which all packets of a frame share.
    package mutating func startsKeyframe(_ facts: VideoPacketFacts, timestamp: UInt32) -> Bool {
        guard facts.isKeyframeStart, timestamp != lastTimestamp else { return false }
        lastTimestamp = timestamp
        return true
    }
}
