import Codecs
import MediaPlane
import Net
import Packetization
import SFU
import Synchronization

/// Makes packets of a stream's frames for its WebRTC viewers, while there are any.
final class PacketFeed: FrameSink {
    private let feed: Feed
    private let state: Mutex<State>

    fileprivate struct State {
        var tracks: [SinkTrack]
        var lines: [Line]
        var payloads = PayloadList()
    }

    /// One track on its way to viewers.
    fileprivate struct Line {
        let format: TrackFormat?
        var packetizer: Packetizer?
        let clockRate: Int
        /// The revision of the stream's clock that the worker knows; 0 for none.
        var clockRevision = 0
        /// Whether frames are left out up to the next keyframe.
        var isWaiting: Bool
        /// The latest moment that a frame which viewers got is shown at.
        var latest: MediaTime?
        /// Whether none of this format was sent yet.
        var isNew = true
    }

    /// - Parameters:
    ///   - feed: opened with the tracks of `tracks`.
    init(_ feed: Feed, _ tracks: [SinkTrack]) {
        self.feed = feed
        state = Mutex(State(tracks: tracks, lines: tracks.map { Line($0) }))
    }

    func describe(_ tracks: [SinkTrack]) {
        state.withLock { state in
            if tracks.map(\.codec) != state.tracks.map(\.codec) {
                feed.change(to: tracks.map(Self.offer))
                state.lines = tracks.map { Line($0) }
            } else {
                for (index, track) in tracks.enumerated() where track.format != state.lines[index].format {
                    let former = state.lines[index]
                    state.lines[index] = Line(track)
                    state.lines[index].clockRevision = former.clockRevision
                    state.lines[index].latest = former.latest
                }
            }
            state.tracks = tracks
        }
    }

    func restart() {
        state.withLock { state in
            for index in state.lines.indices {
                state.lines[index].isWaiting = state.tracks[index].codec.kind == .video
                state.lines[index].latest = nil
            }
        }
    }

    func accept(_ frame: Frame, track: Int, _ moment: FrameMoment) -> Bool {
        state.withLock { state in
            guard state.lines.indices.contains(track) else { return false }
            return state.lines[track].accept(frame, track: track, moment, &state.payloads, feed)
        }
    }

    /// What the media plane is told of a track.
    static func offer(_ track: SinkTrack) -> OfferedTrack {
        OfferedTrack(codec: track.rtpCodec)
    }

    /// Frames that are older are no use to somebody who watches live.
    fileprivate static let oldest = Duration.seconds(1).wholeNanoseconds
    /// The same for sound. Browsers show pictures that come late at once, but play all sound that they get in its time: with
    /// a second at once they would stay that far behind the picture, and catch up for ten seconds.
    fileprivate static let oldestSound = Duration.milliseconds(100).wholeNanoseconds

    /// What packets can carry to viewers. Few browsers take H.265, and none has B-frames in its decoder's reckoning.
    static let wants = SinkWants(
        accepted: [.h264, .vp8, .vp9, .av1, .opus, .g722, .pcmu, .pcma], takesReordered: false, needsFormats: false,
        isLive: true)
}

extension PacketFeed.Line {
    fileprivate init(_ track: SinkTrack) {
        format = track.format
        packetizer = track.format.flatMap { Packetizer(format: $0) }
        clockRate = track.rtpCodec.clockRate
        isWaiting = track.codec.kind == .video
    }

    /// - Returns: whether a keyframe would help.
    fileprivate mutating func accept(
        _ frame: Frame, track: Int, _ moment: FrameMoment, _ payloads: inout PayloadList, _ feed: Feed
    ) -> Bool {
        guard let format, packetizer != nil else { return false }
        let isVideo = format.kind == .video
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

extension SinkTrack {
    /// As SDP names it. Profile and level tell viewers what to expect (RFC 6184 §8.1).
    fileprivate var rtpCodec: Codec {
        switch codec {
        case .opus: Codec(.opus, clockRate: 48_000, channels: 2)
        case .g722, .pcmu, .pcma: Codec(codec, clockRate: 8_000)
        case .h264:
            Codec(
                .h264, clockRate: 90_000,
                formatParameters: "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=\(h264Profile)")
        default: Codec(codec, clockRate: 90_000)
        }
    }

    /// The three bytes behind the record's version; Constrained Baseline as long as they are not known.
    private var h264Profile: String {
        guard let record = format?.configuration, record.count >= 4 else { return "42e01f" }
        return record[1...3].map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0" + text : text
        }.joined()
    }
}
