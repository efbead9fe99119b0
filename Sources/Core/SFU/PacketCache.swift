/// The last packets of a track as plaintext, all layers in order of arrival: what is fanned out and what is sent again
/// when a viewer asks. Nothing is ever cloned per viewer.
///
/// A packet is named by its **cache number**, which counts up from 0 and wraps at 2³²; it stays valid until
/// ``capacity`` newer packets have come. Memory is one fixed slab, touched as packets arrive.
package final class PacketCache {
    /// Packets held: a power of two.
    package let capacity: Int
    /// The cache number that the next packet will get.
    package private(set) var end: UInt32 = 0

    private let records: UnsafeMutablePointer<PacketRecord>
    private let slab: UnsafeMutablePointer<UInt8>
    private var count = 0

    /// - Parameter capacity: packets to hold; rounded up to a power of two, 16...65,536.
    package init(capacity wanted: Int) {
        var capacity = 16
        while capacity < wanted, capacity < 65_536 { capacity *= 2 }
        self.capacity = capacity
        records = .allocate(capacity: capacity)
        slab = .allocate(capacity: capacity * Self.slotSize)
    }

    deinit {
        records.deallocate()
        slab.deallocate()
    }

    /// Copies a packet into the cache.
    /// - Parameters:
    ///   - record: what is known of it; its offsets are relative to `bytes`.
    ///   - bytes: the whole plaintext packet, at most ``slotSize`` bytes.
    /// - Returns: its cache number, or nil when it is too large.
    package func append(_ record: PacketRecord, bytes: UnsafeRawBufferPointer) -> UInt32? {
        guard bytes.count <= Self.slotSize, let source = bytes.baseAddress else { return nil }
        let number = end
        let slot = Int(number) & (capacity - 1)
        UnsafeMutableRawPointer(slab + slot * Self.slotSize).copyMemory(from: source, byteCount: bytes.count)
        (records + slot).initialize(to: record)
        end &+= 1
        count = min(count + 1, capacity)
        return number
    }

    /// The cache number of the oldest packet held; ``end`` when there is none.
    package var oldest: UInt32 { end &- UInt32(count) }

    /// Whether `number` names a packet that is still held.
    package func holds(_ number: UInt32) -> Bool {
        let age = end &- number
        return age >= 1 && age <= UInt32(count)
    }

    /// The record of a packet; the caller has checked ``holds(_:)`` or names a packet of the batch at hand.
    package func record(_ number: UInt32) -> UnsafePointer<PacketRecord> {
        UnsafePointer(records + (Int(number) & (capacity - 1)))
    }

    /// The bytes of a packet, as they were given to ``append(_:bytes:)``.
    package func bytes(_ number: UInt32) -> UnsafePointer<UInt8> {
        UnsafePointer(slab + (Int(number) & (capacity - 1)) * Self.slotSize)
    }

    /// The largest packet that is kept, in bytes: a datagram on an Ethernet path and no more.
    package static let slotSize = 1_536
    /// For video: about two seconds at 4 Mbit/s.
    package static let videoCapacity = 1_024
    /// For audio: five seconds of 20 ms packets.
    package static let audioCapacity = 256
}
