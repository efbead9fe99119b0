import Bytes

/// What one chunk stream remembers from chunk to chunk, and the message that is being put together on it.
struct RTMPChunkStream {
    let id: UInt32
    /// The header of the message at hand, or of the one before.
    var messageLength = 0
    var messageType: UInt8 = 0
    var messageStreamID: UInt32 = 0
    /// Milliseconds, modulo 2³².
    var timestamp: UInt32 = 0
    /// What a chunk of format 3 that starts a message adds to the timestamp (§5.3.1.2.4).
    var timestampDelta: UInt32 = 0
    /// The extended timestamp as it was in the last header with a timestamp, when there was one: chunks of format 3
    /// repeat it.
    var extendedTimestamp: UInt32?
    /// Nil between messages.
    var payload: [UInt8]?

    init(id: UInt32) {
        self.id = id
    }

    /// Bytes that the message at hand still lacks.
    var missing: Int { messageLength - (payload?.count ?? 0) }

    /// Takes the header of a message's first chunk over. What the header leaves out stays as it was.
    mutating func begin(_ header: RTMPChunkHeader, extendedTimestamp extended: UInt32?) {
        if let length = header.messageLength { messageLength = Int(length) }
        if let type = header.messageType { messageType = type }
        if let streamID = header.messageStreamID { messageStreamID = streamID }
        extendedTimestamp = extended
        if let value = extended ?? header.timestampField { timestampDelta = value }
        // After format 0, its timestamp is the difference that format 3 repeats: the specification says so, and
        // ffmpeg, which writes the timestamps 40 and 80 like that, and librtmp read it like that.
        timestamp = header.format == 0 ? timestampDelta : timestamp &+ timestampDelta
        payload = []
    }

    /// Appends `count` bytes, which the reader has, to the message at hand.
    mutating func append(_ count: Int, from bytes: inout ByteReader) {
        guard count > 0, let slice = try? bytes.readSlice(count) else { return }
        if payload?.isEmpty == true {
            // All of a message that is at hand is copied once; what is only announced is not reserved for.
            let atHand = min(missing, count + bytes.remaining)
            payload?.reserveCapacity(min(atHand, RTMPLimits.maximumReservedBytes))
        }
        payload?.append(addingCapacity: count) { output in
            for index in slice.indices { output.append(slice[index]) }
        }
    }

    /// The message at hand, which is complete.
    mutating func end() -> RTMPMessage {
        let bytes = payload ?? []
        payload = nil
        return RTMPMessage(type: messageType, timestamp: timestamp, streamID: messageStreamID, payload: bytes)
    }
}
