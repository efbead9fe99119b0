package import SFU
import Synchronization

/// A publisher inside this process: what a gateway brings as frames goes, as packets, into a stream on a worker. It takes
/// its stream's place like any other publisher, and loses it like any other.
///
/// Calling contract: ``MediaPlane/openFeed(_:)``, then ``send(_:)`` and ``change(to:)`` in order, then ``close()``. May be
/// used on any thread, by one at a time.
package final class Feed: Sendable {
    /// The stream that it feeds.
    package let path: StreamPath
    let id: PublisherID
    private let mailbox: Mailbox
    private let backlog: FeedBacklog

    init(path: StreamPath, id: PublisherID, mailbox: Mailbox, backlog: FeedBacklog) {
        self.path = path
        self.id = id
        self.mailbox = mailbox
        self.backlog = backlog
    }

    /// Hands a frame to the worker.
    /// - Returns: false when the worker is so far behind that the frame was left out; the caller goes on with a keyframe.
    package func send(_ frame: FeedFrame) -> Bool {
        guard backlog.enter(frame.memory) else { return false }
        mailbox.post(.feedFrame(id, frame))
        return true
    }

    /// What the frames that follow belong to. Every track begins anew: viewers wait for a keyframe.
    package func change(to tracks: [OfferedTrack]) {
        mailbox.post(.feedTracks(id, tracks))
    }

    /// The publisher left. Nothing is reported any more.
    package func close() {
        mailbox.post(.feedClosed(id))
    }
}

/// A feed to open.
package struct FeedOpening: Sendable {
    package var path: StreamPath
    package var tracks: [OfferedTrack]
    /// Whether a path that has a publisher refuses this one; otherwise it takes its place.
    package var refusesWhenPublished: Bool
    /// Called on the worker's thread; must not block.
    package var notify: @Sendable (FeedEvent) -> Void

    package init(
        path: StreamPath, tracks: [OfferedTrack], refusesWhenPublished: Bool,
        notify: @escaping @Sendable (FeedEvent) -> Void
    ) {
        self.path = path
        self.tracks = tracks
        self.refusesWhenPublished = refusesWhenPublished
        self.notify = notify
    }
}

/// What the worker tells a feed.
package enum FeedEvent: Sendable {
    /// Whether anybody reads its packets; until the first of these, nobody does.
    case wanted(Bool)
    /// A viewer waits for a keyframe of a track.
    case keyframeWanted(track: Int)
    /// It is over: another publisher took its place.
    case replaced
    /// It is over with the server.
    case serverStopping
}

/// One frame as RTP payloads, or a part of it.
package struct FeedFrame: Sendable {
    /// Index among the feed's tracks.
    package var track: Int
    package var timestamp: UInt32
    /// Whether a decoder can begin with its first payload.
    package var isKeyframe: Bool
    /// Whether its last payload is the frame's last.
    package var endsFrame = true
    /// Whether packets are missing in front of it, for viewers to see.
    package var isBehindLoss = false
    /// Whether its track's timestamps begin anew with it.
    package var beginsAnew = false
    /// Pixels, 0 when unknown.
    package var width: Int
    package var height: Int
    /// What ``timestamp`` is on our wall clock, in nanoseconds since 1970, when that is to rule from here on. Needed with
    /// the first frame of every track; tracks of one publisher share one clock, so that they stay in step.
    package var captureTime: Int64?
    /// Nanoseconds since the frame came in, when it was kept for a while.
    package var age: Int64
    /// All payloads, one behind the other.
    package var bytes: [UInt8]
    /// Where each ends.
    package var ends: [Int]

    package init(
        track: Int, timestamp: UInt32, isKeyframe: Bool, endsFrame: Bool = true, isBehindLoss: Bool = false,
        beginsAnew: Bool = false, width: Int, height: Int, captureTime: Int64?, age: Int64, bytes: [UInt8], ends: [Int]
    ) {
        self.track = track
        self.timestamp = timestamp
        self.isKeyframe = isKeyframe
        self.endsFrame = endsFrame
        self.isBehindLoss = isBehindLoss
        self.beginsAnew = beginsAnew
        self.width = width
        self.height = height
        self.captureTime = captureTime
        self.age = age
        self.bytes = bytes
        self.ends = ends
    }
}

extension FeedFrame {
    /// Bytes that it takes while it waits for its worker, about.
    var memory: Int { bytes.count + ends.count * MemoryLayout<Int>.size + Self.overhead }

    /// Of the message and the two arrays.
    private static let overhead = 256
}

/// Bytes of a feed that its worker has not taken yet: bounded, so that a worker that hangs grows no memory.
final class FeedBacklog: Sendable {
    private let bytes = Atomic<Int>(0)

    /// - Returns: false when there is no room.
    func enter(_ count: Int) -> Bool {
        guard bytes.load(ordering: .relaxed) < Self.maximum else { return false }
        bytes.wrappingAdd(count, ordering: .relaxed)
        return true
    }

    func leave(_ count: Int) {
        bytes.wrappingSubtract(count, ordering: .relaxed)
    }

    /// A second of the fastest stream that anybody sends.
    private static let maximum = 8 << 20
}
