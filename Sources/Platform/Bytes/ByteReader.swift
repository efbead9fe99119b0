/// Thrown when a read would pass the end of the bytes at hand. The reader has not moved.
@usableFromInline
package struct EndOfBytes: Error, Equatable {
    @inlinable package init() {}
}

/// A bounded big-endian reader over borrowed bytes.
///
/// Every number from the wire goes through one of these: a read past the end throws ``EndOfBytes`` and never traps.
/// A nested length becomes a sub-reader by ``readSlice(_:)`` so that what lies inside cannot reach outside.
@usableFromInline
package struct ByteReader: ~Escapable {
    /// All the bytes this reader was given.
    @usableFromInline package let bytes: Span<UInt8>
    /// How many of them were read, 0...bytes.count.
    @usableFromInline package var offset: Int

    @_lifetime(copy bytes)
    @inlinable package init(_ bytes: Span<UInt8>) {
        self.bytes = bytes
        self.offset = 0
    }

    /// How many bytes are left to read.
    @inlinable package var remaining: Int { bytes.count - offset }

    @inlinable package var isAtEnd: Bool { offset == bytes.count }

    @_lifetime(self: copy self)
    @inlinable package mutating func readUInt8() throws(EndOfBytes) -> UInt8 {
        guard remaining >= 1 else { throw EndOfBytes() }
        defer { offset += 1 }
        return bytes[offset]
    }

    @_lifetime(self: copy self)
    @inlinable package mutating func readUInt16() throws(EndOfBytes) -> UInt16 {
        guard remaining >= 2 else { throw EndOfBytes() }
        defer { offset += 2 }
        return UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])
    }

    @_lifetime(self: copy self)
    @inlinable package mutating func readUInt24() throws(EndOfBytes) -> UInt32 {
        guard remaining >= 3 else { throw EndOfBytes() }
        defer { offset += 3 }
        return UInt32(bytes[offset]) << 16 | UInt32(bytes[offset + 1]) << 8 | UInt32(bytes[offset + 2])
    }

    @_lifetime(self: copy self)
    @inlinable package mutating func readUInt32() throws(EndOfBytes) -> UInt32 {
        guard remaining >= 4 else { throw EndOfBytes() }
        defer { offset += 4 }
        return UInt32(bytes[offset]) << 24 | UInt32(bytes[offset + 1]) << 16
            | UInt32(bytes[offset + 2]) << 8 | UInt32(bytes[offset + 3])
    }

    @_lifetime(self: copy self)
    @inlinable package mutating func readUInt64() throws(EndOfBytes) -> UInt64 {
        guard remaining >= 8 else { throw EndOfBytes() }
        let high = try readUInt32()
        let low = try readUInt32()
        return UInt64(high) << 32 | UInt64(low)
    }

    /// The next `count` bytes, borrowed. A negative count is as out of bounds as one that is too large.
    @_lifetime(copy self)
    @inlinable package mutating func readSlice(_ count: Int) throws(EndOfBytes) -> Span<UInt8> {
        guard count >= 0, count <= remaining else { throw EndOfBytes() }
        let slice = bytes.extracting(offset..<(offset + count))
        offset += count
        return slice
    }

    /// Everything that is left, borrowed; the reader is at its end afterwards.
    @_lifetime(copy self)
    @inlinable package mutating func readRest() -> Span<UInt8> {
        let slice = bytes.extracting(offset..<bytes.count)
        offset = bytes.count
        return slice
    }

    @_lifetime(self: copy self)
    @inlinable package mutating func skip(_ count: Int) throws(EndOfBytes) {
        guard count >= 0, count <= remaining else { throw EndOfBytes() }
        offset += count
    }
}
