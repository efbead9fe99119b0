/// One access unit of a track: what a decoder takes at once.
package struct Frame: Equatable, Sendable {
    /// When to decode it.
    package var decodeTime: MediaTime
    /// When to show it. Earlier or later than ``decodeTime`` where frames are reordered (B-frames).
    package var presentationTime: MediaTime
    /// Whether a decoder can begin with it. True for all audio.
    package var isKeyframe: Bool
    /// The frame in its codec's form (``TrackFormat``). At most ``maximumSize`` bytes.
    package var bytes: [UInt8]

    package init(decodeTime: MediaTime, presentationTime: MediaTime, isKeyframe: Bool, bytes: [UInt8]) {
        self.decodeTime = decodeTime
        self.presentationTime = presentationTime
        self.isKeyframe = isKeyframe
        self.bytes = bytes
    }

    /// A frame that is shown when it is decoded.
    package init(time: MediaTime, isKeyframe: Bool = true, bytes: [UInt8]) {
        self.init(decodeTime: time, presentationTime: time, isKeyframe: isKeyframe, bytes: bytes)
    }

    /// Bytes in a frame (our choice): no stream that anybody watches has larger ones.
    package static let maximumSize = 8 << 20
}
