import Bytes
import Codecs

extension FLVTag {
    /// The body of a tag of type 9 (Adobe FLV specification §E.4.3; Enhanced RTMP v2, "Enhanced Video").
    init(video body: Span<UInt8>) throws(FLVError) {
        var reader = ByteReader(body)
        do {
            try readVideo(&reader)
        } catch {
            throw .malformed
        }
    }

    /// The body of a tag of type 8 (§E.4.2; "Enhanced Audio").
    init(audio body: Span<UInt8>) throws(FLVError) {
        var reader = ByteReader(body)
        // Nothing at all says that there is silence now ("Enhanced Audio").
        guard !reader.isAtEnd else { return }
        do {
            try readAudio(&reader)
        } catch {
            throw .malformed
        }
    }

    private mutating func readVideo(_ reader: inout ByteReader) throws(EndOfBytes) {
        let first = try reader.readUInt8()
        let frameType = first >> 4 & 7
        guard first & Self.isExtendedVideo == 0 else {
            return try readExtended(&reader, .video, packetType: first & 15, frameType: frameType)
        }
        // A command of the server's to a player that seeks.
        guard frameType != FLVFrameType.command else { return }
        let codec = FLVCodec(videoNumber: first & 15)
        guard case .carried = codec else {
            return append(FLVTrack(.video), codec, .videoFrame(isKeyframe: false, compositionOffset: 0), &reader)
        }
        let packetType = try reader.readUInt8()
        let compositionOffset = try Self.readCompositionOffset(&reader)
        let content: FLVPacketContent =
            switch packetType {
            case FLVClassicPacketType.sequenceHeader: .configuration
            case FLVClassicPacketType.frame:
                .videoFrame(isKeyframe: Self.isKey(frameType), compositionOffset: compositionOffset)
            case FLVClassicPacketType.endOfSequence: .end
            default: .unknown("AVC packet type \(packetType)")
            }
        append(FLVTrack(.video), codec, content, &reader)
    }

    private mutating func readAudio(_ reader: inout ByteReader) throws(EndOfBytes) {
        let first = try reader.readUInt8()
        guard first >> 4 != Self.extendedSoundFormat else {
            return try readExtended(&reader, .audio, packetType: first & 15, frameType: 0)
        }
        let codec = FLVCodec(audioNumber: first >> 4)
        var content = FLVPacketContent.audioFrame(channels: Int(first & 1) + 1)
        if codec == .carried(.aac) {
            switch try reader.readUInt8() {
            case FLVClassicPacketType.sequenceHeader: content = .configuration
            // Its flags say nothing (§E.4.2.1).
            case FLVClassicPacketType.frame: content = .audioFrame(channels: nil)
            case let type: content = .unknown("AAC packet type \(type)")
            }
        }
        append(FLVTrack(.audio), codec, content, &reader)
    }

    /// `ExVideoTagHeader` or `ExAudioTagHeader` behind its first byte, and the tracks behind it.
    private mutating func readExtended(
        _ reader: inout ByteReader, _ kind: MediaKind, packetType first: UInt8, frameType: UInt8
    ) throws(EndOfBytes) {
        var type = first
        while type == FLVPacketType.modEx { type = try readModEx(&reader) }
        // A command has no body; metadata is metadata whatever the frame type.
        if kind == .video, frameType == FLVFrameType.command, type != FLVPacketType.metadata { return }
        guard type == FLVPacketType.multitrack(of: kind) else {
            let codec = FLVCodec(fourCC: try reader.readUInt32(), of: kind)
            return try appendExtended(FLVTrack(kind), codec, type, frameType, &reader, size: reader.remaining)
        }

        let types = try reader.readUInt8()
        let arrangement = types >> 4
        type = types & 15
        guard arrangement <= FLVMultitrack.manyTracksManyCodecs else {
            let name = FLVPacketContent.unknown("multitrack type \(arrangement)")
            return append(FLVTrack(kind), .unsupported("multitrack type \(arrangement)"), name, &reader)
        }
        var fourCC: UInt32 = 0
        if arrangement != FLVMultitrack.manyTracksManyCodecs { fourCC = try reader.readUInt32() }
        repeat {
            if arrangement == FLVMultitrack.manyTracksManyCodecs { fourCC = try reader.readUInt32() }
            let track = FLVTrack(kind, id: try reader.readUInt8())
            var size = reader.remaining
            if arrangement != FLVMultitrack.oneTrack { size = Int(try reader.readUInt24()) }
            guard packets.count < FLVReader.maximumTracks else { throw EndOfBytes() }
            try appendExtended(track, FLVCodec(fourCC: fourCC, of: kind), type, frameType, &reader, size: size)
        } while arrangement != FLVMultitrack.oneTrack && !reader.isAtEnd
    }

