/// The decoder configuration of AAC, AudioSpecificConfig (ISO/IEC 14496-3 §1.6.2.1).
package struct AudioSpecificConfig: Hashable, Sendable {
    /// The codec below spectral band replication: 1 main, 2 low complexity, 3 scalable rate, 4 long-term prediction, 17
    /// error resilient low complexity, 23 low delay.
    package private(set) var objectType: UInt8 = 2
    /// Samples in a second that the core codec has.
    package private(set) var coreSampleRate = 0
    /// Samples in a second that come out: more than ``coreSampleRate`` with spectral band replication.
    package private(set) var sampleRate = 0
    /// Channels that come out, 1...``maximumChannels``: two where parametric stereo makes them of one.
    package private(set) var channels = 0
    /// Samples of each channel in a frame, at ``coreSampleRate``: 1024 or 960, of low delay 512 or 480.
    package private(set) var samplesPerFrame = 1024
    /// Whether high frequencies are replicated (SBR, "HE-AAC"), as far as the configuration says so itself.
    package private(set) var hasSpectralBandReplication = false
    /// Whether one channel is made two (PS, "HE-AAC v2"), as far as the configuration says so itself.
    package private(set) var hasParametricStereo = false
    /// The configuration as it is written into containers: that which was parsed, untouched.
    package private(set) var bytes: [UInt8]

    /// Throws `malformed` when it is cut or has reserved values, `tooLarge` beyond ``maximumSize``, and `unsupported` for
    /// codecs that are no AAC of a table above.
    package init(parsing bytes: Span<UInt8>) throws(CodecError) {
        guard bytes.count <= Self.maximumSize else { throw .tooLarge }
        self.bytes = [UInt8](copying: bytes)
        var reader = BitReader(bytes)
        try read(&reader)
    }

    /// A configuration with something else behind it, as LATM has it (§1.7.3.1).
    /// - Parameter bitCount: set to the bits of the configuration.
    ///
    /// Throws as ``init(parsing:)`` does.
    init(prefixOf rest: Span<UInt8>, bitCount: inout Int) throws(CodecError) {
        bytes = []
        var reader = BitReader(rest)
        try read(&reader)
        bitCount = reader.position
        var again = BitReader(rest)
        guard let bytes = try? again.readBytes(bits: bitCount) else { throw .malformed }
        self.bytes = bytes
    }

    private mutating func read(_ reader: inout BitReader) throws(CodecError) {
        do {
            try parse(&reader)
        } catch {
            throw error as? CodecError ?? .malformed
        }
        guard Self.sampleRates.contains(coreSampleRate), Self.sampleRates.contains(sampleRate),
            (1...Self.maximumChannels).contains(channels)
        else { throw .malformed }
    }

    /// AAC of low complexity, which every decoder has.
    /// - Parameters:
    ///   - sampleRate: 7,350...96,000.
    ///   - channels: 1...6, or 8.
    ///
    /// Throws `unsupported` for others.
    package init(lowComplexity sampleRate: Int, channels: Int) throws(CodecError) {
        guard Self.sampleRates.contains(sampleRate), let layout = Self.channels[1...7].firstIndex(of: channels)
        else { throw .unsupported }
        let (type, configuration) = (UInt64(2), UInt64(layout))
        // Five bits of type, four of rate, four of channels, three flags that are 0; an explicit rate takes 24 bits more.
        if let index = Self.rates.firstIndex(of: sampleRate) {
            let bits = type << 11 | UInt64(index) << 7 | configuration << 3
            bytes = [UInt8(truncatingIfNeeded: bits >> 8), UInt8(truncatingIfNeeded: bits)]
        } else {
            let bits = type << 35 | 15 << 31 | UInt64(sampleRate) << 7 | configuration << 3
            bytes = stride(from: 32, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bits >> UInt64($0)) }
        }
        coreSampleRate = sampleRate
        self.sampleRate = sampleRate
        self.channels = channels
    }

    private mutating func parse(_ reader: inout BitReader) throws {
        objectType = try Self.readObjectType(&reader)
        coreSampleRate = try Self.readRate(&reader)
        sampleRate = coreSampleRate
        let configuration = Int(try reader.read(4))
        if objectType == Self.spectralBandReplication || objectType == Self.parametricStereo {
            hasSpectralBandReplication = true
            hasParametricStereo = objectType == Self.parametricStereo
            sampleRate = try Self.readRate(&reader)
            objectType = try Self.readObjectType(&reader)
        }
        guard Self.objectTypes.contains(objectType) else { throw CodecError.unsupported }
        guard configuration < Self.channels.count else { throw CodecError.malformed }
        channels = Self.channels[configuration]
        try readGeneralAudio(&reader, configuration: configuration)
        if !hasSpectralBandReplication { readExtension(&reader) }
        if hasParametricStereo, channels == 1 { channels = 2 }
    }

    /// `GASpecificConfig()`, ISO/IEC 14496-3 §4.4.1.
    private mutating func readGeneralAudio(_ reader: inout BitReader, configuration: Int) throws {
        let isShort = try reader.readFlag()
        let full = objectType == Self.lowDelay ? 512 : 1024
        samplesPerFrame = isShort ? full * 15 / 16 : full
        // dependsOnCoreCoder, then its delay.
        if try reader.readFlag() { try reader.skip(14) }
        let hasExtension = try reader.readFlag()
        if configuration == 0 { channels = try ProgramConfiguration.channels(&reader) }
        if hasExtension {
            // Three flags of resilience in the error resilient types, then extensionFlag3.
            try reader.skip(objectType >= Self.errorResilient ? 4 : 1)
        }
        // epConfig.
        if objectType >= Self.errorResilient { try reader.skip(2) }
    }

    /// The signs of spectral band replication that come last, so that decoders without it do not see them (§1.6.5.2). Where
    /// there are none, the reader stays where it is.
    private mutating func readExtension(_ reader: inout BitReader) {
        var ahead = reader
        guard (try? ahead.read(11)) == Self.syncExtension,
            (try? Self.readObjectType(&ahead)) == Self.spectralBandReplication, let isPresent = try? ahead.readFlag()
        else { return }
        reader = ahead
        guard isPresent, let rate = try? Self.readRate(&ahead) else { return }
        sampleRate = rate
        hasSpectralBandReplication = true
        reader = ahead
        guard (try? ahead.read(11)) == Self.parametricStereoExtension, let isStereo = try? ahead.readFlag() else {
            return
        }
        hasParametricStereo = isStereo
        reader = ahead
    }

    private static func readObjectType(_ reader: inout BitReader) throws(EndOfBits) -> UInt8 {
        let type = try reader.read(5)
        return UInt8(truncatingIfNeeded: type == 31 ? 32 + (try reader.read(6)) : type)
    }

    private static func readRate(_ reader: inout BitReader) throws(EndOfBits) -> Int {
        let index = Int(try reader.read(4))
        if index == 15 { return Int(try reader.read(24)) }
        guard index < rates.count else { throw EndOfBits() }
        return rates[index]
    }

    /// Table 1.18, by `samplingFrequencyIndex`.
    static let rates = [
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
    ]
    /// Table 1.19, by `channelConfiguration`; 0 where a program config element says, or where the value is reserved.
    static let channels = [0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8]

    /// Bytes of a configuration (our choice): real ones have 2 to 30.
    package static let maximumSize = 256
    /// The most channels of table 1.19.
    package static let maximumChannels = 24
    /// Samples in a second that are believed (our choice: those of the table, and what lies between).
    private static let sampleRates = 7_350...96_000

    private static let objectTypes: [UInt8] = [1, 2, 3, 4, errorResilient, lowDelay]
    private static let spectralBandReplication: UInt8 = 5
    private static let parametricStereo: UInt8 = 29
    private static let errorResilient: UInt8 = 17
    private static let lowDelay: UInt8 = 23
    /// `syncExtensionType` of the two extensions (§1.6.2.1).
    private static let syncExtension: UInt32 = 0x2B7
    private static let parametricStereoExtension: UInt32 = 0x548
}
