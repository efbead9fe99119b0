package import Containers

/// An audio or video message of a message stream: what an FLV tag's body holds (RTMP 1.0, §7.1.4, §7.1.5).
package struct RTMPMedia: Equatable, Sendable {
    package var kind: Kind
    /// Message stream it came on.
    package var streamID: UInt32
    /// Milliseconds, unwrapped: 2³² of them (49.7 days) are followed by more. Negative where the peer stepped back below its
    /// first timestamp; steps backwards are handed on as they are.
    package var timestamp: Int64
    /// The FLV tag's body, e.g. an `AUDIODATA` or `VIDEODATA`; can be empty.
    package var payload: [UInt8]

    package init(_ kind: Kind, streamID: UInt32, timestamp: Int64, payload: [UInt8]) {
        self.kind = kind
        self.streamID = streamID
        self.timestamp = timestamp
        self.payload = payload
    }

    package enum Kind: Sendable {
        case audio
        case video
    }
}

/// A data message of a message stream (RTMP 1.0, §7.1.2), with `@setDataFrame` taken off.
package struct RTMPData: Equatable, Sendable {
    /// Message stream it came on.
    package var streamID: UInt32
    /// Milliseconds, unwrapped like ``RTMPMedia/timestamp``.
    package var timestamp: Int64
    /// What it is, e.g. `onMetaData`, `onTextData`, `onCuePoint`.
    package var name: String
    /// What follows the name.
    package var values: [AMF0Value]

    package init(streamID: UInt32, timestamp: Int64, name: String, values: [AMF0Value]) {
        self.streamID = streamID
        self.timestamp = timestamp
        self.name = name
        self.values = values
    }
}
