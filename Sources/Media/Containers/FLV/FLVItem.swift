package import Codecs

/// What the tags of an FLV stream say (Adobe FLV specification, Annex E; Enhanced RTMP v2).
package enum FLVItem: Equatable, Sendable {
    /// What the frames that follow of a track are.
    case format(FLVTrack, TrackFormat)
    case frame(FLVTrack, Frame)
    /// Nothing more comes of a track.
    case ended(FLVTrack)
}

/// A track of an FLV stream.
package struct FLVTrack: Hashable, Sendable {
    package var kind: MediaKind
    /// The track's number in a multitrack tag (Enhanced RTMP v2, "Multitrack Streaming"); 0 for one that has none.
    package var id: UInt8

    package init(_ kind: MediaKind, id: UInt8 = 0) {
        self.kind = kind
        self.id = id
    }
}
