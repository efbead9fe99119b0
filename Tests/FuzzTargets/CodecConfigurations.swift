import Bytes
import Codecs

extension FuzzTarget {
    package static let avcConfiguration = FuzzTarget(
        "avc-configuration",
        seeds: seeds([
            "0142c00bffe100166742c00bd902c4ec0440000003004000000c83c50a9201000568cb83cb20",
            """
            0164000dffe100276764000dacd942c4ec39a810100a00000300020000030064c04003d08000f425261803c50a6580010006
            68ebe3cb22c0fdf8f800
            """,
        ])
    ) { bytes in
        guard let configuration = try? AVCConfiguration(parsing: bytes) else { return }
        let written = configuration.bytes
        precondition(written.count <= AVCConfiguration.maximumSize, "a record that was read can be written")
        precondition((try? AVCConfiguration(parsing: written.span)) == configuration, "a record comes back")
        check(.h264(configuration))
        // The record's sets as a frame change nothing.
        let sets = configuration.sequenceParameterSets + configuration.pictureParameterSets
        guard let frame = try? ParameterSetFilter.h264(framed(sets).span) else { return }
        var same = configuration
        _ = try? same.take(frame)
        precondition(same.sequenceParameterSets.count <= AVCConfiguration.maximumSequenceSets, "sets are bounded")
    }

    package static let hevcConfiguration = FuzzTarget(
        "hevc-configuration",
        seeds: seeds([
            """
            0101600000009000000000003cf000fcfdf8f800000f03a00001001840010c01ffff01600000030090000003000003003c95
            9809a10001002a42010101600000030090000003000003003ca0162024596566924caf016808000003000800000300c840a2
            000100074401c172b46240
            """
        ])
    ) { bytes in
        guard let configuration = try? HEVCConfiguration(parsing: bytes) else { return }
        let written = configuration.bytes
        precondition(written.count <= HEVCConfiguration.maximumSize, "a record that was read can be written")
        precondition((try? HEVCConfiguration(parsing: written.span)) == configuration, "a record comes back")
        check(.h265(configuration))
        let sets =
            configuration.videoParameterSets + configuration.sequenceParameterSets + configuration.pictureParameterSets
        guard let frame = try? ParameterSetFilter.h265(framed(sets).span) else { return }
        var same = configuration
        _ = try? same.take(frame)
        precondition(same.sequenceParameterSets.count <= HEVCConfiguration.maximumSets, "sets are bounded")
    }

    package static let av1Configuration = FuzzTarget(
        "av1-configuration", seeds: seeds(["81000c000a0b00000003bd7c7805f00080", "812000000a0a20000003bd7c79b5f204"])
    ) { bytes in
        guard let configuration = try? AV1Configuration(parsing: bytes) else { return }
        precondition((try? AV1Configuration(parsing: configuration.bytes.span)) == configuration, "a record comes back")
        check(.av1(configuration))
    }

    package static let vpConfiguration = FuzzTarget(
        "vp-configuration",
        seeds: seeds(["000a820202020000", "82498342000af008f60238241c18", "b124c1a10200578047b011"])
    ) { bytes in
        let configurations = [try? VPConfiguration(parsing: bytes), try? VPConfiguration(vp9Keyframe: bytes)]
        for case .some(let configuration) in configurations {
            precondition(
                (try? VPConfiguration(parsing: configuration.bytes.span)) == configuration, "a record comes back")
        }
        if let format = TrackFormat.vp9(keyframe: bytes) { check(format) }
        if let format = TrackFormat.vp8(keyframe: bytes) { check(format) }
    }

    package static let audioConfigurations = FuzzTarget(
        "audio-configurations",
        seeds: seeds([
            "121056e500", "138856e5a54880", "eb8a0800", "118004c4040021100d4c61766335392e33372e31303056e500",
            "4f707573486561640106380180bb00000000010402000401020305", "fff150802b3ffcde", "0b77b50b1e40ebf8",
            "fffb9064", "8330",
        ])
    ) { bytes in
        if let configuration = try? AudioSpecificConfig(parsing: bytes) { check(.aac(configuration)) }
        if let header = try? OpusHeader(parsing: bytes) {
            precondition((try? OpusHeader(parsing: header.bytes.span)) == header, "a header comes back")
            check(.opus(header))
        }
        for codec in [CodecName.mp3, .ac3] {
            if let format = TrackFormat(codec, frame: bytes) { check(format) }
        }
    }

    /// The first byte says in which form the frame behind it is, and of which codec.
    package static let parameterSetFilter = FuzzTarget(
        "parameter-set-filter",
        seeds: seeds([
            "00 000000020910 00000005674200 0bd9 0000000265 88", "01 0000000109100000016742c00bd9000001658884",
            "02 00000003460110 00000003420101 000000032801af", "03 00000001460110 0000014201010000012801af",
            "04 12000a0a0000000227fe6d7c8020320411000102", "05 026709 036588 01",
        ])
    ) { bytes in
        guard bytes.count > 0 else { return }
        let frame = bytes.extracting(1..<bytes.count)
        let form: NALUnits.Form =
            bytes[0] & 1 == 1 && bytes[0] < 8 ? .startCodes : .lengths(bytes[0] < 8 ? 4 : Int(bytes[0] & 3) + 1)
        switch bytes[0] >> 1 & 3 {
        case 0: again(try? ParameterSetFilter.h264(frame, form: form)) { try? ParameterSetFilter.h264($0.span) }
        case 1: again(try? ParameterSetFilter.h265(frame, form: form)) { try? ParameterSetFilter.h265($0.span) }
        default: again(try? ParameterSetFilter.av1(frame)) { try? ParameterSetFilter.av1($0.span) }
        }
    }

    /// What was filtered once stays as it is.
    private static func again(_ filtered: FilteredFrame?, filter: ([UInt8]) -> FilteredFrame?) {
        guard let filtered else { return }
        let second = filter(filtered.bytes)
        precondition(second?.bytes == filtered.bytes, "a filtered frame is in its final form")
        precondition(second?.hasParameterSets == false, "no set is left")
        precondition(second?.isKeyframe == filtered.isKeyframe, "a keyframe remains one")
        for format in [TrackFormat(h264: filtered), TrackFormat(h265: filtered), TrackFormat(av1: filtered)] {
            if let format { check(format) }
        }
    }

    private static func check(_ format: TrackFormat) {
        precondition((0...65_536).contains(format.width) && (0...65_536).contains(format.height), "sizes are sane")
        precondition((0...96_000).contains(format.sampleRate) && (0...255).contains(format.channels), "sound is sane")
        _ = format.reordersFrames
    }

    private static func framed(_ units: [[UInt8]]) -> [UInt8] {
        var writer = ByteWriter()
        for unit in units { NALUnits.append(unit.span, to: &writer) }
        return writer.bytes
    }

    private static func seeds(_ hex: [String]) -> [[UInt8]] { hex.compactMap(Hex.bytes) }
}
