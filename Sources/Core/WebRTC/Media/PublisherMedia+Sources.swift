import Codecs
import RTP

/// How a packet's source is recognised.
extension PublisherMedia {
    /// The index of the source that a packet belongs to; learns it if it is new. Nil when it belongs to no track.
    mutating func source(of packet: Span<UInt8>, _ header: RTPHeader) -> Int? {
        // By index: an element that is copied out of the array is retained.
        for index in sources.indices where sources[index].ssrc == header.ssrc { return index }
        guard sources.count < Self.maximumSources, let track = track(of: packet, header),
            let meaning = payloads[track: track, payloadType: header.payloadType]
        else { return nil }
        switch meaning {
        case .media(_, let index):
            guard let layer = layer(.rid, of: packet, header, track: track) else { return nil }
            let former = sources.firstIndex { !$0.isRepair && $0.track == track && $0.layer == layer }
            if let former { sources.remove(at: former) }
            sources.append(
                PublisherSource(
                    ssrc: header.ssrc, track: track, layer: layer, isRepair: false,
                    clockRate: tracks[track].codecs[index].codec.clockRate,
                    wantsRepair: tracks[track].codecs.contains { $0.feedback.contains(.nack) },
                    isReplacement: former != nil))
        case .retransmission:
            let layer = layer(.repairedRid, of: packet, header, track: track) ?? repairedLayer(of: header, track: track)
            guard let layer else { return nil }
            // The repair stream of a publisher that restarts under other SSRCs gives way as its media does.
            sources.removeAll { $0.isRepair && $0.track == track && $0.layer == layer }
            sources.append(
                PublisherSource(
                    ssrc: header.ssrc, track: track, layer: layer, isRepair: true, clockRate: 90_000, wantsRepair: false
                ))
        }
        return sources.count - 1
    }

    private func track(of packet: Span<UInt8>, _ header: RTPHeader) -> Int? {
        let signalled = tracks.firstIndex { track in
            track.sources.contains { $0.ssrc == header.ssrc || $0.rtxSSRC == header.ssrc }
        }
        if let signalled { return signalled }
        if let range = element(.mid, of: packet, header), let mid = text(packet.extracting(range)) {
            return tracks.firstIndex { $0.mid == mid }
        }
        let candidates = tracks.indices.filter { payloads[track: $0, payloadType: header.payloadType] != nil }
        return candidates.count == 1 ? candidates.first : nil
    }

    /// The layer that a packet names by `rid`, or by its SSRC's place among those that the offer names; nil when it should
    /// name one and does not.
    private func layer(
        _ kind: HeaderExtensionKind, of packet: Span<UInt8>, _ header: RTPHeader, track: Int
    ) -> Int? {
        let rids = tracks[track].rids
        guard !rids.isEmpty else {
            return tracks[track].sources.firstIndex { $0.ssrc == header.ssrc || $0.rtxSSRC == header.ssrc } ?? 0
        }
        guard let range = element(kind, of: packet, header), let rid = text(packet.extracting(range)) else {
            return nil
        }
        return rids.firstIndex(of: rid)
    }

    /// The layer that the offer says a repair stream repairs.
    private func repairedLayer(of header: RTPHeader, track: Int) -> Int? {
        guard let signalled = tracks[track].sources.first(where: { $0.rtxSSRC == header.ssrc }) else { return nil }
        return sources.first { $0.ssrc == signalled.ssrc }?.layer
    }

    private func text(_ bytes: Span<UInt8>) -> String? {
        guard !bytes.isEmpty, bytes.count <= Self.longestIdentifier else { return nil }
        var text = ""
        for index in bytes.indices {
            guard bytes[index] < 0x80 else { return nil }
            text.unicodeScalars.append(Unicode.Scalar(bytes[index]))
        }
        return text
    }

    /// Each layer of each track, and its repair stream.
    private static let maximumSources = 32
    /// Bytes of a `mid` or `rid` (our choice; browsers use one or two).
    private static let longestIdentifier = 32
}
