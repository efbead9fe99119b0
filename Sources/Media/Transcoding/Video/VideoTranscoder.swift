import CLibAV
import Codecs

/// Turns a video track into H.264 that is shown in the order it is decoded.
///
/// Every picture keeps its presentation time; the decode time is the same. Pictures come out as late as the source's
/// reordering needs, in no queue but the decoder's.
final class VideoTranscoder: Transcoder {
    private(set) var undecodableFrames = 0
    private var decoder: LibAVDecoder
    /// The decoder of the next frame, when the source changed its format.
    private var nextDecoder: LibAVDecoder?
    /// Nil until the first picture is there.
    private var encoder: H264Encoder?
    private let converter: PictureConverter
    private var lastTime: MediaTime?
    private var lastKeyframeTime: MediaTime?
    private var wantsKeyframe = false
    private var discardTime = MediaTime(nanoseconds: .min)

    init(from format: TrackFormat) throws(TranscodingError) {
        decoder = try Self.makeDecoder(of: format)
        converter = try PictureConverter()
    }

    func transcode(_ frame: Frame, into items: inout [TranscodedItem]) throws(TranscodingError) {
        if let nextDecoder {
            decoder.finish()
            try encodePictures(into: &items)
            decoder = nextDecoder
            self.nextDecoder = nil
        }
        let failures = decoder.failures
        if decoder.send(frame.bytes, at: frame.presentationTime) { try encodePictures(into: &items) }
        if decoder.failures > failures { undecodableFrames += 1 }
    }

    func requestKeyframe() {
        wantsKeyframe = true
    }

    func discard(before time: MediaTime) {
        discardTime = time
    }

    func changeSource(to format: TrackFormat) throws(TranscodingError) {
        nextDecoder = try Self.makeDecoder(of: format)
    }

    private func encodePictures(into items: inout [TranscodedItem]) throws(TranscodingError) {
        while let picture = decoder.receive() {
            guard picture.pointee.pts != clibav_no_timestamp(), Self.crop(picture) else {
                undecodableFrames += 1
                continue
            }
            let time = MediaTime(nanoseconds: picture.pointee.pts)
            if isBelated(time) || time < discardTime { continue }
            try encode(converter.convert(picture), at: time, into: &items)
        }
    }

    private func encode(
        _ picture: UnsafeMutablePointer<AVFrame>, at time: MediaTime, into items: inout [TranscodedItem]
    ) throws(TranscodingError) {
        if let encoder, !encoder.fits(picture) { self.encoder = nil }
        let isFirst = encoder == nil
        let encoder = if let encoder { encoder } else { try H264Encoder(for: picture) }
        self.encoder = encoder
        if isFirst { items.append(.format(encoder.format)) }
        let isKeyframe = isFirst || wantsKeyframe || isKeyframeDue(at: time)
        try encoder.encode(picture, at: time, asKeyframe: isKeyframe, into: &items)
        lastTime = time
        guard isKeyframe else { return }
        lastKeyframeTime = time
        wantsKeyframe = false
    }

    private func isKeyframeDue(at time: MediaTime) -> Bool {
        guard let lastKeyframeTime else { return true }
        // A timeline that jumped back counts anew.
        return time - lastKeyframeTime >= Self.keyframeInterval || time < lastKeyframeTime
    }

    /// Whether a picture comes after its time, which broken streams have; further back it is a new timeline.
    private func isBelated(_ time: MediaTime) -> Bool {
        guard let lastTime else { return false }
        return time <= lastTime && lastTime - time < Self.newTimelineDistance
    }

    /// Makes both sides even by leaving out a column or row, as 4:2:0 needs it. False when the encoder
    /// is not made for what is left.
    private static func crop(_ picture: UnsafeMutablePointer<AVFrame>) -> Bool {
        picture.pointee.width &= ~1
        picture.pointee.height &= ~1
        return sides.contains(picture.pointee.width) && sides.contains(picture.pointee.height)
    }

    private static func makeDecoder(of format: TrackFormat) throws(TranscodingError) -> LibAVDecoder {
        // Without it a decoder would look for start codes, which frames do not have.
        if format.codec == .h264 || format.codec == .h265, format.configuration.isEmpty {
            throw .failed("\(format.codec.displayName) without parameter sets")
        }
        return try LibAVDecoder(format)
    }

    /// Nanoseconds between keyframes (our choice): what services ask of RTMP streams, and what joining waits at most.
    private static let keyframeInterval: Int64 = 2_000_000_000
    /// Nanoseconds (our choice): more than reordering can be wrong by.
    private static let newTimelineDistance: Int64 = 1_000_000_000
    /// Pixels (our choice): from a macroblock to the long side of H.264 level 5.1's largest frame.
    private static let sides: ClosedRange<Int32> = 16...4096
}
