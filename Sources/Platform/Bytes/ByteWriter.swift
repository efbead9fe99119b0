/// Appends big-endian numbers to an array of bytes, and patches lengths that are known only afterwards.
@usableFromInline
package struct ByteWriter {
    /// What was written so far.
    @usableFromInline package var bytes: [UInt8]

    @inlinable package init(capacity: Int = 0) {
        bytes = []
        bytes.reserveCapacity(capacity)
    }

    @inlinable package var count: Int { bytes.count }

    @inlinable package mutating func write(_ value: UInt8) {
        bytes.append(value)
    }

    @inlinable package mutating func write(_ value: UInt16) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        bytes.append(UInt8(truncatingIfNeeded: value))
    }

    /// Writes the low 24 bits.
    @inlinable package mutating func writeUInt24(_ value: UInt32) {
        bytes.append(UInt8(truncatingIfNeeded: value >> 16))
        write(UInt16(truncatingIfNeeded: value))
    }

    @inlinable package mutating func write(_ value: UInt32) {
        write(UInt16(truncatingIfNeeded: value >> 16))
        write(UInt16(truncatingIfNeeded: value))
    }

    @inlinable package mutating func write(_ value: UInt64) {
        write(UInt32(truncatingIfNeeded: value >> 32))
        write(UInt32(truncatingIfNeeded: value))
    }

    @inlinable package mutating func write(_ span: Span<UInt8>) {
        bytes.reserveCapacity(bytes.count + span.count)
        for index in span.indices { bytes.append(span[index]) }
    }

    @inlinable package mutating func write(_ sequence: some Sequence<UInt8>) {
        bytes.append(contentsOf: sequence)
    }

    @inlinable package mutating func write(_ string: String) {
        bytes.append(contentsOf: string.utf8)
    }

    @inlinable package mutating func writeZeros(_ count: Int) {
        bytes.append(contentsOf: repeatElement(0, count: count))
    }

    /// Appends zeros up to the next multiple of `alignment`.
    @inlinable package mutating func pad(to alignment: Int) {
        writeZeros((alignment - bytes.count % alignment) % alignment)
    }

    /// Overwrites the two bytes at `offset`, which were written before.
    @inlinable package mutating func patch(_ value: UInt16, at offset: Int) {
        bytes[offset] = UInt8(truncatingIfNeeded: value >> 8)
        bytes[offset + 1] = UInt8(truncatingIfNeeded: value)
    }
}
