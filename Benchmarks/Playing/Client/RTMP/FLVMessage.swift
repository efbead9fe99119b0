import Codecs
import Containers

/// A message of a ``SyntheticStream`` as RTMP has it.
struct FLVMessage: Equatable {
    var kind: MediaKind
    /// Milliseconds.
    var timestamp: Int64
    /// The FLV tag's body.
    var payload: [UInt8]

    init(_ frame: Frame, of kind: MediaKind) {
        self.kind = kind
        timestamp = FLVStyle.classic.timestamp(of: frame.decodeTime)
        payload = []
        _ = FLVWriter.frame(frame, of: SyntheticStream.format(of: kind), style: .classic, into: &payload)
    }

    private init(configurationOf format: TrackFormat, _ payload: [UInt8]) {
        (kind, timestamp, self.payload) = (format.kind, 0, payload)
    }

    /// What comes before the first frame: metadata's values, and both decoder configurations.
    static var properties: [AMF0Property] {
        FLVMetadata.properties(
            of: [
                (FLVTrack(.video), SyntheticStream.format(of: .video)),
                (FLVTrack(.audio), SyntheticStream.format(of: .audio)),
            ], style: .classic)
    }

    static var configurations: [FLVMessage] {
        [MediaKind.video, .audio].compactMap { kind in
            let format = SyntheticStream.format(of: kind)
            return FLVWriter.configuration(of: format, style: .classic).map {
                FLVMessage(configurationOf: format, $0)
            }
        }
    }

    /// The frame in the body of a tag; nil in one that has none, e.g. a decoder's configuration.
    static func frame(in body: [UInt8], of kind: MediaKind) -> ArraySlice<UInt8>? {
        // The second byte is 1 for a frame of either kind; of video, three bytes of composition time follow.
        guard body.count >= 2, body[1] == 1 else { return nil }
        return body.dropFirst(kind == .video ? 5 : 2)
    }
}
