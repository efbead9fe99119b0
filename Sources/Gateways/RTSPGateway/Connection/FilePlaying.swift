import Codecs
import Files
import GatewaySupport
import MediaPlane
import NIOCore
import Net
import RTSP
import Synchronization

/// A session that plays a file: the tracks that it set up, and the playback.
final class FilePlaying {
    /// Of the file, as the client wrote it.
    let name: String
    let information: FileInformation
    let description: StreamDescription
    private(set) var tracks: [Track] = []
    private var playback: FilePlayback?
    private var sink: FileSink?
    private var stall = StallWatch()

    struct Track {
        /// Of ``FileInformation/tracks``.
        var index: Int
        var route: TrackRoute
        var url: String
        var sender: RTPSender
    }

    init(name: String, information: FileInformation) {
        self.name = name
        self.information = information
        description = StreamDescription(
            information.tracks.map(\.packets), name: name,
            extent: information.duration.map { .limited($0) } ?? .live, session: 1)
    }

    var transport: RTSPTransport { tracks.first?.route.transport ?? .tcp }

    /// Whether it plays, or has paused: tracks are set up before that.
    var hasBegun: Bool { playback != nil }

    func has(track: Int) -> Bool { tracks.contains { $0.index == track } }

    /// - Returns: the SSRC of its packets.
    func add(_ index: Int, _ route: TrackRoute, url: String, using random: inout some RandomNumberGenerator) -> UInt32 {
        let sender = RTPSender(format: description.formats[index], cname: "Turnout", random: &random)
        tracks.append(Track(index: index, route: route, url: url, sender: sender))
        return sender.ssrc
    }

    /// The playback, which is begun where it was not.
    /// - Parameter ended: called on the event loop when it ends by itself.
    func playback(
        in folder: MediaFolder, file: String, on channel: any Channel, session: RTSPSession, services: GatewayServices,
        local: IPAddress?
    ) throws(PlaybackError) -> FilePlayback {
        if let playback { return playback }
        let playable = tracks.compactMap { track -> PlaybackTrack? in
            let source = information.tracks[track.index]
            return PlaybackTrack(index: source.index, format: source.format, sender: track.sender)
        }
        let sink = FileSink(
            tracks.map(\.route), encodings: tracks.map { description.formats[$0.index].encodingName }, channel: channel,
            services: services, local: local)
        let made = try FilePlayback(tracks: playable, sink: sink, clocks: services.clocks) {
            () throws(MediaFileError) in try MediaFile(try folder.open(file))
        }
        self.sink = sink
        playback = made
        for route in routes { services.ports?.register(route, to: sink) }
        session.begin(.player, name, transport) { sink.summaries }
        return made
    }

    func continueSending() {
        guard sink?.takeFullness() == true else { return }
        playback?.continueSending()
    }

    func pause() {
        playback?.pause {}
    }

    func end() {
        playback?.close()
        playback = nil
        guard let sink else { return }
        for route in routes { sink.services.ports?.unregister(route, of: sink) }
    }

    /// When the player was last heard of by UDP.
    var heard: Instant? { sink?.heard }

    /// Whether the player took nothing for too long although there is something for it. To be called once a second.
    func isStalled() -> Bool {
        guard let sink else { return false }
        return stall.isStalled(unsent: sink.unsent, sent: sink.bytes)
    }

    private var routes: [DatagramRoute] {
        tracks.enumerated().compactMap { index, track in
            guard case .udp(let rtp, let rtcp) = track.route else { return nil }
            return DatagramRoute(track: index, rtp: rtp, rtcp: rtcp)
        }
    }
}