    /// What modifies the packet that follows; gives the type of that. Modifiers that are not known may be passed over.
    private mutating func readModEx(_ reader: inout ByteReader) throws(EndOfBytes) -> UInt8 {
        var size = Int(try reader.readUInt8()) + 1
        if size == 256 { size = Int(try reader.readUInt16()) + 1 }
        var data = ByteReader(try reader.readSlice(size))
        let types = try reader.readUInt8()
        if types >> 4 == FLVModEx.timestampOffsetNano {
            nanosecondOffset = min(Int64(try data.readUInt24()), FLVModEx.maximumNanoseconds)
        }
        return types & 15
    }

    private mutating func appendExtended(
        _ track: FLVTrack, _ codec: FLVCodec, _ type: UInt8, _ frameType: UInt8, _ reader: inout ByteReader, size: Int
    ) throws(EndOfBytes) {
        let end = reader.offset + size
        var part = ByteReader(try reader.readSlice(size))
        let content = try Self.readContent(of: track.kind, codec, type, frameType, &part)
        packets.append(FLVPacket(track: track, codec: codec, content: content, payload: end - part.remaining..<end))
    }

    private static func readContent(
        of kind: MediaKind, _ codec: FLVCodec, _ type: UInt8, _ frameType: UInt8, _ part: inout ByteReader
    ) throws(EndOfBytes) -> FLVPacketContent {
        switch (kind, type) {
        case (_, FLVPacketType.sequenceStart): return .configuration
        case (_, FLVPacketType.sequenceEnd): return .end
        case (.audio, FLVPacketType.codedFrames): return .audioFrame(channels: nil)
        case (.audio, FLVPacketType.multichannelConfiguration): return .channels
        case (.video, FLVPacketType.codedFrames):
            // Only the codecs that reorder have a composition time.
            let hasOffset = codec == .carried(.h264) || codec == .carried(.h265)
            let offset = hasOffset ? try readCompositionOffset(&part) : 0
            return .videoFrame(isKeyframe: isKey(frameType), compositionOffset: offset)
        case (.video, FLVPacketType.codedFramesX):
            return .videoFrame(isKeyframe: isKey(frameType), compositionOffset: 0)
        case (.video, FLVPacketType.metadata): return .metadata
        case (.video, FLVPacketType.transportStreamSequenceStart): return .transportStreamConfiguration
        default: return .unknown("\(kind) packet type \(type)")
        }
    }

    private mutating func append(
        _ track: FLVTrack, _ codec: FLVCodec, _ content: FLVPacketContent, _ reader: inout ByteReader
    ) {
        let payload = reader.offset..<reader.offset + reader.remaining
        packets.append(FLVPacket(track: track, codec: codec, content: content, payload: payload))
    }

    /// SI24, in milliseconds.
    private static func readCompositionOffset(_ reader: inout ByteReader) throws(EndOfBytes) -> Int64 {
        Int64(Int32(bitPattern: try reader.readUInt24() << 8) >> 8)
    }

    private static func isKey(_ frameType: UInt8) -> Bool {
        frameType == FLVFrameType.key || frameType == FLVFrameType.generatedKey
    }

    /// The bit of the first byte that was always 0 before Enhanced RTMP.
    static let isExtendedVideo: UInt8 = 0x80
    /// The `SoundFormat` that says so.
    static let extendedSoundFormat: UInt8 = 9
}
