import Bytes

/// The identification header of Opus (RFC 7845 §5.1).
package struct OpusHeader: Hashable, Sendable {
    /// 1...255.
    package private(set) var channels: Int
    /// Samples at 48 kHz that are thrown away at the start.
    package private(set) var preSkip: UInt16
    /// Samples in a second of what was encoded; 0 when unknown. Opus itself always plays at 48,000.
    package private(set) var inputSampleRate: UInt32
    /// What to change the volume by, in 1/256 dB.
    package private(set) var outputGain: Int16
    /// 0 for mono and stereo, 1 for the orders of Vorbis, 255 for channels without meaning, others for ambisonics.
    package private(set) var mappingFamily: UInt8
    /// Number of streams, number of those that are stereo, and for each channel where it is; of family 0 empty.
    package private(set) var mapping: [UInt8]

    /// Mono or stereo.
    /// - Parameter channels: 1 or 2; others count as 2.
    package init(channels: Int, preSkip: UInt16 = Self.encoderDelay, inputSampleRate: UInt32 = 48_000) {
        self.channels = channels == 1 ? 1 : 2
        self.preSkip = preSkip
        self.inputSampleRate = inputSampleRate
        (outputGain, mappingFamily, mapping) = (0, 0, [])
    }

    /// Throws `malformed` when it is cut or contradicts itself, `unsupported` for another major version.
    package init(parsing bytes: Span<UInt8>) throws(CodecError) {
        guard bytes.count >= Self.length, Self.magic.indices.allSatisfy({ bytes[$0] == Self.magic[$0] })
        else { throw .malformed }
        // The upper four bits are the major version (§5.1).
        guard bytes[8] >> 4 == 0 else { throw .unsupported }
        channels = Int(bytes[9])
        preSkip = UInt16(bytes[10]) | UInt16(bytes[11]) << 8
        inputSampleRate = UInt32(bytes[12]) | UInt32(bytes[13]) << 8 | UInt32(bytes[14]) << 16 | UInt32(bytes[15]) << 24
        outputGain = Int16(bitPattern: UInt16(bytes[16]) | UInt16(bytes[17]) << 8)
        mappingFamily = bytes[18]
        mapping = []
        if mappingFamily == 0 {
            guard (1...2).contains(channels) else { throw .malformed }
        } else {
            guard channels > 0, bytes.count >= Self.length + 2 + channels else { throw .malformed }
            mapping = [UInt8](copying: bytes.extracting(Self.length..<(Self.length + 2 + channels)))
            guard isMappingValid else { throw .malformed }
        }
    }

    /// The header, as it is written into containers.
    package var bytes: [UInt8] {
        var writer = ByteWriter(capacity: Self.length + mapping.count)
        writer.write(Self.magic)
        writer.write(UInt8(1))
        writer.write(UInt8(truncatingIfNeeded: channels))
        writer.write(preSkip.byteSwapped)
        writer.write(inputSampleRate.byteSwapped)
        writer.write(UInt16(bitPattern: outputGain).byteSwapped)
        writer.write(mappingFamily)
        writer.write(mapping)
        return writer.bytes
    }

    /// §5.1.1: at least one stream, no more stereo ones than there are, and each channel in one of them or silent.
    private var isMappingValid: Bool {
        let (streams, coupled) = (Int(mapping[0]), Int(mapping[1]))
        guard streams > 0, coupled <= streams, streams + coupled <= 255 else { return false }
        return mapping[2...].allSatisfy { $0 == 255 || Int($0) < streams + coupled }
    }

    /// What libopus looks ahead at 48 kHz, in samples.
    package static let encoderDelay: UInt16 = 312
    private static let magic = Array("OpusHead".utf8)
    /// Bytes without a mapping.
    private static let length = 19
}
