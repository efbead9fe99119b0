/// The type of an H.264 NAL unit (`nal_unit_type`, table 7-1).
package struct H264NALUnitType: RawRepresentable, Hashable, Sendable {
    /// 0...31. From 24 on it is RFC 6184 that gives the meaning.
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue & 0x1F
    }

    /// - Parameter header: the first byte of the unit.
    package init(header: UInt8) {
        self.init(rawValue: header)
    }

    package static let instantaneousRefreshSlice = H264NALUnitType(rawValue: 5)
    package static let supplementalEnhancementInformation = H264NALUnitType(rawValue: 6)
    package static let sequenceParameterSet = H264NALUnitType(rawValue: 7)
    package static let pictureParameterSet = H264NALUnitType(rawValue: 8)
    package static let accessUnitDelimiter = H264NALUnitType(rawValue: 9)
    package static let fillerData = H264NALUnitType(rawValue: 12)
    package static let sequenceParameterSetExtension = H264NALUnitType(rawValue: 13)
    package static let subsetSequenceParameterSet = H264NALUnitType(rawValue: 15)

    /// Whether the unit belongs into a decoder configuration, not into a frame.
    package var isParameterSet: Bool {
        switch self {
        case .sequenceParameterSet, .pictureParameterSet, .sequenceParameterSetExtension, .subsetSequenceParameterSet:
            true
        default: false
        }
    }

    /// Whether the unit only marks where a frame begins, or fills a channel: nothing that is stored
    /// (ISO/IEC 14496-15 §5.3.2).
    package var isDelimiter: Bool { self == .accessUnitDelimiter || self == .fillerData }

    /// Whether the unit is a slice of a picture, or a part of one.
    package var isSlice: Bool { (1...5).contains(rawValue) }

    /// Whether a decoder can begin with the picture that the unit belongs to.
    package var isKeyframe: Bool { self == .instantaneousRefreshSlice }
}
