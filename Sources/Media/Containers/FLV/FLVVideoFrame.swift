import Codecs

/// A frame of video out of a tag, in the form that ``TrackFormat`` says.
struct FLVVideoFrame {
    /// Empty when there was nothing but parameter sets.
    private(set) var bytes: [UInt8]
    /// Whether a decoder can begin with it.
    private(set) var isKeyframe: Bool
    /// The track's format from here on, when the frame says something of it that was not known.
    private(set) var format: TrackFormat?

    /// - Parameters:
    ///   - isFlagged: whether the tag says that it is a keyframe.
    ///   - configuration: as far as known; what the frame has of it is taken over.
    init(
        _ payload: Span<UInt8>, of codec: CodecName, isFlagged: Bool, _ configuration: inout FLVConfiguration?
    ) throws(CodecError) {
        bytes = []
        isKeyframe = isFlagged
        switch codec {
        case .h264: try readH264(payload, &configuration)
        case .h265: try readH265(payload, &configuration)
        case .av1: try readAV1(payload, &configuration)
        default: readVP(payload, of: codec, configuration)
        }
    }

    /// A frame is a keyframe when it says so itself, or when its flag does: some encoders flag IDR pictures wrong, and
    /// others flag recovery points that are no IDR pictures (open GOPs, gradual refresh), where decoders do begin.
    private mutating func readH264(
        _ payload: Span<UInt8>, _ configuration: inout FLVConfiguration?
    ) throws(CodecError) {
        var known: AVCConfiguration?
        if case .h264(let configuration) = configuration { known = configuration }
        let filtered = try ParameterSetFilter.h264(payload, form: .lengths(known?.lengthSize ?? 4))
        bytes = filtered.bytes
        isKeyframe = isKeyframe || filtered.isKeyframe
        guard filtered.hasParameterSets else { return }
        if known == nil, !filtered.sequenceParameterSets.isEmpty, !filtered.pictureParameterSets.isEmpty {
            known = try AVCConfiguration(
                sequenceParameterSets: filtered.sequenceParameterSets,
                pictureParameterSets: filtered.pictureParameterSets)
        } else if try known?.take(filtered) != true {
            return
        }
        configuration = known.map { .h264($0) }
        format = configuration?.format
    }

    private mutating func readH265(
        _ payload: Span<UInt8>, _ configuration: inout FLVConfiguration?
    ) throws(CodecError) {
        var known: HEVCConfiguration?
        if case .h265(let configuration) = configuration { known = configuration }
        let filtered = try ParameterSetFilter.h265(payload, form: .lengths(known?.lengthSize ?? 4))
        bytes = filtered.bytes
        isKeyframe = isKeyframe || filtered.isKeyframe
        guard filtered.hasParameterSets else { return }
        if known == nil, !filtered.videoParameterSets.isEmpty, !filtered.sequenceParameterSets.isEmpty,
            !filtered.pictureParameterSets.isEmpty
        {
            known = try HEVCConfiguration(
                videoParameterSets: filtered.videoParameterSets,
                sequenceParameterSets: filtered.sequenceParameterSets,
                pictureParameterSets: filtered.pictureParameterSets)
        } else if try known?.take(filtered) != true {
            return
        }
        configuration = known.map { .h265($0) }
        format = configuration?.format
    }

    private mutating func readAV1(
        _ payload: Span<UInt8>, _ configuration: inout FLVConfiguration?
    ) throws(CodecError) {
        var known: AV1Configuration?
        if case .av1(let configuration) = configuration { known = configuration }
        var filtered = try ParameterSetFilter.av1(payload)
        if isKeyframe, filtered.sequenceHeader == nil, let units = known?.units, !units.isEmpty {
            // Files may have the sequence header in the configuration alone (AV1-ISOBMFF §2.4); our keyframes have it
            // with them.
            filtered = try ParameterSetFilter.av1((units + filtered.bytes).span)
        }
        bytes = filtered.bytes
        isKeyframe = filtered.isKeyframe
        guard let header = filtered.sequenceHeader, known.map({ !$0.units.starts(with: header) }) ?? true else {
            return
        }
        configuration = .av1(try AV1Configuration(sequenceHeader: header))
        format = configuration?.format
    }

    /// The first bits of a frame leave no doubt whether it is a keyframe, and no decoder begins elsewhere: the flag
    /// does not count.
    private mutating func readVP(_ payload: Span<UInt8>, of codec: CodecName, _ configuration: FLVConfiguration?) {
        bytes = payload.copied
        format = codec == .vp8 ? .vp8(keyframe: payload) : .vp9(keyframe: payload)
        isKeyframe = format != nil
        // The publisher's record knows the level and the colours better.
        if case .videoRecord(let record) = configuration { format?.configuration = record.bytes }
    }
}
