/// One packet to be sent to one viewer: what the engine decided, for the media plane to carry out. Plain data.
package struct ForwardOperation {
    /// What is known of the packet; valid until the cache takes the next one.
    package var record: UnsafePointer<PacketRecord>
    /// The packet's plaintext bytes.
    package var bytes: UnsafePointer<UInt8>
    /// The outgoing sequence number, extended: rollover counter and sequence number, 48 bits.
    package var index: UInt64
    /// The outgoing RTP timestamp.
    package var timestamp: UInt32

    package init(
        record: UnsafePointer<PacketRecord>, bytes: UnsafePointer<UInt8>, index: UInt64, timestamp: UInt32
    ) {
        self.record = record
        self.bytes = bytes
        self.index = index
        self.timestamp = timestamp
    }
}
