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

    /// Pads each packet from `first` on that is a byte shorter than the one behind it, of the same source, by that byte
    /// (RFC 3550 §5.1): to be called before any of them is sent.
    ///
    /// Browsers split a frame into packets whose sizes differ by one, the smaller ones first. A train of packets for one
    /// destination takes only its last from a smaller size, so that most frames would need two: in the frames of Chromium
    /// at 2.5 Mbit/s (VP8, VP9, H.264) padding brings 1.9 trains down to 1, and costs half a byte a packet.
    package func levelSizes(from first: UInt32) {
        guard first != end else { return }
        var number = end &- 1
        var next = slot(number)
        while number != first {
            number &-= 1
            let record = slot(number)
            if record.pointee.sizeToSend + 1 == next.pointee.sizeToSend, record.pointee.source == next.pointee.source {
                pad(number)
            }
            next = record
        }
    }

    private func pad(_ number: UInt32) {
        let record = slot(number)
        let end = Int(record.pointee.payloadOffset) + Int(record.pointee.payloadLength)
        guard record.pointee.paddingLength == 0, end < Self.slotSize else { return }
        record.pointee.paddingLength = 1
        // The last byte of padding says how many there are.
        slab[(Int(number) & (capacity - 1)) * Self.slotSize + end] = 1
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
        UnsafePointer(slot(number))
    }

    private func slot(_ number: UInt32) -> UnsafeMutablePointer<PacketRecord> {
        records + (Int(number) & (capacity - 1))
    }

    /// The bytes of a packet, as they were given to ``append(_:bytes:)``, and behind the payload its padding.
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
