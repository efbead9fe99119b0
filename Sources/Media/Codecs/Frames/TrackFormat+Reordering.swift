extension TrackFormat {
    /// Whether frames are shown in another order than they are decoded (B-frames), which WebRTC cannot carry. Nil when the
    /// configuration does not say, so that only the frames' times do. Parses the configuration, so ask once per format.
    package var reordersFrames: Bool? {
        switch codec {
        case .h264:
            (try? AVCConfiguration(parsing: configuration.span)).flatMap {
                Self.reordering($0.sequenceParameterSets) { H264SequenceParameterSet($0.span, at: 1)?.reordersFrames }
            }
        case .h265:
            (try? HEVCConfiguration(parsing: configuration.span)).flatMap {
                Self.reordering($0.sequenceParameterSets) {
                    H265SequenceParameterSet($0.span, at: H265NALUnitType.headerLength)?.coding?.reordersFrames
                }
            }
        case .vp8, .vp9, .av1, .jpeg, .opus, .g722, .pcmu, .pcma, .aac, .mp3, .flac, .ac3, .eac3, .l16:
            false
        }
    }

    /// What several sets say together: any that reorders decides, and one that does not say leaves it open.
    private static func reordering(_ sets: [[UInt8]], _ read: ([UInt8]) -> Bool?) -> Bool? {
        let answers = sets.map(read)
        if answers.contains(true) { return true }
        return answers.contains(nil) ? nil : false
    }
}
