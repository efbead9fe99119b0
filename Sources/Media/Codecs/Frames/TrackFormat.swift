/// What a decoder must know of a track before its first frame, and the form its frames have.
///
/// | codec | ``Frame/bytes`` | ``configuration`` |
/// |---|---|---|
/// | H.264 | NAL units, each behind its length in four bytes; no parameter sets, no delimiters | AVCDecoderConfigurationRecord (ISO/IEC 14496-15 §5.3.3.1) |
/// | H.265 | the same | HEVCDecoderConfigurationRecord (ISO/IEC 14496-15 §8.3.3.1) |
/// | AV1 | OBUs with sizes, no temporal delimiters; keyframes have their sequence header | AV1CodecConfigurationRecord (AV1-ISOBMFF §2.3.3) |
/// | VP8, VP9 | the frame; of VP9 a whole superframe | VPCodecConfigurationRecord (without the version and flags of its box), or empty |
/// | AAC | a raw data block, no ADTS header | AudioSpecificConfig (ISO/IEC 14496-3 §1.6.2.1) |
/// | Opus | an Opus packet | the identification header (RFC 7845 §5.1), or empty |
/// | FLAC | a FLAC frame | the STREAMINFO block without its header (RFC 9639 §8.2), or empty |
/// | MP3, AC-3, E-AC-3, G.711, G.722 | a frame, or samples | empty |
/// | L16 | big-endian samples of 16 bits with sign, those of 1...8 channels in turn (RFC 3551 §4.5.11) | empty |
/// | JPEG | a complete image, from SOI to EOI with all its tables (ITU-T T.81, T.871) | empty |
package struct TrackFormat: Hashable, Sendable {
    package var codec: CodecName
    package var configuration: [UInt8]
    /// Pixels; 0 for audio, and as long as unknown.
    package var width: Int
    package var height: Int
    /// Samples in a second and channels; 0 for video.
    package var sampleRate: Int
    package var channels: Int

    /// The format of a video track.
    package init(_ codec: CodecName, configuration: [UInt8] = [], width: Int = 0, height: Int = 0) {
        self.codec = codec
        self.configuration = configuration
        self.width = width
        self.height = height
        sampleRate = 0
        channels = 0
    }

    /// The format of an audio track.
    package init(_ codec: CodecName, configuration: [UInt8] = [], sampleRate: Int, channels: Int) {
        self.codec = codec
        self.configuration = configuration
        width = 0
        height = 0
        self.sampleRate = sampleRate
        self.channels = channels
    }

    package var kind: MediaKind { codec.kind }
}
