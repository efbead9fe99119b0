/// The RTP payloads of one frame, in order, in one piece of memory that is used again and again.
package struct PayloadList: Equatable, Sendable {
    /// All payloads, one behind the other.
    package private(set) var bytes: [UInt8] = []
    /// Where each payload ends in ``bytes``.
    package private(set) var ends: [Int] = []
    /// How much later than the frame each payload begins, in units of the RTP clock, 0 or more: of video always 0, and of
    /// sound where a frame was cut between samples.
    package private(set) var timestampOffsets: [Int] = []

    package init() {}

    package var count: Int { ends.count }

    /// The place of a payload in ``bytes``.
    /// - Parameter index: 0..<``count``.
    package subscript(index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }

    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        timestampOffsets.removeAll(keepingCapacity: true)
    }

    /// Appends to the payload that is being written.
    package mutating func write(_ byte: UInt8) {
        bytes.append(byte)
    }

    /// Appends to the payload that is being written.
    package mutating func write(_ slice: some Collection<UInt8>) {
        bytes.append(contentsOf: slice)
    }

    /// Appends to the payload that is being written.
    package mutating func write(_ span: Span<UInt8>) {
        bytes.append(copying: span)
    }

    /// Writes a payload in one piece.
    package mutating func write(whole payload: Span<UInt8>) {
        write(payload)
        endPayload()
    }

    /// Ends the payload that is being written. One without a byte is left out.
    package mutating func endPayload(timestampOffset: Int = 0) {
        guard bytes.count > (ends.last ?? 0) else { return }
        ends.append(bytes.count)
        timestampOffsets.append(timestampOffset)
    }
}
