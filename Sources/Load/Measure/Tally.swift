/// What clients have sent and received so far.
struct Tally: Sendable {
    var publishers = Sent()
    var viewers = Received()
    /// Clients' datagrams that their own kernel did not take.
    var failedSends = 0
    /// How media is protected, e.g. `SRTP_AEAD_AES_128_GCM`; nil before anybody is connected.
    var protection: String?

    struct Sent: Sendable {
        var packets = 0
        var bytes = 0
        var frames = 0
        var keyframes = 0
        var keyframeRequests = 0
        var requestedPackets = 0
        var resentPackets = 0
    }

    struct Received: Sendable {
        var packets = 0
        var bytes = 0
        var counts = Receipt.Counts()
        var keyframes = 0
        var repaired = 0
        var duplicates = 0
        var dropped = 0
        var refused = 0
        /// Viewers whose packets are counted by the server's sequence numbers, for want of marks.
        var unmarked = 0
    }

    mutating func add(_ other: Tally) {
        publishers.packets += other.publishers.packets
        publishers.bytes += other.publishers.bytes
        publishers.frames += other.publishers.frames
        publishers.keyframes += other.publishers.keyframes
        publishers.keyframeRequests += other.publishers.keyframeRequests
        publishers.requestedPackets += other.publishers.requestedPackets
        publishers.resentPackets += other.publishers.resentPackets
        viewers.packets += other.viewers.packets
        viewers.bytes += other.viewers.bytes
        viewers.counts.add(other.viewers.counts)
        viewers.keyframes += other.viewers.keyframes
        viewers.repaired += other.viewers.repaired
        viewers.duplicates += other.viewers.duplicates
        viewers.dropped += other.viewers.dropped
        viewers.refused += other.viewers.refused
        viewers.unmarked += other.viewers.unmarked
        failedSends += other.failedSends
        protection = protection ?? other.protection
    }
}

extension Receipt.Counts {
    mutating func add(_ other: Receipt.Counts) {
        packets += other.packets
        lostPackets += other.lostPackets
        frames += other.frames
        lostFrames += other.lostFrames
    }
}

extension ClientLoop {
    /// What each source here has made, by the name in its marks.
    var totals: [UInt32: SourceTotal] {
        var totals: [UInt32: SourceTotal] = [:]
        for case let peer as PublisherPeer in peers {
            if let video = peer.media?.video {
                totals[video.source.markSource] = SourceTotal(
                    packets: Int(video.source.packetCount), frames: Int(video.frameCount))
            }
            if let audio = peer.media?.audio?.source {
                totals[audio.markSource] = SourceTotal(
                    packets: Int(audio.packetCount), frames: Int(audio.packetCount))
            }
        }
        return totals
    }

    /// - Parameter totals: Of the sources of all threads; empty while they still send.
    func tally(_ totals: [UInt32: SourceTotal]) -> Tally {
        var tally = Tally()
        tally.failedSends = failedSends
        for peer in peers {
            tally.protection = tally.protection ?? peer.transport.protection
            if let media = (peer as? PublisherPeer)?.media { tally.publishers.add(media) }
            if let viewer = peer as? ViewerPeer {
                tally.viewers.add(viewer.media, totals)
                tally.viewers.refused += viewer.refused
            }
        }
        return tally
    }
}

extension Tally.Sent {
    fileprivate mutating func add(_ media: PublisherMedia) {
        packets += [media.video?.source, media.audio?.source].reduce(0) { $0 + Int($1?.packetCount ?? 0) }
        bytes += media.bytes
        frames += Int(media.video?.frameCount ?? 0)
        keyframes += media.video?.keyframeCount ?? 0
        keyframeRequests += media.keyframeRequests
        requestedPackets += media.requestedPackets
        resentPackets += media.video?.source.resent ?? 0
    }
}

extension Tally.Received {
    fileprivate mutating func add(_ media: ViewerMedia, _ totals: [UInt32: SourceTotal]) {
        packets += media.packets
        bytes += media.bytes
        dropped += media.dropped
        let tracks = [media.video, media.audio].compactMap { $0 }.filter { $0.firstPacket != nil }
        for track in tracks {
            counts.add(track.counts(finals: totals))
            keyframes += track.keyframes
            repaired += track.repaired
            duplicates += track.receipt.duplicates
        }
        unmarked += tracks.allSatisfy(\.isMarked) ? 0 : 1
    }
}
