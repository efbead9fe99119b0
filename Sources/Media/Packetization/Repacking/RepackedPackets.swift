/// The packets that a ``PacketRepacker`` made, in order, in memory that is used again and again.
package struct RepackedPackets: Equatable, Sendable {
    /// Their payloads; none is empty.
    package internal(set) var payloads = PayloadList()
    /// What belongs into their headers, one for each payload.
    package private(set) var headers: [RepackedHeader] = []

    package init() {}

    package var count: Int { headers.count }

    package mutating func removeAll() {
        payloads.removeAll()
        headers.removeAll(keepingCapacity: true)
    }

    /// Says what belongs to a payload that was written.
    mutating func append(_ header: RepackedHeader) {
        headers.append(header)
    }
}

/// What a ``PacketRepacker`` says of a packet besides its payload.
package struct RepackedHeader: Equatable, Sendable {
    /// That of the packet it was made of, but for the later parts of sound.
    package var timestamp: UInt32
    package var marker = false
    /// Whether packets are missing right before it, so that its sequence number is to be two above that of the packet
    /// before, not one.
    package var isBehindLoss = false
    /// Whether a decoder can begin with it. True for all sound; of the packets of a keyframe for the first alone.
    package var startsKeyframe = false
    /// Pixels of the pictures, 0 where the packet does not say (``VideoPacketFacts``).
    package var width = 0
    package var height = 0
}
