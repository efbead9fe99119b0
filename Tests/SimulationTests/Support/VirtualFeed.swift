import Codecs
import MediaPlane
import Net
import SFU
import Synchronization

/// A publisher inside the engine's process, in virtual time: a ``Feed`` of video, whose frames are made when the test says.
final class VirtualFeed {
    let feed: Feed
    let simulation: Simulation
    /// Every packet that it handed over.
    private(set) var sent: [TestPacket] = []
    private let log = FeedLog()
    private var frames = 0

    /// What the worker told it.
    var events: [FeedEvent] { log.events }

    /// Keyframes that were asked for.
    var keyframeRequests: Int { events.count { if case .keyframeWanted = $0 { true } else { false } } }

    /// Whether it was told that somebody reads it, or nobody does, in order.
    var wishes: [Bool] { events.compactMap { if case .wanted(let isWanted) = $0 { isWanted } else { nil } } }

    /// Whether another publisher took its place.
    var isReplaced: Bool { events.contains { if case .replaced = $0 { true } else { false } } }

    init(_ simulation: Simulation, refusesWhenPublished: Bool = false) throws {
        self.simulation = simulation
        let log = log
        let worker = simulation.directory.acquire(.test)
        feed = try simulation.command(on: worker) { loop in
            try loop.openFeed(
                FeedOpening(
                    path: .test, tracks: [OfferedTrack(codec: SourcePlan.video.description)],
                    refusesWhenPublished: refusesWhenPublished
                ) { log.append($0) })
        }
    }

    /// Hands a frame over.
    /// - Parameters:
    ///   - packets: that it is made of.
    ///   - age: nanoseconds since it came in.
    /// - Returns: its packets.
    @discardableResult
    func send(isKeyframe: Bool = false, packets count: Int = 3, age: Int64 = 0) -> [TestPacket] {
        let timestamp = UInt32(frames * 3_000)
        let packets = (0..<count).map { position in
            TestPacket(
                generation: 1, layer: 0, kind: .video, index: UInt32(sent.count + position), timestamp: timestamp,
                start: position > 0 ? .none : isKeyframe ? .keyframe : .frame)
        }
        var (bytes, ends) = ([UInt8](), [Int]())
        for packet in packets {
            bytes += packet.payload(as: .vp8, width: 640, height: 360)
            ends.append(bytes.count)
        }
        _ = feed.send(
            FeedFrame(
                track: 0, timestamp: timestamp, isKeyframe: isKeyframe, width: 640, height: 360,
                captureTime: frames == 0 ? simulation.time.loopTime.wallClock : nil, age: age, bytes: bytes, ends: ends)
        )
        frames += 1
        sent += packets
        return packets
    }

    /// Sends a frame each 33 milliseconds for a while.
    func send(for duration: Duration, packets: Int = 3) {
        let end = simulation.now.advanced(by: duration)
        while simulation.now < end {
            send(packets: packets)
            simulation.run(for: .milliseconds(33))
        }
    }
}

/// What a worker told a feed.
private final class FeedLog: Sendable {
    private let list = Mutex<[FeedEvent]>([])

    var events: [FeedEvent] { list.withLock { $0 } }

    func append(_ event: FeedEvent) {
        list.withLock { $0.append(event) }
    }
}
