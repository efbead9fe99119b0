/// A frame without what belongs into its track's configuration, and what that was.
package struct FilteredFrame: Equatable, Sendable {
    /// The frame as ``TrackFormat`` wants it; empty when nothing but parameter sets was in it.
    package internal(set) var bytes: [UInt8] = []
    /// Whether a decoder can begin with it.
    package internal(set) var isKeyframe = false
    /// The parameter sets that were in it, each a NAL unit. Videos' sets are of H.265 alone. In all at most
    /// ``maximumParameterSets``.
    package internal(set) var videoParameterSets: [[UInt8]] = []
    package internal(set) var sequenceParameterSets: [[UInt8]] = []
    package internal(set) var pictureParameterSets: [[UInt8]] = []
    /// The sequence header OBU of AV1, with its size, which stays in the frame too; nil when there was none.
    package internal(set) var sequenceHeader: [UInt8]?

    /// Whether any parameter set of H.264 or H.265 was in it.
    package var hasParameterSets: Bool {
        !(videoParameterSets.isEmpty && sequenceParameterSets.isEmpty && pictureParameterSets.isEmpty)
    }

    var parameterSetCount: Int {
        videoParameterSets.count + sequenceParameterSets.count + pictureParameterSets.count
    }

    /// Parameter sets in one frame (our choice): as many as a configuration of H.264 can have.
    package static let maximumParameterSets = 31 + 255
}
