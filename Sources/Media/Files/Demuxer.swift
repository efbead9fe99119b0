import CLibAVFormat
import Codecs

/// A file as libavformat takes it apart.
final class Demuxer {
    private(set) var context: UnsafeMutablePointer<AVFormatContext>?
    private let input: DemuxerInput
    private var packet: UnsafeMutablePointer<AVPacket>?

    /// - Throws: ``MediaFileError/unplayable(_:)``.
    init(_ file: OpenedFile) throws(MediaFileError) {
        _ = Self.isSilent
        input = try DemuxerInput(file)
        packet = av_packet_alloc()
        guard packet != nil, let context = avformat_alloc_context() else { throw .outOfMemory }
        self.context = context
        context.pointee.pb = input.context
        context.pointee.max_streams = Self.maximumStreams
        // Playlists and references in files open nothing.
        context.pointee.io_open = { _, _, _, _, _ in clibavformat_not_permitted() }
        // avformat_open_input frees the context when it fails.
        try check(open(), "open")
        try check(avformat_find_stream_info(self.context, nil), "read")
    }

    deinit {
        avformat_close_input(&context)
        av_packet_free(&packet)
        withExtendedLifetime(input) {}
    }

    /// Nanoseconds from the start to the end; nil when the file does not say.
    var duration: Int64? {
        guard let value = context?.pointee.duration, value > 0, value != clibavformat_no_timestamp() else { return nil }
        return av_rescale_q(value, AVRational(num: 1, den: AV_TIME_BASE), Self.nanosecond)
    }

    /// At most ``maximumStreams``.
    var streams: [UnsafeMutablePointer<AVStream>] {
        guard let context = context?.pointee, let start = context.streams else { return [] }
        return (0..<Int(context.nb_streams)).compactMap { start[$0] }
    }

    /// The next packet, valid until the next call; nil at the end.
    ///
    /// - Throws: ``MediaFileError/unplayable(_:)`` where the file is damaged.
    func readPacket() throws(MediaFileError) -> UnsafeMutablePointer<AVPacket>? {
        guard let context, let packet else { return nil }
        input.renewAllowance()
        for _ in 0..<Self.mostAttempts {
            av_packet_unref(packet)
            let result = av_read_frame(context, packet)
            if result == clibavformat_try_again() { continue }
            // Some formats call a failed read the end.
            if input.hasFailed { throw .unplayable("The file cannot be read on from here.") }
            if result == clibavformat_end_of_file() { return nil }
            try check(result, "read")
            return packet
        }
        throw .unplayable("libavformat finds nothing in the file.")
    }

    /// Goes to a place from which everything at a time can be read, as far as the format knows one. Where it is, the
    /// next packets say.
    /// - Parameter stream: whose times and keyframes count.
    /// - Returns: whether libavformat found a place.
    func seek(to time: MediaTime, in stream: Int) -> Bool {
        guard let context, streams.indices.contains(stream) else { return false }
        input.renewAllowance()
        let ticks = av_rescale_q_rnd(
            time.nanoseconds, Self.nanosecond, streams[stream].pointee.time_base, AV_ROUND_DOWN)
        return av_seek_frame(context, Int32(stream), ticks, AVSEEK_FLAG_BACKWARD) >= 0
    }

    /// A number of ticks as nanoseconds, to the nearest; nil when it is unknown, or centuries away.
    static func time(_ ticks: Int64, _ base: AVRational) -> MediaTime? {
        guard ticks != clibavformat_no_timestamp(), base.num > 0, base.den > 0 else { return nil }
        let nanoseconds = av_rescale_q(ticks, base, nanosecond)
        return times.contains(nanoseconds) ? MediaTime(nanoseconds: nanoseconds) : nil
    }

    private func open() -> Int32 {
        var options: OpaquePointer?
        defer { av_dict_free(&options) }
        av_dict_set(&options, "format_whitelist", DemuxerFormats.list, 0)
        av_dict_set(&options, "protocol_whitelist", "none", 0)
        return avformat_open_input(&context, nil, nil, &options)
    }

    /// Throws what the library calls its error code.
    private func check(_ result: Int32, _ action: StaticString) throws(MediaFileError) {
        guard result < 0 else { return }
        let words = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { text in
            text.initialize(repeating: 0)
            guard let start = text.baseAddress, av_strerror(result, start, text.count) == 0 else {
                return "error \(result)"
            }
            return String(cString: start)
        }
        throw .unplayable("libavformat cannot \(action) the file: \(words).")
    }

    private static let nanosecond = AVRational(num: 1, den: 1_000_000_000)
    /// Times that are believed (our choice): 70 years, so that no sum of two overflows.
    private static let times = -(Int64.max / 4)...(Int64.max / 4)
    /// Streams of a file, also of those that are left out (our choice).
    private static let maximumStreams: Int32 = 64
    /// Times in a row that libavformat may say "later" (our choice).
    private static let mostAttempts = 1_000

    /// Nothing of the library goes to standard error: what is in files must not fill a log.
    private static let isSilent: Void = av_log_set_level(AV_LOG_QUIET)
}

extension MediaFileError {
    /// What memory running out becomes.
    static let outOfMemory = MediaFileError.unplayable("There is no memory left to open it.")
}
