import Bytes

/// How AAC is multiplexed in LATM (ISO/IEC 14496-3 §1.7.3), of the kind that is sent over RTP: one program of one layer, whose
/// frames say their lengths.
package struct StreamMuxConfig: Hashable, Sendable {
    package private(set) var audio: AudioSpecificConfig
    /// Frames in each AudioMuxElement, 1...64.
    package private(set) var framesPerElement = 1
    /// Bits of other data behind the frames of each element, at most ``maximumOtherData``.
    package private(set) var otherDataBits = 0

    /// As a session description has it (RFC 6416 §7.3). What should stand behind the configuration of the decoder may be missing,
    /// as GStreamer leaves it out.
    ///
    /// Throws as ``init(parsing:bitOffset:)`` does.
    package init(description bytes: Span<UInt8>) throws(CodecError) {
        var reader = BitReader(bytes)
        do {
            try self.init(&reader, mayLackEnd: true)
        } catch {
            throw error as? CodecError ?? .malformed
        }
    }

    /// As it comes among frames.
    /// - Parameters:
    ///   - bytes: of which no more than the first 256 from `bitOffset` on are looked at.
    ///   - bitOffset: where the configuration begins, 0 or more; left behind its end.
    ///
    /// Throws `malformed` when it is cut, and `unsupported` for several programs or layers, frames of fixed length, and codecs
    /// that are no AAC.
    package init(parsing bytes: Span<UInt8>, bitOffset: inout Int) throws(CodecError) {
        var reader = BitReader(bytes, from: bitOffset / 8)
        do {
            try reader.skip(bitOffset % 8)
            let start = reader.position
            try self.init(&reader, mayLackEnd: false)
            bitOffset += reader.position - start
        } catch {
            throw error as? CodecError ?? .malformed
        }
    }

    private init(_ reader: inout BitReader, mayLackEnd: Bool) throws {
        let isVersion1 = try reader.readFlag()
        if isVersion1 {
            // audioMuxVersionA, and taraBufferFullness.
            guard try !reader.readFlag() else { throw CodecError.unsupported }
            _ = try Self.readValue(&reader)
        }
        let isSameTimeFraming = try reader.readFlag()
        framesPerElement = Int(try reader.read(6)) + 1
        let (programs, layers) = (try reader.read(4), try reader.read(3))
        guard isSameTimeFraming, programs == 0, layers == 0 else { throw CodecError.unsupported }
        if isVersion1 {
            let count = try Self.readValue(&reader)
            let bytes = try reader.readBytes(bits: count)
            audio = try AudioSpecificConfig(parsing: bytes.span)
        } else {
            // Without a length, it says itself where it ends.
            var rest = reader
            var bitCount = 0
            let bytes = try rest.readBytes(bits: rest.remaining)
            audio = try AudioSpecificConfig(prefixOf: bytes.span, bitCount: &bitCount)
            try reader.skip(bitCount)
        }
        if mayLackEnd, reader.remaining < Self.leastEnd { return }
        // frameLengthType, then latmBufferFullness.
        guard try reader.read(3) == 0 else { throw CodecError.unsupported }
        try reader.skip(8)
        if try reader.readFlag() { otherDataBits = try Self.readOtherDataLength(&reader, isVersion1: isVersion1) }
        // crcCheckSum.
        if try reader.readFlag() { try reader.skip(8) }
    }

    private static func readOtherDataLength(_ reader: inout BitReader, isVersion1: Bool) throws -> Int {
        var length = 0
        if isVersion1 {
            length = try readValue(&reader)
        } else {
            var continues = true
            while continues, length <= maximumOtherData {
                continues = try reader.readFlag()
                length = length << 8 | Int(try reader.read(8))
            }
        }
        guard length <= maximumOtherData else { throw CodecError.unsupported }
        return length
    }

    /// `LatmGetValue()`: the number of bytes, less one, then those.
    private static func readValue(_ reader: inout BitReader) throws(EndOfBits) -> Int {
        let count = Int(try reader.read(2)) + 1
        return Int(try reader.read(8 * count))
    }

    /// Bits behind the configuration of the decoder: four fields.
    private static let leastEnd = 3 + 8 + 1 + 1
    /// Bits of other data (our choice): more than ancillary data has.
    package static let maximumOtherData = 1 << 16
}
