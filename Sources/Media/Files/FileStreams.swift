import CLibAVFormat
import Codecs

/// The streams of a file, each with what makes frames of its packets.
struct FileStreams {
    /// ``MediaFile/notes``.
    private(set) var notes: [String] = []
    private let demuxer: Demuxer
    /// By the stream's index; nil of those that are left out.
    private var converters: [TrackConverter?] = []
    /// By track: the stream's index.
    private var indices: [Int] = []

    /// Finds out what is in a file.
    /// - Returns: also the frames that were read for that, from the first on.
    /// - Throws: ``MediaFileError/unplayable(_:)`` also when there is nothing that Turnout has a name for.
    static func open(_ file: OpenedFile) throws(MediaFileError) -> (streams: FileStreams, queue: FrameQueue) {
        var streams = FileStreams(try Demuxer(file))
        let queue = try streams.identify()
        guard !streams.indices.isEmpty else {
            let reasons = streams.notes.isEmpty ? ["It has no sound and no pictures."] : streams.notes
            throw .unplayable(reasons.joined(separator: " "))
        }
        return (streams, queue)
    }

    private init(_ demuxer: Demuxer) {
        self.demuxer = demuxer
        for (number, stream) in demuxer.streams.enumerated() {
            let converter = indices.count < MediaFile.maximumTracks ? TrackConverter(stream) : nil
            converters.append(converter)
            if converter != nil { indices.append(number) } else { leaveOut(number) }
        }
    }

    /// ``MediaFile/duration``.
    var duration: Int64? { demuxer.duration }

    /// When the first track begins.
    var start: MediaTime {
        let streams = demuxer.streams
        let starts = indices.compactMap { Demuxer.time(streams[$0].pointee.start_time, streams[$0].pointee.time_base) }
        return starts.min() ?? MediaTime(nanoseconds: 0)
    }

    /// By track; all are known once the file is open.
    var formats: [TrackFormat] {
        indices.compactMap { converters[$0]?.format }
    }

    /// Reads a packet; its frames, if any are in it, go to the end of the queue.
    /// - Returns: false at the end of the file.
    mutating func read(into queue: inout FrameQueue) throws(MediaFileError) -> Bool {
        guard let packet = try demuxer.readPacket() else { return false }
        let index = Int(packet.pointee.stream_index)
        guard converters.indices.contains(index), let track = indices.firstIndex(of: index) else { return true }
        try converters[index]?.convert(packet, track: track, into: &queue)
        return true
    }

    /// ``Demuxer/seek(to:in:)``.
    mutating func seek(to time: MediaTime, track: Int) -> Bool {
        for index in indices { converters[index]?.forgetTimes() }
        return demuxer.seek(to: time, in: indices[track])
    }

    /// Reads until every track's format is known. Tracks without one are left out then.
    private mutating func identify() throws(MediaFileError) -> FrameQueue {
        var queue = FrameQueue()
        while indices.contains(where: { converters[$0]?.format == nil }),
            queue.count < Self.mostFrames, queue.bytes < Self.mostBytes
        {
            guard try read(into: &queue) else { break }
        }
        let former = indices
        indices.removeAll { converters[$0]?.format == nil }
        guard indices != former else { return queue }
        for index in former where converters[index]?.format == nil {
            converters[index] = nil
            leaveOut(index)
        }
        var renumbered = FrameQueue()
        while var item = queue.pop() {
            guard let track = indices.firstIndex(of: former[item.track]) else { continue }
            item.track = track
            renumbered.append(item)
        }
        return renumbered
    }

    private mutating func leaveOut(_ index: Int) {
        let stream = demuxer.streams[index].pointee
        demuxer.streams[index].pointee.discard = AVDISCARD_ALL
        guard notes.count < MediaFile.maximumTracks, let parameters = stream.codecpar?.pointee else { return }
        let kind = av_get_media_type_string(parameters.codec_type).map { String(cString: $0) } ?? "data"
        let codec = avcodec_get_name(parameters.codec_id).map { String(cString: $0) } ?? "unknown"
        notes.append("Stream \(index) (\(kind), \(codec)) is left out.")
    }

    /// Frames and bytes among which every track must show its format (our choice).
    private static let mostFrames = 2_000
    private static let mostBytes = 16 << 20
}
