package import Codecs

/// What a viewer's offer and our answer have settled.
package struct PlayPlan: Hashable, Sendable {
    package var remote: RemoteTransport
    package var dtlsRole: LocalDTLSRole
    /// The CNAME of all our sources, which our SDES must repeat: tracks of one CNAME are played in step (RFC 3550 §6.5.1).
    package var cname: String
    /// One or more, in the offer's order.
    package var tracks: [PlayedTrack]

    package init(remote: RemoteTransport, dtlsRole: LocalDTLSRole, cname: String, tracks: [PlayedTrack]) {
        self.remote = remote
        self.dtlsRole = dtlsRole
        self.cname = cname
        self.tracks = tracks
    }
}

/// One media section that we send.
package struct PlayedTrack: Hashable, Sendable {
    /// Which of the stream's tracks it carries, as an index into what the negotiation was given.
    package var trackIndex: Int
    /// nil in an offer of one section without `a=mid`.
    package var mid: String?
    package var kind: MediaKind
    /// Never 0; no other source of the session has it.
    package var ssrc: UInt32
    /// nil where the viewer takes no RTX for any codec.
    package var rtxSSRC: UInt32?
    /// All that both sides know, so that the publisher may come back with another; those that match what it sends now
    /// come first. With the viewer's own payload types and format parameters.
    package var codecs: [NegotiatedCodec]
    package var extensions: [NegotiatedExtension]

    package init(
        trackIndex: Int, mid: String?, kind: MediaKind, ssrc: UInt32, rtxSSRC: UInt32?, codecs: [NegotiatedCodec],
        extensions: [NegotiatedExtension]
    ) {
        self.trackIndex = trackIndex
        self.mid = mid
        self.kind = kind
        self.ssrc = ssrc
        self.rtxSSRC = rtxSSRC
        self.codecs = codecs
        self.extensions = extensions
    }

    /// What to send a packet of `codec` as; nil when the viewer cannot take it.
    package func codec(for codec: Codec) -> NegotiatedCodec? {
        codecs.bestMatch(for: codec)
    }

    /// What a packet of a payload type is sent again as (RFC 4588); nil where it goes out as it was.
    package func rtxPayloadType(of payloadType: UInt8) -> UInt8? {
        for index in codecs.indices where codecs[index].payloadType == payloadType {
            return codecs[index].rtxPayloadType
        }
        return nil
    }
}

/// A track of a live stream, as far as a viewer's offer is concerned.
package struct StreamTrack: Hashable, Sendable {
    package var kind: MediaKind
    /// What its publisher sends now.
    package var codec: Codec

    package init(kind: MediaKind, codec: Codec) {
        self.kind = kind
        self.codec = codec
    }
}
