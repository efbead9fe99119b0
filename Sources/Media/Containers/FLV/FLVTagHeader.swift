import Bytes
import Codecs

/// What stands in front of a payload in a tag's body, as one track's packets have it.
struct FLVTagHeader {
    let format: TrackFormat
    let track: UInt8
    let style: FLVStyle
    private let name: Name

    /// How the codec is told.
    private enum Name {
        case number(UInt8)
        case fourCC(UInt32)
    }

    enum Content {
        case sequenceStart
        case frame(Frame)
        case end
    }

    /// Nil when the codec has no place in FLV, or not on this track.
    init?(of format: TrackFormat, track: UInt8, style: FLVStyle) {
        let number = track == 0 ? format.codec.flvNumber : nil
        if let number, !style.usesFourCC || format.codec.fourCC == nil {
            name = .number(number)
        } else if let fourCC = format.codec.fourCC {
            name = .fourCC(fourCC)
        } else {
            return nil
        }
        self.format = format
        self.track = track
        self.style = style
    }

    /// Whether the track's end can be told: classic audio has no word for it.
    var hasEnd: Bool {
        if case .number = name { format.kind == .video } else { true }
    }

    /// The codec as `onMetaData` tells it.
    var codecID: Int {
        switch name {
        case .number(let number): Int(number)
        case .fourCC(let fourCC): Int(fourCC)
        }
    }

    func write(_ content: Content, into writer: inout ByteWriter) {
        switch (name, format.kind) {
        case (.number(let number), .video): writeClassicVideo(number, content, into: &writer)
        case (.number(let number), .audio): writeClassicAudio(number, content, into: &writer)
        case (.fourCC(let fourCC), _): writeExtended(fourCC, content, into: &writer)
        }
    }

    private func writeClassicVideo(_ number: UInt8, _ content: Content, into writer: inout ByteWriter) {
        writer.write(content.frameType << 4 | number)
        switch content {
        case .sequenceStart: writer.write(FLVClassicPacketType.sequenceHeader)
        case .frame: writer.write(FLVClassicPacketType.frame)
        case .end: writer.write(FLVClassicPacketType.endOfSequence)
        }
        writer.writeUInt24(UInt32(truncatingIfNeeded: compositionOffset(of: content)))
    }

    private func writeClassicAudio(_ number: UInt8, _ content: Content, into writer: inout ByteWriter) {
        switch format.codec {
        case .aac:
            // "44 kHz, 16 bits, stereo" whatever it is (§E.4.2.1): the configuration knows better.
            writer.write(number << 4 | 0b1111)
            if case .frame = content {
                writer.write(FLVClassicPacketType.frame)
            } else {
                writer.write(FLVClassicPacketType.sequenceHeader)
            }
        case .mp3 where format.sampleRate == 8_000:
            writer.write(Self.mp3At8kHz << 4 | 0b10 | stereoFlag)
        default:
            writer.write(number << 4 | rateFlags << 2 | 0b10 | stereoFlag)
        }
    }

    private func writeExtended(_ fourCC: UInt32, _ content: Content, into writer: inout ByteWriter) {
        let nanoseconds = nanosecondOffset(of: content)
        let offset = compositionOffset(of: content)
        let type = packetType(of: content, offset: offset)
        let next = track == 0 ? type : FLVPacketType.multitrack(of: format.kind)

        let kindBits =
            format.kind == .video
            ? FLVTag.isExtendedVideo | content.frameType << 4 : FLVTag.extendedSoundFormat << 4
        if nanoseconds != 0 {
            writer.write(kindBits | FLVPacketType.modEx)
            // The length of what follows, less one.
            writer.write(2 as UInt8)
            writer.writeUInt24(nanoseconds)
            writer.write(FLVModEx.timestampOffsetNano << 4 | next)
        } else {
            writer.write(kindBits | next)
        }
        if track != 0 { writer.write(FLVMultitrack.oneTrack << 4 | type) }
        writer.write(fourCC)
        if track != 0 { writer.write(track) }
        if type == FLVPacketType.codedFrames, hasCompositionOffset {
            writer.writeUInt24(UInt32(truncatingIfNeeded: offset))
        }
    }

    private func packetType(of content: Content, offset: Int64) -> UInt8 {
        switch content {
        case .sequenceStart: FLVPacketType.sequenceStart
        case .end: FLVPacketType.sequenceEnd
        case .frame: hasCompositionOffset && offset == 0 ? FLVPacketType.codedFramesX : FLVPacketType.codedFrames
        }
    }

    /// Of the codecs with a FourCC only those that reorder have a composition time; `CodedFramesX` is theirs too.
    private var hasCompositionOffset: Bool {
        format.codec == .h264 || format.codec == .h265
    }

    /// Milliseconds from decoding to presentation, as far as 24 bits with a sign go.
    private func compositionOffset(of content: Content) -> Int64 {
        guard case .frame(let frame) = content else { return 0 }
        let time = frame.decodeTime
        // So that decoding time, as told, and offset add up to the presentation time: errors of rounding do not.
        let told = MediaTime(milliseconds: style.timestamp(of: time)) + Int64(nanosecondOffset(of: content))
        let offset = MediaTime(nanoseconds: frame.presentationTime - told).milliseconds
        return min(max(offset, -0x80_0000), 0x7F_FFFF)
    }

    private func nanosecondOffset(of content: Content) -> UInt32 {
        guard style.usesNanoseconds, case .fourCC = name, case .frame(let frame) = content else { return 0 }
        let offset = frame.decodeTime - MediaTime(milliseconds: style.timestamp(of: frame.decodeTime))
        return UInt32(truncatingIfNeeded: offset)
    }

    private var stereoFlag: UInt8 { format.channels > 1 ? 1 : 0 }

    /// `SoundRate`: the nearest of 5.5, 11, 22 and 44 kHz. A frame of MP3 has its own word for it, and G.711 has no
    /// choice.
    private var rateFlags: UInt8 {
        switch format.sampleRate {
        case ..<8_269: 0
        case ..<16_538: 1
        case ..<33_075: 2
        default: 3
        }
    }

    /// The most bytes that a header has: `ModEx`, multitrack and a composition time.
    static let longest = 15
    /// A number of its own, as `SoundRate` has no 8 kHz.
    private static let mp3At8kHz: UInt8 = 14
}

extension FLVTagHeader.Content {
    fileprivate var frameType: UInt8 {
        if case .frame(let frame) = self, !frame.isKeyframe { FLVFrameType.inter } else { FLVFrameType.key }
    }
}
