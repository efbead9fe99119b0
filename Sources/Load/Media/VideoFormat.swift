import Codecs

/// The video that publishers can make up: as far as headers go a bitstream like an encoder's, so that servers see where
/// frames and keyframes begin and how large the picture is. There is no picture in it.
package enum VideoFormat: String, CaseIterable, Sendable {
    case h264, vp8, vp9

    var codec: CodecName {
        switch self {
        case .h264: .h264
        case .vp8: .vp8
        case .vp9: .vp9
        }
    }

    /// Packets that a frame of `length` bytes is cut into.
    func packetCount(length: Int, isKeyframe: Bool) -> Int {
        let fragments = (length + Self.fragmentLength - 1) / Self.fragmentLength
        // With H.264 the parameter sets travel in a packet of their own.
        return max(1, fragments) + (self == .h264 && isKeyframe ? 1 : 0)
    }

    /// The payload's bytes before the filling: of the packet at `position` of a frame of `count` packets.
    /// - Parameter picture: counts frames.
    func prefix(position: Int, count: Int, isKeyframe: Bool, picture: UInt32) -> [UInt8] {
        switch self {
        case .h264: SyntheticH264.prefix(position: position, count: count, isKeyframe: isKeyframe)
        case .vp8: SyntheticVP8.prefix(position: position, isKeyframe: isKeyframe, picture: picture)
        case .vp9:
            SyntheticVP9.prefix(position: position, count: count, isKeyframe: isKeyframe, picture: picture)
        }
    }

    /// Pixels; multiples of 16, as macroblocks are.
    static let (width, height): (UInt32, UInt32) = (1_280, 720)
    /// Bytes of payload in a packet at most: what browsers use, and safe on every path.
    static let fragmentLength = 1_160
}

/// H.264 (RFC 6184): parameter sets in an aggregate, slices alone or in fragments.
enum SyntheticH264 {
    /// The aggregate ends in an SEI message whose end is the packet's mark.
    static func prefix(position: Int, count: Int, isKeyframe: Bool) -> [UInt8] {
        if isKeyframe, position == 0 { return aggregate }
        let first = isKeyframe ? 1 : 0
        let slice: [UInt8] = isKeyframe ? refreshSlice : predictedSlice
        guard count - first > 1 else { return slice }
        let start: UInt8 = position == first ? 0x80 : 0
        let end: UInt8 = position == count - 1 ? 0x40 : 0
        // FU indicator and FU header (§5.8); the slice's own header byte is spread over the two.
        let header = [slice[0] & 0x60 | fragment, start | end | slice[0] & 0x1F]
        return start == 0 ? header : header + slice.dropFirst()
    }

    /// Baseline 3.1, `profile-level-id=42e01f`.
    private static let sequenceParameterSet: [UInt8] = {
        var writer = BitWriter()
        writer.write(0x67_42_E0_1F, width: 32)
        // The set's identifier, log2_max_frame_num_minus4, pic_order_cnt_type, max_num_ref_frames.
        for value: UInt32 in [0, 0, 2, 1] { writer.writeExpGolomb(value) }
        // gaps_in_frame_num_value_allowed_flag.
        writer.write(0, width: 1)
        writer.writeExpGolomb(VideoFormat.width / 16 - 1)
        writer.writeExpGolomb(VideoFormat.height / 16 - 1)
        // frame_mbs_only_flag and direct_8x8_inference_flag; no cropping, no usability information.
        writer.write(0b1100, width: 4)
        writer.writeStopBit()
        return writer.bytes
    }()

    private static let pictureParameterSet: [UInt8] = [0x68, 0xCE, 0x38, 0x80]

    /// STAP-A (§5.7.1) of both sets and an SEI message of user data (H.264 §7.3.2.3) with its identifier of 16 bytes, whose
    /// rest is the mark.
    private static let aggregate: [UInt8] = {
        let identifier = Array("turnout-load-sei".utf8)
        let userData: UInt8 = 5
        // The mark's last byte is the NAL unit's stop bit.
        let message = [0x06, userData, UInt8(identifier.count + PacketMark.length - 1)] + identifier
        let units = [sequenceParameterSet, pictureParameterSet]
        return [0x78] + units.flatMap { length($0.count) + $0 } + length(message.count + PacketMark.length) + message
    }()

    private static func length(_ count: Int) -> [UInt8] {
        [UInt8(count >> 8), UInt8(truncatingIfNeeded: count)]
    }

    /// IDR and P slices of the first macroblock on: header byte, then first_mb_in_slice 0, slice type 7 or 5, set 0.
    private static let refreshSlice: [UInt8] = [0x65, 0x88, 0x84]
    private static let predictedSlice: [UInt8] = [0x41, 0x9A, 0x24]
    /// FU-A.
    private static let fragment: UInt8 = 28
}

/// VP8 (RFC 7741 §4.2) with a picture id of 15 bits.
enum SyntheticVP8 {
    static func prefix(position: Int, isKeyframe: Bool, picture: UInt32) -> [UInt8] {
        let start: UInt8 = position == 0 ? 0x10 : 0
        let descriptor = [0x80 | start, 0x80] + pictureID(picture)
        guard position == 0 else { return descriptor }
        // RFC 6386 §9.1: frame tag, and in a keyframe start code, width and height.
        guard isKeyframe else { return descriptor + [0x31, 0x12, 0x01] }
        let size = [VideoFormat.width, VideoFormat.height].flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        return descriptor + [0x30, 0x12, 0x01, 0x9D, 0x01, 0x2A] + size
    }

    static func pictureID(_ picture: UInt32) -> [UInt8] {
        [0x80 | UInt8(picture >> 8 & 0x7F), UInt8(truncatingIfNeeded: picture)]
    }
}

/// VP9 (RFC 9628 §4.2) in the non-flexible mode, without layers.
enum SyntheticVP9 {
    static func prefix(position: Int, count: Int, isKeyframe: Bool, picture: UInt32) -> [UInt8] {
        let begin: UInt8 = position == 0 ? 0x08 : 0
        let end: UInt8 = position == count - 1 ? 0x04 : 0
        let descriptor = [0x80 | (isKeyframe ? 0 : 0x40) | begin | end] + SyntheticVP8.pictureID(picture)
        guard position == 0 else { return descriptor }
        // VP9 §6.2: frame marker, profile 0, frame type, show_frame.
        guard isKeyframe else { return descriptor + [0x86] }
        var header = BitWriter()
        header.write(0x82, width: 8)
        header.write(0x49_83_42, width: 24)
        // Colour space BT.601, studio range.
        header.write(0b0010, width: 4)
        header.write(VideoFormat.width - 1, width: 16)
        header.write(VideoFormat.height - 1, width: 16)
        return descriptor + header.bytes
    }
}
