import CLibAVFormat
import Codecs

extension FileForm {
    init?(video parameters: AVCodecParameters, _ configuration: [UInt8]) {
        let form: FileForm?
        switch parameters.codec_id {
        case AV_CODEC_ID_H264: form = Self.h264(configuration)
        case AV_CODEC_ID_HEVC: form = Self.h265(configuration)
        case AV_CODEC_ID_AV1: form = Self.av1(configuration)
        case AV_CODEC_ID_VP8: form = .vp(.vp8, nil)
        case AV_CODEC_ID_VP9: form = .vp(.vp9, nil)
        case AV_CODEC_ID_MJPEG:
            form = .whole(
                TrackFormat(.jpeg, width: Int(max(parameters.width, 0)), height: Int(max(parameters.height, 0))))
        default: form = nil
        }
        guard let form else { return nil }
        self = form
    }

    /// Containers of the ISO family and Matroska have a record, with lengths in frames; others the sets themselves,
    /// with start codes there and in frames.
    static func h264(_ configuration: [UInt8]) -> FileForm? {
        if hasStartCode(configuration) {
            guard let filtered = try? ParameterSetFilter.h264(configuration.span, form: .startCodes),
                let known = try? AVCConfiguration(
                    sequenceParameterSets: filtered.sequenceParameterSets,
                    pictureParameterSets: filtered.pictureParameterSets)
            else { return nil }
            return .h264(.startCodes, known)
        }
        return (try? AVCConfiguration(parsing: configuration.span)).map { .h264(.lengths($0.lengthSize), $0) }
    }

    /// As ``h264(_:)``.
    static func h265(_ configuration: [UInt8]) -> FileForm? {
        if hasStartCode(configuration) {
            guard let filtered = try? ParameterSetFilter.h265(configuration.span, form: .startCodes),
                let known = try? HEVCConfiguration(
                    videoParameterSets: filtered.videoParameterSets,
                    sequenceParameterSets: filtered.sequenceParameterSets,
                    pictureParameterSets: filtered.pictureParameterSets)
            else { return nil }
            return .h265(.startCodes, known)
        }
        return (try? HEVCConfiguration(parsing: configuration.span)).map { .h265(.lengths($0.lengthSize), $0) }
    }

    /// A record, or the sequence header as it is, or nothing: keyframes have it too.
    static func av1(_ configuration: [UInt8]) -> FileForm {
        if let record = try? AV1Configuration(parsing: configuration.span) { return .av1(record) }
        let filtered = try? ParameterSetFilter.av1(configuration.span)
        return .av1(filtered?.sequenceHeader.flatMap { try? AV1Configuration(sequenceHeader: $0) })
    }

    mutating func convertVideo(_ bytes: Span<UInt8>, isFlagged: Bool) throws(CodecError) -> [FramePiece] {
        switch self {
        case .h264(let form, var known):
            let filtered = try ParameterSetFilter.h264(bytes, form: form)
            if try known.take(filtered) { self = .h264(form, known) }
            // Files flag recovery points too that are no IDR pictures (open GOPs): decoders do begin there.
            return Self.piece(filtered.bytes, isKeyframe: isFlagged || filtered.isKeyframe)
        case .h265(let form, var known):
            let filtered = try ParameterSetFilter.h265(bytes, form: form)
            if try known.take(filtered) { self = .h265(form, known) }
            return Self.piece(filtered.bytes, isKeyframe: isFlagged || filtered.isKeyframe)
        case .av1(let known): return try convertAV1(bytes, isFlagged: isFlagged, known)
        case .vp(let codec, _):
            // The first bits of a frame leave no doubt whether it is a keyframe.
            let format = codec == .vp8 ? TrackFormat.vp8(keyframe: bytes) : TrackFormat.vp9(keyframe: bytes)
            if let format { self = .vp(codec, format) }
            return Self.piece(bytes.copied, isKeyframe: format != nil)
        case .transportAAC, .whole, .samples: return []
        }
    }

    private mutating func convertAV1(
        _ bytes: Span<UInt8>, isFlagged: Bool, _ known: AV1Configuration?
    ) throws(CodecError) -> [FramePiece] {
        var filtered = try ParameterSetFilter.av1(bytes)
        if isFlagged, filtered.sequenceHeader == nil, let units = known?.units, !units.isEmpty {
            // Files may have the sequence header in the configuration alone (AV1-ISOBMFF §2.4).
            filtered = try ParameterSetFilter.av1((units + filtered.bytes).span)
        }
        if let header = filtered.sequenceHeader, known?.units.starts(with: header) != true {
            self = .av1(try AV1Configuration(sequenceHeader: header))
        }
        return Self.piece(filtered.bytes, isKeyframe: filtered.isKeyframe)
    }

    /// None when nothing but parameter sets was there.
    private static func piece(_ bytes: [UInt8], isKeyframe: Bool) -> [FramePiece] {
        bytes.isEmpty ? [] : [FramePiece(bytes: bytes, isKeyframe: isKeyframe)]
    }

    /// No record begins with a zero but one of H.265 in version 0, whose next two bytes are not 0 and 1.
    private static func hasStartCode(_ configuration: [UInt8]) -> Bool {
        configuration.starts(with: [0, 0, 1]) || configuration.starts(with: [0, 0, 0, 1])
    }
}
