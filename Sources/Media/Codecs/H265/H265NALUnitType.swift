/// The type of an H.265 NAL unit (`nal_unit_type`, table 7-1).
package struct H265NALUnitType: RawRepresentable, Hashable, Sendable {
    /// 0...63. From 48 on it is RFC 7798 that gives the meaning.
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue & 0x3F
    }

    /// - Parameter header: the first of the two bytes that the unit begins with.
    package init(header: UInt8) {
        self.init(rawValue: header >> 1)
    }

    /// Bytes that every unit begins with (§7.3.1.2).
    package static let headerLength = 2

    package static let videoParameterSet = H265NALUnitType(rawValue: 32)
    package static let sequenceParameterSet = H265NALUnitType(rawValue: 33)
    package static let pictureParameterSet = H265NALUnitType(rawValue: 34)
    package static let accessUnitDelimiter = H265NALUnitType(rawValue: 35)
    package static let fillerData = H265NALUnitType(rawValue: 38)
    package static let prefixSupplementalEnhancementInformation = H265NALUnitType(rawValue: 39)

    /// Whether the unit belongs into a decoder configuration, not into a frame.
    package var isParameterSet: Bool { (32...34).contains(rawValue) }

    /// Whether the unit only marks where a frame begins, or fills a channel: nothing that is stored
    /// (ISO/IEC 14496-15 §8.3.2).
    package var isDelimiter: Bool { self == .accessUnitDelimiter || self == .fillerData }

    /// Whether the unit is a slice segment of a picture.
    package var isSlice: Bool { rawValue < 32 }

    /// Whether a decoder can begin with the picture that the unit belongs to: BLA, IDR or CRA. 22 and 23, which are reserved
    /// for more of that kind, are none that a decoder of today knows.
    package var isKeyframe: Bool { (16...21).contains(rawValue) }
}
