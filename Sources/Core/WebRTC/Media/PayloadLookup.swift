import Codecs

/// What the payload types of a publisher's tracks mean, for a look at every packet: plain data, so that looking neither
/// allocates nor counts a reference.
struct PayloadLookup {
    /// What a payload type stands for.
    enum Meaning {
        /// Media, in the codec with that index among its track's.
        case media(CodecName, codec: Int)
        /// A retransmission (RFC 4588) of a packet with that payload type.
        case retransmission(of: UInt8)
    }

    /// By track, and within a track by payload type.
    private var meanings: [Meaning?]

    init(_ tracks: [PublishedTrack]) {
        meanings = Array(repeating: nil, count: tracks.count * Self.payloadTypes)
        for (track, description) in tracks.enumerated() {
            for (index, codec) in description.codecs.enumerated() {
                set(.media(codec.codec.name, codec: index), track: track, payloadType: codec.payloadType)
                guard let repair = codec.rtxPayloadType else { continue }
                set(.retransmission(of: codec.payloadType), track: track, payloadType: repair)
            }
        }
    }

    /// What a payload type stands for in the track of an index; nil when it was not negotiated.
    subscript(track track: Int, payloadType payloadType: UInt8) -> Meaning? {
        let place = Self.place(track, payloadType)
        return meanings.indices.contains(place) ? meanings[place] : nil
    }

    private mutating func set(_ meaning: Meaning, track: Int, payloadType: UInt8) {
        guard payloadType < Self.payloadTypes else { return }
        meanings[Self.place(track, payloadType)] = meaning
    }

    private static func place(_ track: Int, _ payloadType: UInt8) -> Int {
        track * payloadTypes + Int(payloadType)
    }

    /// RFC 3550 §5.1: a payload type has seven bits.
    private static let payloadTypes = 128
}
