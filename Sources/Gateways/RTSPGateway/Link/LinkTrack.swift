import Codecs
import RTSP

/// A track of a link, as it is set up.
struct LinkTrack {
    /// Its place in what was described or announced.
    var index: Int
    var format: PacketFormat
    /// What SETUP names it by.
    var url: String
    /// How it goes: at first what we offer, then what the server made of it.
    var transport: TransportSpecification

    /// The channels of the connection that its packets are on; nil by UDP.
    var channels: (rtp: UInt8, rtcp: UInt8)? {
        transport.interleaved.map { ($0.first, $0.second ?? $0.first &+ 1) }
    }
}

extension [LinkTrack] {
    /// The track, by its place here, of a channel.
    func track(onChannel channel: UInt8) -> (track: Int, isControl: Bool)? {
        for (index, track) in enumerated() {
            guard let channels = track.channels else { continue }
            if channel == channels.rtp { return (index, false) }
            if channel == channels.rtcp { return (index, true) }
        }
        return nil
    }

    /// The timestamps that playing begins with, by the tracks' places here: by the tracks' URLs, whole or relative, or else in
    /// their order, as servers behind an address translation write other URLs than we asked for.
    func beginnings(_ information: RTPInfoHeader, base: String) -> [(track: Int, timestamp: UInt32)] {
        let entries = information.entries
        var beginnings: [(track: Int, timestamp: UInt32)] = []
        for (index, track) in enumerated() {
            let url = RTSPURL(track.url)
            let named = entries.first { entry in
                guard entry.url != track.url else { return true }
                guard let url, let other = RTSPURL(RTSPURL.control(entry.url, base: base)) else { return false }
                return url.path == other.path && url.query == other.query
            }
            let entry = named ?? (entries.count == count ? entries[index] : nil)
            if let timestamp = entry?.timestamp { beginnings.append((index, timestamp)) }
        }
        return beginnings
    }
}
