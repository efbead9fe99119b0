package import Codecs

/// What a reader of a stream's frames gets, in order.
package enum FrameEvent: Sendable {
    /// What the frames that follow are; the first event, and again whenever a track comes, goes or changes its format. The
    /// frames behind it begin, for each video track, with a keyframe.
    case tracks([ReadTrack])
    /// A frame of a track, by its index in the latest ``tracks(_:)``. Times go on over a change of publishers.
    case frame(Frame, track: Int)
    /// Packets of a track that comes as packets. Their numbers and times are the publisher's (``PacketBatch/beginsAnew``).
    case packets(PacketBatch, track: Int)
    /// The reader was too slow: frames are missing here, and each video track goes on with a keyframe.
    case gap
    /// The stream is over, or the reader was closed by the server. Nothing follows.
    case ended(ReadingEnd)
}

/// A track as a reader gets it.
package enum ReadTrack: Sendable, Equatable {
    case frames(TrackFormat)
    /// To readers alone that asked for packets: as the publisher sends them. With what is in them, as far as it is known.
    case packets(PacketFormat, TrackFormat?)

    /// What is in it; nil as long as nobody knows.
    package var format: TrackFormat? {
        switch self {
        case .frames(let format): format
        case .packets(_, let format): format
        }
    }
}

/// Why a reader gets nothing more.
package enum ReadingEnd: Sendable, Equatable {
    /// The publisher is gone, and the grace time is over.
    case streamEnded
    /// Nothing of the stream can be given to this reader any more; with a sentence that says why.
    case unacceptable(String)
    case serverStopping
}

/// Why a publication is over although its publisher did not end it.
package enum PublicationEnd: Sendable, Equatable {
    /// Another publisher took the path.
    case replaced
    /// Somebody else publishes the path, and the server is set to refuse a second one.
    case alreadyPublished
    /// A limit of the server was reached; with a sentence.
    case refused(String)
    case serverStopping
}

/// Why a path cannot be published or read. Each makes a sentence for the person who asked.
package enum FramePlaneError: Error, Sendable, Equatable {
    /// Nobody publishes this path now.
    case nothingLive
    /// Somebody else publishes this path, and the server is set to refuse a second one.
    case alreadyPublished
    /// Nothing of the stream can be given to this reader; with a sentence that says why.
    case unacceptable(String)
    /// A limit of the server was reached; with a sentence.
    case overloaded(String)
}

/// Who publishes or reads: for logs and the API.
package struct FrameClient: Sendable {
    /// The session's name, in URLs, logs and the API.
    package var session: String
    /// The protocol's name in small letters, e.g. `rtmp`.
    package var protocolName: String
    /// Where it is, e.g. `192.0.2.1:50000`, or the URL that is pushed to or pulled from, without credentials.
    package var remote: String

    package init(session: String, protocolName: String, remote: String) {
        self.session = session
        self.protocolName = protocolName
        self.remote = remote
    }
}
