import Codecs
import FramePlane
import NIOCore
import RTMP

/// Makes of a stream's events the bytes that all players of a group get.
struct GroupMuxer {
    private var messages: StreamMessages
    private var body: [UInt8] = []
    /// Whether the tracks changed since the last frame. What they are is said with the next one's time.
    private var areTracksNew = false
    /// The time of the last frame, in milliseconds of the players' timeline.
    private var time: Int64 = 0

    init(takesMultitrack: Bool) {
        messages = StreamMessages(for: .init(takesMultitrack: takesMultitrack, isServer: false))
    }

    /// Codecs of the tracks that players get, in their order.
    var codecs: [CodecName] { messages.codecs }
    var hasVideo: Bool { messages.leadingVideo != nil }

    /// Muxes what gathered.
    /// - Returns: a batch unless nothing is to be sent, and why nothing more comes, if so.
    mutating func mux(_ events: [FrameEvent]) -> (MuxedBatch?, ReadingEnd?) {
        var bytes: [UInt8] = []
        var frames = 0
        var start: (offset: Int, frames: Int, headers: [UInt8])?
        var end: ReadingEnd?
        for event in events {
            switch event {
            case .tracks(let tracks):
                messages.setTracks(tracks.compactMap(\.format))
                areTracksNew = true
            case .frame(let frame, let track):
                guard let message = messages.frame(frame, track: track, body: &body) else { continue }
                time = message.timestamp
                if areTracksNew || track == messages.leadingVideo && frame.isKeyframe {
                    let headers = headers()
                    if areTracksNew { bytes += headers }
                    areTracksNew = false
                    start = (bytes.count, frames, headers)
                }
                Self.write(message.type, message.timestamp, body, into: &bytes)
                frames += 1
            // Packets come to those alone that ask for them.
            case .gap, .packets:
                break
            case .ended(let reason):
                end = reason
            }
        }
        guard !bytes.isEmpty else { return (nil, end) }
        let batch = MuxedBatch(
            bytes: ByteBuffer(bytes: bytes), frames: frames,
            start: start.map {
                MuxedBatch.Start(
                    offset: $0.offset, frames: frames - $0.frames, headers: ByteBuffer(bytes: $0.headers))
            }, time: time)
        return (batch, end)
    }

    /// Metadata and configurations as they are to be sent now.
    private func headers() -> [UInt8] {
        var bytes: [UInt8] = []
        messages.headers(at: time) { type, timestamp, payload in
            Self.write(type, timestamp, payload, into: &bytes)
        }
        return bytes
    }

    private static func write(
        _ type: RTMPMessageType, _ timestamp: Int64, _ payload: [UInt8], into bytes: inout [UInt8]
    ) {
        let chunkStream =
            switch type {
            case .audio: RTMPServerConnection.audioChunkStream
            case .video: RTMPServerConnection.videoChunkStream
            default: RTMPServerConnection.dataChunkStream
            }
        let message = RTMPMessage(
            type: type.rawValue, timestamp: UInt32(truncatingIfNeeded: timestamp),
            streamID: RTMPServerConnection.playStreamID, payload: payload)
        RTMPChunkWriter.write(
            message, chunkStream: chunkStream, chunkSize: RTMPServerConnection.chunkSize, into: &bytes)
    }
}
