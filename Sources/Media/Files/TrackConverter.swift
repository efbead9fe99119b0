import CLibAVFormat
import Codecs

/// Makes frames in Turnout's forms of the packets of one stream of a file.
struct TrackConverter {
    /// Nil as long as no frame has shown it.
    private(set) var format: TrackFormat?
    private var form: FileForm
    private let timeBase: AVRational
    /// Frames that a decoder keeps before it shows the first one (B-frames).
    private let delay: Int64
    /// When the next packet is expected that has no time; nil after a seek.
    private var expected: MediaTime?

    /// Nil of a stream that Turnout has no name for.
    init?(_ stream: UnsafeMutablePointer<AVStream>) {
        // Covers of albums are no video.
        guard stream.pointee.disposition & AV_DISPOSITION_ATTACHED_PIC == 0,
            let parameters = stream.pointee.codecpar,
            let form = FileForm(parameters.pointee)
        else { return nil }
        self.form = form
        timeBase = stream.pointee.time_base
        delay = Int64(min(max(parameters.pointee.video_delay, 0), Self.longestDelay))
        format = form.format
    }

    /// The packets that follow have nothing to do with those before.
    mutating func forgetTimes() {
        expected = nil
    }

    /// - Throws: ``MediaFileError/unplayable(_:)`` for a frame beyond ``Frame/maximumSize``.
    mutating func convert(
        _ packet: UnsafeMutablePointer<AVPacket>, track: Int, into queue: inout FrameQueue
    ) throws(MediaFileError) {
        let count = Int(packet.pointee.size)
        guard count <= Frame.maximumSize else { throw .unplayable("A frame of \(count) bytes is too large.") }
        guard count > 0, let start = packet.pointee.data else { return }
        replaceConfiguration(packet)
        let times = takeTimes(packet)
        let bytes = UnsafeBufferPointer(start: start, count: count)
        let isFlagged = packet.pointee.flags & AV_PKT_FLAG_KEY != 0
        // What breaks its form is no frame, and the next one may be whole.
        guard let converted = try? form.convert(bytes.span, isFlagged: isFlagged) else { return }
        format = form.format
        // A decoder could make nothing of it yet.
        guard let format else { return }
        for piece in converted {
            let frame = Frame(
                decodeTime: times.decode + piece.delay, presentationTime: times.presentation + piece.delay,
                isKeyframe: piece.isKeyframe, bytes: piece.bytes)
            queue.append(QueuedFrame(frame: frame, track: track, format: format))
        }
    }

    /// When a packet is decoded and shown, as libavformat says. Where it does not know, a frame is decoded right
    /// behind the one before; the first one, so long before it is shown that those decoded behind it can be shown
    /// before.
    private mutating func takeTimes(
        _ packet: UnsafeMutablePointer<AVPacket>
    ) -> (decode: MediaTime, presentation: MediaTime) {
        let shown = Demuxer.time(packet.pointee.pts, timeBase)
        let duration = Demuxer.time(max(packet.pointee.duration, 0), timeBase)?.nanoseconds ?? 0
        let first = shown.map { $0 + -(delay * min(duration, Self.longestFrame)) }
        let decoded = Demuxer.time(packet.pointee.dts, timeBase) ?? expected ?? first ?? MediaTime(nanoseconds: 0)
        expected = decoded + duration
        return (decoded, shown ?? decoded)
    }

    /// A file in pieces may have another configuration from some packet on.
    private mutating func replaceConfiguration(_ packet: UnsafeMutablePointer<AVPacket>) {
        var count = 0
        guard let start = av_packet_get_side_data(packet, AV_PKT_DATA_NEW_EXTRADATA, &count), count > 0,
            count <= FileForm.longestConfiguration
        else { return }
        form.replaceConfiguration(Array(UnsafeBufferPointer(start: start, count: count)))
    }

    /// Frames that are shown later than they are decoded (H.264 §A.3.1, H.265 §A.4.2: pictures that a decoder stores).
    private static let longestDelay: Int32 = 16
    /// Nanoseconds (our choice).
    private static let longestFrame: Int64 = 1_000_000_000
    /// Channels of a track (our choice): what AAC can have (``AudioSpecificConfig/maximumChannels``).
    static let mostChannels = AudioSpecificConfig.maximumChannels
}
