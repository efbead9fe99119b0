import MediaPlane
import Net
import RTSP
import SFU

/// A publisher's session: what it announced, the tracks that it set up, and, once it records, the stream that comes of them.
struct Publishing {
    let path: StreamPath
    /// The path as the client wrote it.
    let name: String
    /// The URL that it announced, with a slash at its end.
    let base: String
    let announced: AnnouncedStream
    /// In the order in which they were set up.
    var tracks: [Track] = []
    /// nil before it records.
    var publisher: RTSPPublisher?

    struct Track {
        /// Of ``AnnouncedStream/tracks``.
        var index: Int
        var route: TrackRoute
        var source: UInt32?
    }

    /// The announced track that a SETUP names: by its control, else the next one, as a client with its own idea of URLs comes
    /// in the announced order. Nil when it is set up already.
    func index(of url: String) -> Int? {
        let isFree = { (index: Int) in !tracks.contains { $0.index == index } }
        let named = announced.tracks.indices.filter { index in
            guard let asked = RTSPURL(url), let control = announced.tracks[index].control,
                let track = RTSPURL(RTSPURL.control(control, base: base))
            else { return false }
            return asked.path == track.path && asked.query == track.query
        }
        return (named.isEmpty ? Array(announced.tracks.indices) : named).first(where: isFree)
    }

    /// The track, as its publisher counts, of a channel.
    func track(onChannel channel: UInt8) -> (track: Int, isControl: Bool)? {
        for (index, track) in tracks.enumerated() {
            guard case .interleaved(let rtp, let rtcp) = track.route else { continue }
            if channel == rtp { return (index, false) }
            if channel == rtcp { return (index, true) }
        }
        return nil
    }

    /// The addresses that its tracks come from.
    var routes: [DatagramRoute] {
        tracks.enumerated().compactMap { index, track in
            guard case .udp(let rtp, let rtcp) = track.route else { return nil }
            return DatagramRoute(track: index, rtp: rtp, rtcp: rtcp)
        }
    }

    func end(_ services: GatewayServices) {
        guard let publisher else { return }
        for route in routes { services.ports?.unregister(route, of: publisher) }
        publisher.end()
    }
}

extension RTSPPublisher: DatagramClient {
    func receive(_ bytes: UnsafeRawBufferPointer, track: Int, isControl: Bool, at time: LoopTime) {
        receive(Span(_unsafeBytes: bytes), track: track, isControl: isControl, at: time)
    }

    func endBatch(at time: LoopTime) {
        flush(at: time)
    }
}
