import Codecs

/// The VP9 payload descriptor (RFC 9628 §4.2) and pieces of the frame behind it.
///
/// Non-flexible mode without layers: each picture refers to the one before, and a superframe (a hidden frame and the one that
/// is shown instead) is one picture, which decoders take as a whole. Keyframes say the picture's size in a scalability
/// structure, so that whoever forwards them need not look into the frame.
struct VP9Packetizer: Sendable {
    private let maximum: Int
    /// Says the size of keyframes that do not say it themselves, because they are encrypted end to end, say.
    private let format: TrackFormat
    private var pictureNumber = PictureNumber()

    init(_ format: TrackFormat, maximumPayload: Int) {
        maximum = maximumPayload
        self.format = format
    }

    mutating func packetize(_ frame: Frame, into payloads: inout PayloadList) {
        guard !frame.bytes.isEmpty else { return }
        let structure = frame.isKeyframe ? Self.structure(.vp9(keyframe: frame.bytes.span) ?? format) : []
        let fragments = EqualFragments(
            of: frame.bytes.count, room: maximum - Self.descriptorLength, leading: structure.count)
        for index in 0..<fragments.count {
            let (isFirst, isLast) = (index == 0, index == fragments.count - 1)
            var flags = Self.hasPictureNumber
            if !frame.isKeyframe { flags |= Self.isPredicted }
            if isFirst { flags |= Self.startsFrame }
            if isLast { flags |= Self.endsFrame }
            if isFirst, !structure.isEmpty { flags |= Self.hasStructure }
            payloads.write(flags)
            pictureNumber.write(to: &payloads)
            if isFirst { payloads.write(structure) }
            payloads.write(frame.bytes[fragments[index]])
            payloads.endPayload()
        }
        pictureNumber.advance()
    }

    /// The scalability structure: one spatial layer (N_S is 0) with its resolution (Y), no picture group (§4.2.1). Empty
    /// where the size is unknown.
    private static func structure(_ format: TrackFormat) -> [UInt8] {
        guard let width = UInt16(exactly: format.width), let height = UInt16(exactly: format.height),
            width > 0, height > 0
        else { return [] }
        return [0x10] + [width, height].flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    }

    private static let descriptorLength = 1 + PictureNumber.length
    /// I, P, B, E and V of the first byte.
    private static let hasPictureNumber: UInt8 = 0x80
    private static let isPredicted: UInt8 = 0x40
    private static let startsFrame: UInt8 = 0x08
    private static let endsFrame: UInt8 = 0x04
    private static let hasStructure: UInt8 = 0x02
}
