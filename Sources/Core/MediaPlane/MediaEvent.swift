package import Net
package import SFU
package import WebRTC

/// What happened on the media plane that somebody above wants to log, count or act upon.
package enum MediaEvent: Sendable {
    /// A session's peer proved itself: media may flow.
    case connected(SessionKey, StreamPath, remote: SocketAddress, profile: String, elapsed: Duration)
    /// A session is over; its name means nothing any more.
    case closed(SessionKey, StreamPath, PeerCloseReason)
    /// A publisher's first packets make a stream, or make one again within the grace time.
    case streamBegan(StreamPath, isReturn: Bool)
    /// Nobody publishes any more, and the grace time is over.
    case streamEnded(StreamPath)
    /// The publisher sends a codec that a viewer has no payload type for.
    case codecUnknownToViewer(SessionKey, StreamPath, codec: String)
}

/// A session's name: whoever opens it chooses.
package struct SessionKey: Hashable, Sendable {
    package var text: String

    package init(text: String) {
        self.text = text
    }
}
