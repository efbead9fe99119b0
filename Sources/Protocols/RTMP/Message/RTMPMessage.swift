/// A whole message of a chunk stream (RTMP 1.0, §5.3.1 and §7.1).
package struct RTMPMessage: Equatable, Sendable {
    /// What kind of message: ``RTMPMessageType``'s raw value, or another that is left to the peer's imagination.
    package var type: UInt8
    /// Milliseconds, modulo 2³².
    package var timestamp: UInt32
    /// Message stream it belongs to; 0 for the connection.
    package var streamID: UInt32
    package var payload: [UInt8]

    package init(type: UInt8, timestamp: UInt32 = 0, streamID: UInt32 = 0, payload: [UInt8]) {
        self.type = type
        self.timestamp = timestamp
        self.streamID = streamID
        self.payload = payload
    }
}

/// The types of messages there are (RTMP 1.0, §5.4, §7.1).
package enum RTMPMessageType: UInt8, Sendable {
    case setChunkSize = 1
    case abort = 2
    case acknowledgement = 3
    case userControl = 4
    case windowAcknowledgementSize = 5
    case setPeerBandwidth = 6
    case audio = 8
    case video = 9
    case dataAMF3 = 15
    case sharedObjectAMF3 = 16
    case commandAMF3 = 17
    case dataAMF0 = 18
    case sharedObjectAMF0 = 19
    case commandAMF0 = 20
    case aggregate = 22
}
