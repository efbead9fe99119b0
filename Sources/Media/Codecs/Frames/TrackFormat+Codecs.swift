extension TrackFormat {
    /// H.264 whose frames have lengths of four bytes.
    package static func h264(_ configuration: AVCConfiguration) -> TrackFormat {
        let size = configuration.sequenceParameterSets.first.flatMap {
            H264SequenceParameterSet.resolution($0.span, at: 1)
        }
        return TrackFormat(.h264, configuration: configuration.canonical.bytes, size: size)
    }

    /// H.265 whose frames have lengths of four bytes.
    package static func h265(_ configuration: HEVCConfiguration) -> TrackFormat {
        let size = configuration.sequenceParameterSets.first.flatMap {
            H265SequenceParameterSet.resolution($0.span, at: H265NALUnitType.headerLength)
        }
        return TrackFormat(.h265, configuration: configuration.canonical.bytes, size: size)
    }

    package static func av1(_ configuration: AV1Configuration) -> TrackFormat {
        TrackFormat(.av1, configuration: configuration.bytes, size: configuration.resolution)
    }

    /// VP8 as a keyframe shows it; nil when `keyframe` is none.
    package static func vp8(keyframe: Span<UInt8>) -> TrackFormat? {
        guard keyframe.count > 0, keyframe[0] & 1 == 0, let size = VP8Payload.keyframeResolution(keyframe, at: 0)
        else { return nil }
        return TrackFormat(.vp8, configuration: VPConfiguration.vp8.bytes, size: size)
    }

    /// VP9 as a keyframe shows it; nil when `keyframe` is none.
    package static func vp9(keyframe: Span<UInt8>) -> TrackFormat? {
        guard let configuration = try? VPConfiguration(vp9Keyframe: keyframe) else { return nil }
        return TrackFormat(
            .vp9, configuration: configuration.bytes, size: VP9FrameHeader.keyframeResolution(keyframe, at: 0))
    }

    package static func aac(_ configuration: AudioSpecificConfig) -> TrackFormat {
        TrackFormat(
            .aac, configuration: configuration.bytes, sampleRate: configuration.sampleRate,
            channels: configuration.channels)
    }

    package static func opus(_ header: OpusHeader) -> TrackFormat {
        TrackFormat(.opus, configuration: header.bytes, sampleRate: 48_000, channels: header.channels)
    }

    /// Opus without a header of its own.
    /// - Parameter channels: 1 or 2; others count as 2.
    package static func opus(channels: Int) -> TrackFormat {
        .opus(OpusHeader(channels: channels))
    }

    /// H.264 of the sets that came with a frame; nil when the frame lacks one of the two kinds, or they break the limits.
    package init?(h264 frame: FilteredFrame) {
        guard !frame.pictureParameterSets.isEmpty,
            let configuration = try? AVCConfiguration(
                sequenceParameterSets: frame.sequenceParameterSets, pictureParameterSets: frame.pictureParameterSets)
        else { return nil }
        self = .h264(configuration)
    }

    /// H.265 of the sets that came with a frame; nil when the frame lacks one of the three kinds, or they break the limits.
    package init?(h265 frame: FilteredFrame) {
        guard !frame.videoParameterSets.isEmpty, !frame.pictureParameterSets.isEmpty,
            let configuration = try? HEVCConfiguration(
                videoParameterSets: frame.videoParameterSets, sequenceParameterSets: frame.sequenceParameterSets,
                pictureParameterSets: frame.pictureParameterSets)
        else { return nil }
        self = .h265(configuration)
    }

    /// AV1 of the sequence header that came with a frame; nil when there was none, or it cannot be read.
    package init?(av1 frame: FilteredFrame) {
        guard let header = frame.sequenceHeader, let configuration = try? AV1Configuration(sequenceHeader: header)
        else { return nil }
        self = .av1(configuration)
    }

    /// MP3, AC-3 or E-AC-3 as a frame shows it; nil when `frame` is none, or of another codec.
    package init?(_ codec: CodecName, frame: Span<UInt8>) {
        let header: AudioFrameHeader? =
            switch codec {
            case .mp3: AudioFrameHeader(mp3: frame)
            case .ac3, .eac3: AudioFrameHeader(ac3: frame)
            default: nil
            }
        guard let header else { return nil }
        self.init(codec, sampleRate: header.sampleRate, channels: header.channels)
    }

    private init(_ codec: CodecName, configuration: [UInt8], size: Resolution?) {
        self.init(codec, configuration: configuration, width: size?.width ?? 0, height: size?.height ?? 0)
    }
}
