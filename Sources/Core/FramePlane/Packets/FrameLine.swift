import Codecs
import MediaPlane
import Packetization

/// A track of frames on its way to viewers as packets.
struct FrameLine {
    private let format: TrackFormat?
    private var packetizer: Packetizer?
    private let clockRate: Int
    /// The revision of the stream's clock that the worker knows; 0 for none.
    private var clockRevision = 0
    /// Whether frames are left out up to the next keyframe.
    private var isWaiting: Bool
    /// The latest moment that a frame which viewers got is shown at.
    private var latest: MediaTime?
    /// Whether none of this format was sent yet.
    private var isNew = true
    private let isVideo: Bool

    init(_ track: SinkTrack) {
        format = track.format
        packetizer = track.format.flatMap { Packetizer(format: $0) }
        clockRate = track.rtpCodec.clockRate
        isVideo = track.isVideo
        isWaiting = isVideo
    }

    /// Of a track whose format has become known, or another.
    init(_ track: SinkTrack, after former: FrameLine) {
        if track.format == former.format {
            self = former
            return
        }
        self.init(track)
        clockRevision = former.clockRevision
        latest = former.latest
    }

    /// Another publisher's frames follow.
    mutating func restart() {
        isWaiting = isVideo
        latest = nil
    }

    /// - Returns: whether a keyframe would help.
    mutating func accept(
        _ frame: Frame, track: Int, _ moment: FrameMoment, _ payloads: inout PayloadList, _ feed: Feed
    ) -> Bool {
        guard let format, packetizer != nil else { return false }
        if moment.age > (isVideo ? PacketFeed.oldest : PacketFeed.oldestSound) {
            isWaiting = isVideo
            return false
        }
        // What viewers got is not sent again, when frames come that were kept, or are made anew of those.
        if let latest, moment.age > 0 || isNew, (0..<Self.longestRepetition).contains(latest - frame.presentationTime) {
            return false
        }
        if isWaiting {
            guard frame.isKeyframe else { return true }
            isWaiting = false
        }
        packetizer?.packetize(frame, into: &payloads)
        guard payloads.count > 0 else { return false }
        let isClockNew = clockRevision != moment.clock.revision
        let isTaken = feed.send(
            FeedFrame(
                track: track,
                timestamp: UInt32(truncatingIfNeeded: frame.presentationTime.ticks(rate: clockRate)),
                isKeyframe: isVideo && frame.isKeyframe, width: format.width, height: format.height,
                captureTime: isClockNew ? moment.clock.wallClock(of: frame.presentationTime) : nil, age: moment.age,
                bytes: payloads.bytes, ends: payloads.ends))
        guard isTaken else {
            isWaiting = isVideo
            return false
        }
        clockRevision = moment.clock.revision
        latest = max(latest ?? frame.presentationTime, frame.presentationTime)
        isNew = false
        return false
    }

    /// Nanoseconds: who goes further back has another clock.
    private static let longestRepetition: Int64 = 10_000_000_000
}
