package import Codecs
package import SDP

/// What a publisher's offer and our answer have settled.
package struct PublishPlan: Hashable, Sendable {
    package var remote: RemoteTransport
    package var dtlsRole: LocalDTLSRole
    /// 1...``maximumTracks``, in the offer's order.
    package var tracks: [PublishedTrack]

    /// Sections that one publisher may send; further ones are refused in the answer. Ours: RFC 9725 §4.4 speaks of one
    /// MediaStream, which seldom has more than two tracks.
    package static let maximumTracks = 8

    package init(remote: RemoteTransport, dtlsRole: LocalDTLSRole, tracks: [PublishedTrack]) {
        self.remote = remote
        self.dtlsRole = dtlsRole
        self.tracks = tracks
    }
}

/// One media section that we receive.
package struct PublishedTrack: Hashable, Sendable {
    /// nil in an offer of one section without `a=mid`.
    package var mid: String?
    package var kind: MediaKind
    /// What the publisher may send, in its order of preference; one or more.
    package var codecs: [NegotiatedCodec]
    package var extensions: [NegotiatedExtension]
    /// The sources that the offer names, at most ``maximumSources``; often none with simulcast.
    package var sources: [SignalledSource]
    /// The simulcast layers that we accept, in the offer's order, at most ``maximumLayers``; empty without simulcast.
    package var layers: [StreamRestriction]

    /// Ours; browsers have three.
    package static let maximumLayers = 4
    /// Ours; browsers name one for each track.
    package static let maximumSources = 16

    package init(
        mid: String?, kind: MediaKind, codecs: [NegotiatedCodec], extensions: [NegotiatedExtension],
        sources: [SignalledSource], layers: [StreamRestriction]
    ) {
        self.mid = mid
        self.kind = kind
        self.codecs = codecs
        self.extensions = extensions
        self.sources = sources
        self.layers = layers
    }

    /// By payload type.
    package var payloads: [UInt8: PayloadMeaning] {
        var payloads: [UInt8: PayloadMeaning] = [:]
        for codec in codecs {
            payloads[codec.payloadType] = .media(codec.codec)
            if let rtx = codec.rtxPayloadType { payloads[rtx] = .retransmission(of: codec.payloadType) }
        }
        return payloads
    }

    package var rids: [String] { layers.map(\.rid) }

    /// One for each stream that the track comes in: its rid, or nil where layers are told apart by the SSRCs that the offer
    /// names. A single nil for a track without layers.
    package var layerNames: [String?] {
        layers.isEmpty ? Array(repeating: nil, count: max(1, sources.count)) : layers.map(\.rid)
    }
}

/// A source named in SDP, and the one that repairs it (RFC 5576 `FID`).
package struct SignalledSource: Hashable, Sendable {
    package var ssrc: UInt32
    package var rtxSSRC: UInt32?

    package init(ssrc: UInt32, rtxSSRC: UInt32? = nil) {
        self.ssrc = ssrc
        self.rtxSSRC = rtxSSRC
    }
}
