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
        guard send(frame, of: format, track: track, moment, payloads, feed) else {
            isWaiting = isVideo
            return false
        }
        clockRevision = moment.clock.revision
        latest = max(latest ?? frame.presentationTime, frame.presentationTime)
        isNew = false
        return false
    }

    /// Hands the payloads on, those of one timestamp together: sound that was cut between samples has several.
    /// - Returns: whether the worker took them.
    private func send(
        _ frame: Frame, of format: TrackFormat, track: Int, _ moment: FrameMoment, _ payloads: PayloadList, _ feed: Feed
    ) -> Bool {
        let isClockNew = clockRevision != moment.clock.revision
        let timestamp = UInt32(truncatingIfNeeded: frame.presentationTime.ticks(rate: clockRate))
        let offsets = payloads.timestampOffsets
        var start = 0
        while start < payloads.count {
            let end = (start..<payloads.count).first { offsets[$0] != offsets[start] } ?? payloads.count
            let place = payloads[start].lowerBound..<payloads[end - 1].upperBound
            let isTaken = feed.send(
                FeedFrame(
                    track: track, timestamp: timestamp &+ UInt32(truncatingIfNeeded: offsets[start]),
                    isKeyframe: isVideo && frame.isKeyframe, width: format.width, height: format.height,
                    captureTime: isClockNew && start == 0 ? moment.clock.wallClock(of: frame.presentationTime) : nil,
                    age: moment.age, bytes: Array(payloads.bytes[place]),
                    ends: payloads.ends[start..<end].map { $0 - place.lowerBound }))
            guard isTaken else { return false }
            start = end
        }
        return true
    }

    /// Nanoseconds: who goes further back has another clock.
    private static let longestRepetition: Int64 = 10_000_000_000
}
