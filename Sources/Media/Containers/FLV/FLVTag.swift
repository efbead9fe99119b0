import Codecs

/// The body of an audio or video tag as a layout: what its packets are and where in the body their payloads lie.
struct FLVTag: Equatable {
    /// To add to the message's timestamp: 0...999,999 nanoseconds (Enhanced RTMP v2, `TimestampOffsetNano`).
    var nanosecondOffset: Int64 = 0
    /// One for each track of the tag; at most ``FLVReader/maximumTracks``.
    var packets: [FLVPacket] = []
}

/// What a tag has of one track.
struct FLVPacket: Equatable {
    var track: FLVTrack
    var codec: FLVCodec
    var content: FLVPacketContent
    /// Where in the tag's body.
    var payload: Range<Int>
}

enum FLVPacketContent: Equatable {
    /// A sequence header: what a decoder must know.
    case configuration
    /// A video descriptor of MPEG-2 TS in its place.
    case transportStreamConfiguration
    /// A frame, flagged as keyframe or not, shown so many milliseconds after its decoding time.
    case videoFrame(isKeyframe: Bool, compositionOffset: Int64)
    /// A frame, or samples. Channels as the tag's header has them: 1 or 2, nil where it has none.
    case audioFrame(channels: Int?)
    /// Pairs of name and value in AMF.
    case metadata
    /// `MultichannelConfig`.
    case channels
    case end
    /// One that is reserved, by name.
    case unknown(String)
}

/// `VideoPacketType` and `AudioPacketType` (Enhanced RTMP v2): those of the same meaning have the same number, but for
/// two.
enum FLVPacketType {
    static let sequenceStart: UInt8 = 0
    static let codedFrames: UInt8 = 1
    static let sequenceEnd: UInt8 = 2
    /// Video alone: a frame without a composition time.
    static let codedFramesX: UInt8 = 3
    /// Of video.
    static let metadata: UInt8 = 4
    /// Of audio.
    static let multichannelConfiguration: UInt8 = 4
    /// Of video.
    static let transportStreamSequenceStart: UInt8 = 5
    static let modEx: UInt8 = 7

    static func multitrack(of kind: MediaKind) -> UInt8 {
        switch kind {
        case .audio: 5
        case .video: 6
        }
    }
}

/// `AvMultitrackType`: how the tracks of one tag follow each other.
enum FLVMultitrack {
    static let oneTrack: UInt8 = 0
    static let manyTracks: UInt8 = 1
    static let manyTracksManyCodecs: UInt8 = 2
}

/// `VideoPacketModExType` and `AudioPacketModExType`.
enum FLVModEx {
    static let timestampOffsetNano: UInt8 = 0
    static let maximumNanoseconds: Int64 = 999_999
}

/// `FrameType` (Adobe FLV specification §E.4.3.1).
enum FLVFrameType {
    static let key: UInt8 = 1
    static let inter: UInt8 = 2
    /// For servers that make keyframes of others.
    static let generatedKey: UInt8 = 4
    static let command: UInt8 = 5
}

/// `AVCPacketType` and `AACPacketType` (§E.4.3.2, §E.4.2.2); audio has no end.
enum FLVClassicPacketType {
    static let sequenceHeader: UInt8 = 0
    static let frame: UInt8 = 1
    static let endOfSequence: UInt8 = 2
}
