/// The header before each frame of AAC in a stream without container (ISO/IEC 13818-7 §6.2, ISO/IEC 14496-3 §1.A.2.2).
package struct ADTSHeader: Equatable, Sendable {
    /// `profile` plus one: 1 main, 2 low complexity, 3 scalable rate, 4 long-term prediction.
    package let objectType: UInt8
    /// Samples in a second of the core codec.
    package let sampleRate: Int
    /// 1...7; 0 where a program config element in the frame says, which Turnout does not read.
    package let channelConfiguration: UInt8
    /// Bytes of the header: 7, or 9 with a checksum.
    package let headerLength: Int
    /// Bytes of header and data, ``headerLength``...8,191.
    package let frameLength: Int
    /// Raw data blocks behind the header, 1...4.
    package let blocks: Int

    /// Throws `malformed` when the bytes are cut or are no header.
    package init(parsing bytes: Span<UInt8>) throws(CodecError) {
        guard bytes.count >= 7, bytes[0] == 0xFF, bytes[1] & 0xF6 == 0xF0 else { throw .malformed }
        let rate = Int(bytes[2] >> 2 & 15)
        guard rate < AudioSpecificConfig.rates.count else { throw .malformed }
        objectType = (bytes[2] >> 6) + 1
        sampleRate = AudioSpecificConfig.rates[rate]
        channelConfiguration = bytes[2] << 2 & 4 | bytes[3] >> 6
        headerLength = bytes[1] & 1 == 1 ? 7 : 9
        frameLength = Int(bytes[3] & 3) << 11 | Int(bytes[4]) << 3 | Int(bytes[5] >> 5)
        blocks = Int(bytes[6] & 3) + 1
        guard frameLength >= headerLength else { throw .malformed }
    }

    /// The configuration of a decoder for frames without headers. Throws `unsupported` when the frame itself has to be asked
    /// for its channels.
    package func configuration() throws(CodecError) -> AudioSpecificConfig {
        guard channelConfiguration > 0, let rate = AudioSpecificConfig.rates.firstIndex(of: sampleRate)
        else { throw .unsupported }
        let bits = UInt16(objectType) << 11 | UInt16(rate) << 7 | UInt16(channelConfiguration) << 3
        let bytes = [UInt8(bits >> 8), UInt8(truncatingIfNeeded: bits)]
        return try AudioSpecificConfig(parsing: bytes.span)
    }
}
