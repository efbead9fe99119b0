import Codecs
import FramePlane
import GatewaySupport
import NIOCore
import RTMP

/// Sends a stream's frames to one server, on the connection's event loop. Beginning with a keyframe, and going on with one
/// where the server was too slow.
final class PushFeed {
    private let source: any FrameSource
    private let channel: any Channel
    private let gathering: Duration
    private let session: RTMPSession
    private let counters: RTMPCounters
    private let deliver: ([Message], ReadingEnd?) -> Void
    private var messages: StreamMessages
    private var events: [FrameEvent] = []
    private var areTracksNew = false
    private var isSkipping = false
    private var isFlushDue = false
    private var isOver = false
    private(set) var frames: UInt64 = 0

    struct Message {
        var type: RTMPMessageType
        var timestamp: Int64
        var payload: [UInt8]
    }

    /// - Parameter deliver: sends messages, and is told when the stream is over.
    init(
        source: any FrameSource, channel: any Channel, gathering: Duration, takesMultitrack: Bool,
        session: RTMPSession, counters: RTMPCounters, deliver: @escaping ([Message], ReadingEnd?) -> Void
    ) {
        self.source = source
        self.channel = channel
        self.gathering = gathering
        self.session = session
        self.counters = counters
        self.deliver = deliver
        messages = StreamMessages(for: .init(takesMultitrack: takesMultitrack, isServer: true))
    }

    /// There are events.
    func wake() {
        guard !isFlushDue, !isOver else { return }
        guard gathering > .zero else { return flush() }
        isFlushDue = true
        let feed = NIOLoopBound(self, eventLoop: channel.eventLoop)
        channel.eventLoop.scheduleTask(in: TimeAmount(gathering)) { feed.value.flush() }
    }

    func close() {
        guard !isOver else { return }
        isOver = true
        source.close()
    }

    private func flush() {
        isFlushDue = false
        guard !isOver else { return }
        source.take(into: &events)
        var output: [Message] = []
        var end: ReadingEnd?
        let hasRoom = channel.isWritable
        for event in events {
            switch event {
            case .tracks(let tracks):
                messages.setTracks(tracks.compactMap(\.format))
                session.setCodecs(messages.codecs)
                areTracksNew = true
            case .frame(let frame, let track):
                take(frame, track, hasRoom: hasRoom, into: &output)
            // Packets come to those alone that ask for them.
            case .gap, .packets:
                break
            case .ended(let reason):
                end = reason
            }
        }
        events.removeAll(keepingCapacity: true)
        if !output.isEmpty || end != nil { deliver(output, end) }
    }

    private func take(_ frame: Frame, _ track: Int, hasRoom: Bool, into output: inout [Message]) {
        if !hasRoom { isSkipping = true }
        if isSkipping {
            let canBegin = messages.leadingVideo == nil || track == messages.leadingVideo && frame.isKeyframe
            guard hasRoom, canBegin else {
                session.framesDropped.count()
                counters.framesDropped.count()
                return
            }
            isSkipping = false
        }
        var body: [UInt8] = []
        guard let message = messages.frame(frame, track: track, body: &body) else { return }
        if areTracksNew {
            areTracksNew = false
            messages.headers(at: message.timestamp) { type, timestamp, payload in
                output.append(Message(type: type, timestamp: timestamp, payload: payload))
            }
        }
        output.append(Message(type: message.type, timestamp: message.timestamp, payload: body))
        frames += 1
    }
}
