import Codecs

extension H265PayloadForm: NALUnitRepackingForm {
    typealias Configuration = HEVCConfiguration

    /// RFC 7798 §7.1; decoding order numbers are in the payloads where units are interleaved (§4.4).
    static func parameterSets(_ format: PacketFormat) -> [UInt8]? {
        for name in ["sprop-max-don-diff", "sprop-depack-buf-nalus"] {
            guard format.formatParameter(name) ?? "0" == "0" else { return nil }
        }
        return ["sprop-vps", "sprop-sps", "sprop-pps"].flatMap { [UInt8](base64Units: format.formatParameter($0)) }
    }

    static func structure(of payload: Span<UInt8>) -> NALUnitPayloadStructure? {
        guard payload.count >= unitHeaderLength else { return nil }
        let header = header(of: payload)
        guard header & temporalMask != 0 else { return nil }
        switch type(ofUnit: header) {
        case units:
            return .unit
        case aggregate:
            return .aggregate(start: unitHeaderLength)
        case fragment:
            guard payload.count > fragmentHeaderLength, units.contains(payload[2] & 0x3F) else { return nil }
            return .fragment(
                header: header & ~typeMask | UInt16(payload[2] & 0x3F) << 9, isFirst: payload[2] & 0x80 != 0,
                isLast: payload[2] & 0x40 != 0, start: fragmentHeaderLength)
        default:
            // PACI, and what is reserved.
            return nil
        }
    }

    /// A slice begins with a bit that says whether it is the picture's first (H.265 §7.3.6.1). Layers above the base are
    /// for decoders of scalable or multi-view video.
    static func role(ofUnit header: UInt16, firstOfBody: UInt8) -> RepackedUnitRole {
        guard header & layerMask == 0 else { return .other }
        let type = H265NALUnitType(rawValue: type(ofUnit: header))
        return switch type {
        case .accessUnitDelimiter: .delimiter
        case .videoParameterSet: .parameterSet(kind: 0)
        case .sequenceParameterSet: .parameterSet(kind: 1)
        case .pictureParameterSet: .parameterSet(kind: 2)
        case _ where (0...9).contains(type.rawValue) || type.isKeyframe:
            .slice(isFirst: firstOfBody & 0x80 != 0, isKeyframe: type.isKeyframe)
        default: .other
        }
    }
}
