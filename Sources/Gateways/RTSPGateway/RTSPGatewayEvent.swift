package import Codecs

/// What happened to a connection, for the log. Never more than a few for each.
package struct RTSPGatewayEvent: Sendable, Equatable {
    /// The session's id; empty of a connection that was turned away at the door.
    package var session: String
    /// Where the peer is, e.g. `192.0.2.1:50000`.
    package var remote: String
    /// The stream's path, as far as the peer said one.
    package var path: String
    package var kind: Kind

    package enum Kind: Sendable, Equatable {
        /// A publisher's media may come; with what it announced.
        case publishing([PacketFormat], RTSPTransport)
        /// A player gets a stream.
        case playing(RTSPTransport)
        /// A client was not let in; with the sentence that it was told.
        case refused(String)
        /// Parts of what a publisher announced cannot be used; with a sentence.
        case unusable(String)
        /// A session is over; with a sentence.
        case ended(String)
        /// A connection was closed for what its bytes said; with a sentence.
        case faulty(String)
        /// There are ``RTSPSettings/maximumConnections`` already.
        case tooManyConnections
    }
}
