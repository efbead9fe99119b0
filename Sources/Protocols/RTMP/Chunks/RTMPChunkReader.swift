package import Bytes

/// Puts messages together from the chunks of a connection (RTMP 1.0, §5.3), however its bytes are sliced.
///
/// Call ``read(from:)`` until it returns nil: one message comes out at a time, so that what it changes is in force
/// before the next one is read. Set Chunk Size and Abort are obeyed here and do not come out. After an error the reader
/// is not to be used again.
///
/// Where peers and specification differ:
/// - Chunks of format 3 repeat an extended timestamp. ffmpeg, nginx-rtmp and librtmp write and expect that, other
///   encoders leave it out. A chunk of format 3 that starts a message always has it; see ``RTMPRepeatedTimestamp`` for
///   those that continue one.
/// - A chunk with a header of its own inside a message continues it when it declares the same length, and is an error
///   when it declares another (CVE-2016-10191). The rest of such a header says nothing.
/// - librtmp begins the chunk stream of control messages, 2, with format 1. Timestamp and message stream count from 0.
package struct RTMPChunkReader: Sendable {
    /// Payload bytes of the chunks that come.
    package private(set) var chunkSize = RTMPLimits.defaultChunkSize
    /// Payload bytes held of messages that are not complete.
    package private(set) var bufferedBytes = 0
    private var streams: [RTMPChunkStream] = []
    private var position = Position.header
    /// The start of a header that was cut off; less than ``RTMPChunkHeader/maximumLength``.
    private var partialHeader: [UInt8] = []
    /// Whether the peer repeated the last extended timestamp that it could have repeated.
    private var repeatsTimestamps = true

    /// What is read next. A stream is an index in ``streams``, `count` the payload bytes left in the chunk.
    private enum Position: Sendable {
        case header
        case repeatedTimestamp(RTMPRepeatedTimestamp, stream: Int, count: Int)
        case payload(stream: Int, count: Int)
    }

    package init() {}

    /// The next complete message; nil when all bytes were read.
    package mutating func read(from bytes: inout ByteReader) throws(RTMPError) -> RTMPMessage? {
        while true {
            switch position {
            case .header:
                guard try readHeader(from: &bytes) else { return nil }
            case .repeatedTimestamp(let timestamp, let stream, let count):
                guard readRepeatedTimestamp(timestamp, stream: stream, count: count, from: &bytes) else { return nil }
            case .payload(let stream, let count):
                guard try readPayload(stream: stream, count: count, from: &bytes) else { return nil }
                position = .header
                guard streams[stream].missing == 0 else { continue }
                bufferedBytes -= streams[stream].messageLength
                let message = streams[stream].end()
                guard try obey(message) else { return message }
            }
        }
    }

    /// False when the header is not there as a whole yet; what is there of it was kept.
    private mutating func readHeader(from bytes: inout ByteReader) throws(RTMPError) -> Bool {
        if partialHeader.isEmpty {
            let start = bytes.offset
            if try parseHeader(from: &bytes) { return true }
            bytes.offset = start
            let rest = bytes.readRest()
            for index in rest.indices { partialHeader.append(rest[index]) }
            return false
        }
        // One byte after the other, so that the header's end is the end of what was taken.
        while let byte = try? bytes.readUInt8() {
            partialHeader.append(byte)
            let header = partialHeader
            var reader = ByteReader(header.span)
            guard try parseHeader(from: &reader) else { continue }
            partialHeader = []
            return true
        }
        return false
    }

    /// Reads a header and moves on to what follows it; false when bytes are missing, and then nothing has changed but
    /// the reader.
    private mutating func parseHeader(from bytes: inout ByteReader) throws(RTMPError) -> Bool {
        guard let header = try? RTMPChunkHeader(from: &bytes) else { return false }
        let known = streams.firstIndex { $0.id == header.chunkStream }
        let isContinuation = known.map { streams[$0].payload != nil } ?? false
        var extended: UInt32?
        if header.timestampField == RTMPChunkHeader.extendedMarker
            || header.timestampField == nil && !isContinuation
                && known.flatMap({ streams[$0].extendedTimestamp }) != nil
        {
            guard let value = try? bytes.readUInt32() else { return false }
            extended = value
        }
        let stream = if let known { known } else { try open(header) }
        if isContinuation {
            try resume(stream, header)
        } else {
            try begin(stream, header, extendedTimestamp: extended)
        }
        return true
    }

    private mutating func open(_ header: RTMPChunkHeader) throws(RTMPError) -> Int {
        let isControlOfLibrtmp = header.format == 1 && header.chunkStream == Self.controlChunkStream
        guard header.format == 0 || isControlOfLibrtmp else {
            throw .headerWithoutPredecessor(chunkStream: header.chunkStream)
        }
        guard streams.count < RTMPLimits.maximumChunkStreams else { throw .tooManyChunkStreams }
        streams.append(RTMPChunkStream(id: header.chunkStream))
        return streams.count - 1
    }

    private mutating func begin(
        _ stream: Int, _ header: RTMPChunkHeader, extendedTimestamp: UInt32?
    ) throws(RTMPError) {
        if let length = header.messageLength, length > RTMPLimits.maximumMessageLength {
            throw .messageAboveLimit(length: length)
        }
        streams[stream].begin(header, extendedTimestamp: extendedTimestamp)
        position = .payload(stream: stream, count: min(chunkSize, streams[stream].missing))
    }

    private mutating func resume(_ stream: Int, _ header: RTMPChunkHeader) throws(RTMPError) {
        if let length = header.messageLength, Int(length) != streams[stream].messageLength {
            throw .messageLengthChanged(chunkStream: header.chunkStream)
        }
        let count = min(chunkSize, streams[stream].missing)
        if header.format == 3, let timestamp = streams[stream].extendedTimestamp,
            let expected = RTMPRepeatedTimestamp(timestamp, payloadCount: count, isAssumed: repeatsTimestamps)
        {
            position = .repeatedTimestamp(expected, stream: stream, count: count)
        } else {
            position = .payload(stream: stream, count: count)
        }
    }

    /// False when bytes are missing.
    private mutating func readRepeatedTimestamp(
        _ timestamp: RTMPRepeatedTimestamp, stream: Int, count: Int, from bytes: inout ByteReader
    ) -> Bool {
        var timestamp = timestamp
        switch timestamp.read(from: &bytes) {
        case .incomplete:
            position = .repeatedTimestamp(timestamp, stream: stream, count: count)
            return false
        case .repeated:
            repeatsTimestamps = true
            position = .payload(stream: stream, count: count)
        case .payload(let start):
            repeatsTimestamps = false
            bufferedBytes += start.count
            streams[stream].payload?.append(contentsOf: start)
            position = .payload(stream: stream, count: count - start.count)
        }
        return true
    }

    /// False when bytes are missing.
    private mutating func readPayload(
        stream: Int, count: Int, from bytes: inout ByteReader
    ) throws(RTMPError) -> Bool {
        let available = min(count, bytes.remaining)
        guard bufferedBytes + available <= RTMPLimits.maximumBufferedBytes else { throw .tooManyBufferedBytes }
        bufferedBytes += available
        streams[stream].append(available, from: &bytes)
        position = .payload(stream: stream, count: count - available)
        return available == count
    }

    /// Whether the message was one for this reader.
    private mutating func obey(_ message: RTMPMessage) throws(RTMPError) -> Bool {
        guard let type = RTMPMessageType(rawValue: message.type), type == .setChunkSize || type == .abort else {
            return false
        }
        var reader = ByteReader(message.payload.span)
        guard let value = try? reader.readUInt32() else { throw .malformedControlMessage(type: message.type) }
        if type == .abort {
            abort(chunkStream: value)
        } else {
            try setChunkSize(value)
        }
        return true
    }

    private mutating func setChunkSize(_ size: UInt32) throws(RTMPError) {
        guard 1...0x7FFF_FFFF ~= size else { throw .invalidChunkSize(size) }
        // Sizes above 16,777,215 mean the same (§5.4.1), which is above our limit, too.
        guard size <= RTMPLimits.maximumChunkSize else { throw .chunkSizeAboveLimit(size) }
        chunkSize = Int(size)
    }

    /// Forgets what came of a message; one that is unknown has nothing to forget (§5.4.2).
    private mutating func abort(chunkStream: UInt32) {
        guard let stream = streams.firstIndex(where: { $0.id == chunkStream }) else { return }
        bufferedBytes -= streams[stream].payload?.count ?? 0
        streams[stream].payload = nil
    }

    /// Where protocol control messages travel (§5.4).
    private static let controlChunkStream: UInt32 = 2
}
