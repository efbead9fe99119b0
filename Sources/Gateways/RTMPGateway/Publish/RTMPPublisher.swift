import Codecs
import Containers
import FramePlane
import GatewaySupport
import NIOCore
import RTMP

/// What comes of a publisher, a client of ours or a server that we pull from, becomes a stream. On its connection's event
/// loop.
final class RTMPPublisher {
    private let sink: any FrameSink
    private let session: RTMPSession
    private let counters: RTMPCounters
    private let eventLoop: any EventLoop
    private let report: (RTMPGatewayEvent.Kind) -> Void
    private var reader = FLVReader()
    private var gathering = TrackGathering()
    private var items: [FLVItem] = []
    private var output: [TrackGathering.Output] = []
    private var waiting: Scheduled<Void>?
    private var malformedTags = 0
    private var announcements = 0
    private var isOver = false
    /// Frames that were handed on.
    private(set) var frames: UInt64 = 0

    init(
        sink: any FrameSink, session: RTMPSession, counters: RTMPCounters, eventLoop: any EventLoop,
        report: @escaping (RTMPGatewayEvent.Kind) -> Void
    ) {
        self.sink = sink
        self.session = session
        self.counters = counters
        self.eventLoop = eventLoop
        self.report = report
    }

    /// - Returns: false when the publisher sends too much that is malformed: its connection is to be closed.
    func take(_ media: RTMPMedia) -> Bool {
        // An empty message is what some encoders send to keep the connection alive.
        guard !isOver, !media.payload.isEmpty else { return true }
        do throws(FLVError) {
            switch media.kind {
            case .audio: try reader.readAudio(media.payload.span, timestamp: media.timestamp, into: &items)
            case .video: try reader.readVideo(media.payload.span, timestamp: media.timestamp, into: &items)
            }
        } catch {
            guard tolerate(error) else { return false }
        }
        for item in items { gathering.take(item, into: &output) }
        items.removeAll(keepingCapacity: true)
        if waiting == nil, gathering.hasBegun { waitForTracks() }
        handOn()
        return true
    }

    func take(_ data: RTMPData) {
        guard !isOver, data.name == "onMetaData", let properties = data.values.first?.properties else { return }
        gathering.announce(FLVMetadata(reading: properties).tracks, into: &output)
        handOn()
    }

    /// The publisher left, or was sent away.
    func end() {
        guard !isOver else { return }
        isOver = true
        waiting?.cancel()
        sink.end()
    }

    private func waitForTracks() {
        let publisher = NIOLoopBound(self, eventLoop: eventLoop)
        waiting = eventLoop.scheduleTask(in: TimeAmount(TrackGathering.longestWait)) {
            publisher.value.stopWaiting()
        }
    }

    private func stopWaiting() {
        guard !isOver else { return }
        gathering.stopWaiting(into: &output)
        handOn()
    }

    private func handOn() {
        for step in output {
            switch step {
            case .describe(let formats):
                session.setCodecs(formats.map(\.codec))
                sink.describe(formats)
                announce(formats)
            case .frame(let frame, let track):
                sink.push(frame, track: track)
                counters.framesReceived.count()
                frames += 1
            }
        }
        output.removeAll(keepingCapacity: true)
        counters.framesUnusable.count(gathering.takeDropped())
    }

    private func announce(_ formats: [TrackFormat]) {
        guard announcements < Self.mostAnnouncements else { return }
        announcements += 1
        report(.publishing(formats))
    }

    /// - Returns: whether the publisher may go on.
    private func tolerate(_ error: FLVError) -> Bool {
        counters.framesUnusable.count()
        switch error {
        case .malformed, .tooLarge:
            malformedTags += 1
            if malformedTags == 1 { report(.unusable("\(error)")) }
            return malformedTags < Self.mostMalformedTags
        case .unsupported, .missingConfiguration, .tooManyTracks:
            report(.unusable("\(error)"))
            return true
        }
    }

    /// How often it is reported what a publisher's tracks are (our choice): a publisher could change them with every message.
    private static let mostAnnouncements = 16
    /// Malformed tags of one publisher before its connection is closed (our choice): one or two are a bug of an encoder, more
    /// are no stream.
    private static let mostMalformedTags = 32
}
