import Bytes

extension RTMPMessage {
    /// The messages inside an aggregate message (RTMP 1.0, §7.1.6): FLV tags, each with its length behind it, whose
    /// timestamps count from the first one's, which stands for the aggregate's. What is neither media nor data is left out:
    /// an aggregate in an aggregate could be nested at will.
    func readAggregate() throws(RTMPError) -> [RTMPMessage] {
        var reader = ByteReader(payload.span)
        var messages: [RTMPMessage] = []
        var shift: UInt32?
        do {
            while !reader.isAtEnd {
                guard messages.count < Self.maximumAggregated else { throw RTMPError.malformedAggregate }
                let type = try reader.readUInt8()
                let length = Int(try reader.readUInt24())
                let low = try reader.readUInt24()
                let tagTimestamp = UInt32(try reader.readUInt8()) << 24 | low
                try reader.skip(3)
                let body = try reader.readSlice(length)
                // The last tag's length is left out by some.
                try reader.skip(min(4, reader.remaining))
                let difference = shift ?? timestamp &- tagTimestamp
                shift = difference
                guard Self.aggregatable.contains(type) else { continue }
                messages.append(
                    RTMPMessage(
                        type: type, timestamp: tagTimestamp &+ difference, streamID: streamID, payload: body.copied))
            }
        } catch {
            throw .malformedAggregate
        }
        return messages
    }

    /// Messages in an aggregate; our choice, an aggregate of a second has about a hundred.
    private static let maximumAggregated = 1024
    private static let aggregatable = Set(
        [RTMPMessageType.audio, .video, .dataAMF0, .dataAMF3].map(\.rawValue))
}

extension Span<UInt8> {
    fileprivate var copied: [UInt8] {
        [UInt8](capacity: count) { output in
            for index in indices { output.append(self[index]) }
        }
    }
}
