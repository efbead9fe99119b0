import Net
package import SFU

/// Plaintext packets of one turn on their way to one other worker, each there once, whatever the number of its viewers.
///
/// Written by the home's worker, then posted, and from then on only read. When the reader has let go of it, it is used
/// again: whoever holds the only reference may write.
package final class RelayBatch: @unchecked Sendable {
    /// The packets of one track that follow one another.
    package struct Section {
        package internal(set) var stream: StreamIdentity
        /// Index of the track in its stream.
        package internal(set) var track: Int
        /// What changed about the track before these packets.
        package internal(set) var change: TrackDescription?
        /// Whether the relay may have missed packets before these, and descriptions with them.
        package internal(set) var isAnew = false
        /// Indices into the batch's packets.
        package internal(set) var packets: Range<Int>
    }

    package private(set) var sections: [Section] = []
    /// When its writer began to fill it: what has passed since then, the packets have waited for their reader.
    private(set) var begun = Instant.distantPast

    private let records: UnsafeMutablePointer<PacketRecord>
    private let offsets: UnsafeMutablePointer<Int32>
    private let slab: UnsafeMutableRawPointer
    private var count = 0
    private var used = 0

    init() {
        records = .allocate(capacity: Self.capacity)
        offsets = .allocate(capacity: Self.capacity)
        slab = .allocate(byteCount: Self.slabSize, alignment: 64)
    }

    deinit {
        records.deallocate()
        offsets.deallocate()
        slab.deallocate()
    }

    // MARK: Writing

    func begin(now: Instant) {
        sections.removeAll(keepingCapacity: true)
        count = 0
        used = 0
        begun = now
    }

    /// Whether a packet of any size still fits.
    var hasRoom: Bool { count < Self.capacity && used + PacketCache.slotSize <= Self.slabSize }

    /// What follows belongs to this track.
    func beginSection(_ stream: StreamIdentity, track: Int, change: TrackDescription?, isAnew: Bool = false) {
        sections.append(
            Section(stream: stream, track: track, change: change, isAnew: isAnew, packets: count..<count))
    }

    /// Copies a packet into the section at the end; the caller has checked ``hasRoom``.
    func append(_ record: UnsafePointer<PacketRecord>, bytes: UnsafePointer<UInt8>) {
        let length = Self.length(of: record)
        (records + count).initialize(to: record.pointee)
        offsets[count] = Int32(used)
        (slab + used).copyMemory(from: bytes, byteCount: length)
        used += length
        count += 1
        let last = sections.count - 1
        sections[last].packets = sections[last].packets.lowerBound..<count
    }

    // MARK: Reading

    /// A packet, 0..<the end of the last section.
    package func packet(_ index: Int) -> (record: PacketRecord, bytes: UnsafeRawBufferPointer) {
        let record = records + index
        return (
            record.pointee,
            UnsafeRawBufferPointer(start: slab + Int(offsets[index]), count: Self.length(of: UnsafePointer(record)))
        )
    }

    /// Header, header extensions, payload, and the padding for viewers; the publisher's is not kept.
    private static func length(of record: UnsafePointer<PacketRecord>) -> Int {
        Int(record.pointee.payloadOffset) + record.pointee.paddedLength
    }

    private static let capacity = 256
    private static let slabSize = 256 << 10
}
