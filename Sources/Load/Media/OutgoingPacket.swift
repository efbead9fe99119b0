/// A packet before protection.
struct OutgoingPacket {
    /// Header and payload.
    var bytes: [UInt8]
    /// Bytes of the header with its extensions.
    var headerLength: Int
    /// Rollover counter * 2^16 + sequence number.
    var index: UInt64
}

/// The last packets of a source, for viewers that ask for them again.
struct PacketHistory {
    private var packets: [OutgoingPacket?] = Array(repeating: nil, count: Self.capacity)

    mutating func append(_ packet: OutgoingPacket) {
        packets[Int(packet.index % UInt64(Self.capacity))] = packet
    }

    /// The packet of a sequence number; nil when it is too old.
    subscript(sequence: UInt16) -> OutgoingPacket? {
        // The capacity divides 2^16, so a sequence number leads to the same place as its index.
        guard let packet = packets[Int(sequence) % Self.capacity],
            UInt16(truncatingIfNeeded: packet.index) == sequence
        else { return nil }
        return packet
    }

    /// About two seconds of 2.5 Mbit/s; a power of two.
    private static let capacity = 512
}
