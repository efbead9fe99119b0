import Codecs

extension H264PayloadForm: NALUnitRepackingForm {
    typealias Configuration = AVCConfiguration

    /// RFC 6184 §8.1.
    static func parameterSets(_ format: PacketFormat) -> [UInt8]? {
        guard format.formatParameter("packetization-mode") != "2" else { return nil }
        return [UInt8](base64Units: format.formatParameter("sprop-parameter-sets"))
    }

    static func structure(of payload: Span<UInt8>) -> NALUnitPayloadStructure? {
        switch payload[0] & typeMask {
        case units:
            return .unit
        case singleTimeAggregate:
            return .aggregate(start: unitHeaderLength)
        case fragment:
            guard payload.count > fragmentHeaderLength, units.contains(payload[1] & typeMask) else { return nil }
            return .fragment(
                header: UInt16(payload[0] & ~typeMask | payload[1] & typeMask), isFirst: payload[1] & 0x80 != 0,
                isLast: payload[1] & 0x40 != 0, start: fragmentHeaderLength)
        default:
            // STAP-B, MTAP and FU-B belong to the interleaved mode.
            return nil
        }
    }

    /// A slice begins with the number of its first macroblock (H.264 §7.3.3), which is 0 where the first bit is set.
    /// Parts B and C of partitioned slices follow part A.
    static func role(ofUnit header: UInt16, firstOfBody: UInt8) -> RepackedUnitRole {
        let type = H264NALUnitType(header: UInt8(truncatingIfNeeded: header))
        return switch type {
        case .accessUnitDelimiter: .delimiter
        case .sequenceParameterSet: .parameterSet(kind: 0)
        case .pictureParameterSet: .parameterSet(kind: 1)
        case _ where [1, 2, 5].contains(type.rawValue):
            .slice(isFirst: firstOfBody & 0x80 != 0, isKeyframe: type.isKeyframe)
        default: .other
        }
    }
}
