import Bytes

/// The body of a video packet of metadata (Enhanced RTMP v2, "Metadata Frame"): pairs of name and value in AMF0.
///
/// The one name that is defined, `colorInfo`, says what the bitstream says too, and nobody here looks at colours: it is
/// read so that what breaks its format is noticed, and then dropped.
enum FLVVideoMetadata {
    static func check(_ payload: Span<UInt8>) throws(FLVError) {
        do {
            _ = try AMF0Reader.values(in: payload)
        } catch {
            throw .malformed
        }
    }
}
