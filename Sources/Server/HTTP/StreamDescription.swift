import Codecs
import FramePlane
import SFU
import WebRTCGateway

/// A live stream in JSON. What only those with the right `api` see is nil for others.
struct StreamDescription: Encodable {
    var path: String
    /// Whether the publisher is there, or within the grace time after a loss.
    var isPublishing: Bool
    /// Who brings it; nil while nobody does.
    var publisher: Publisher?
    /// Those who watch it, by whatever protocol.
    var subscribers: Int
    /// Seconds, to the millisecond.
    var uptime: Double
    /// As WebRTC's viewers are offered them.
    var tracks: [Track]
    /// As the publisher sends them; nil while nobody brings or reads the stream's frames.
    var nativeTracks: [NativeTrack]?
    /// Made of others for those who cannot take these.
    var derivedTracks: [DerivedTrack]?
    /// Its subscribers by protocol.
    var readers: [Readers]?
    /// Its WebRTC subscribers by the worker that serves them, the publisher's worker first.
    var workers: [Worker]?
    /// Why tracks cannot be given to everybody, one sentence each; nil when there is nothing to say.
    var notes: [String]?

    struct Publisher: Encodable {
        /// `webrtc`, `rtmp`.
        var `protocol`: String
        var session: String?
        /// Its address, or the URL that it is pulled from, without credentials.
        var remote: String?
    }

    struct Readers: Encodable {
        var `protocol`: String
        var count: Int
    }

    struct Worker: Encodable {
        var worker: Int
        var subscribers: Int
    }

    struct Track: Encodable {
        var kind: String
        var codec: String
        var packets: UInt64?
        var bytes: UInt64?
        var lost: UInt64?
    }

    init(_ stream: LiveStreamViews, complete: Bool) {
        let (packets, frames) = (stream.packets, stream.frames)
        let watching = packets?.subscribers ?? 0
        path = stream.path.text
        isPublishing = packets?.isPublishing ?? frames?.isPublished ?? false
        publisher = isPublishing ? Publisher(frames, complete: complete) : nil
        subscribers = watching + (frames?.readers.reduce(0) { $0 + $1.audience } ?? 0)
        let seconds = packets?.uptime ?? 0
        uptime = seconds.isFinite ? (seconds * 1000).rounded() / 1000 : 0
        workers = complete ? packets?.workers.map { Worker(worker: $0.worker, subscribers: $0.subscribers) } : nil
        tracks =
            packets?.tracks.map { Track($0, complete: complete) }
            ?? frames?.tracks.map { Track(kind: $0.kind, codec: $0.codec) } ?? []
        nativeTracks = frames?.tracks.map { NativeTrack($0, complete: complete) }
        derivedTracks = complete ? frames?.derived.map(DerivedTrack.init) : nil
        readers = complete ? Readers.list(watching: watching, frames?.readers ?? []) : nil
        notes = frames.flatMap { $0.notes.isEmpty ? nil : $0.notes }
    }
}

extension StreamDescription.Publisher {
    /// Of a stream that has one: a peer, where nobody brings frames.
    fileprivate init(_ frames: FrameStreamSummary?, complete: Bool) {
        let client = frames?.publisher
        self.init(
            protocol: client?.protocolName ?? "webrtc", session: complete ? client?.session : nil,
            remote: complete ? client?.remote : nil)
    }
}

extension StreamDescription.Track {
    fileprivate init(_ track: TrackSummary, complete: Bool) {
        self.init(
            kind: track.kind, codec: track.codec, packets: complete ? track.packets : nil,
            bytes: complete ? track.bytes : nil, lost: complete ? track.lost : nil)
    }
}

extension StreamDescription.Readers {
    fileprivate static func list(watching: Int, _ readers: [ReaderSummary]) -> [StreamDescription.Readers] {
        var counts = watching > 0 ? ["webrtc": watching] : [:]
        for reader in readers { counts[reader.client.protocolName, default: 0] += reader.audience }
        return counts.sorted { $0.key < $1.key }.map { StreamDescription.Readers(protocol: $0.key, count: $0.value) }
    }
}

extension StreamDescription {
    struct NativeTrack: Encodable {
        var kind: String
        var codec: String
        /// Pixels; nil for audio, and while unknown.
        var width: Int?
        var height: Int?
        /// Samples in a second; nil for video.
        var sampleRate: Int?
        var channels: Int?
        /// Whether frames are shown in another order than they come in; nil for audio.
        var hasBFrames: Bool?
        /// Of a publisher of packets, those that were made of them for readers.
        var frames: UInt64?
        /// nil of a publisher of frames.
        var packets: UInt64?
        var bytes: UInt64?

        fileprivate init(_ track: FrameTrackSummary, complete: Bool) {
            let known = { (value: Int?) in value.flatMap { $0 > 0 ? $0 : nil } }
            kind = track.kind
            codec = track.codec
            width = known(track.format?.width)
            height = known(track.format?.height)
            sampleRate = known(track.format?.sampleRate)
            channels = known(track.format?.channels)
            hasBFrames = track.kind == MediaKind.video.rawValue ? track.isReordered : nil
            frames = complete ? track.frames : nil
            packets = complete && track.packetFormat != nil ? track.packets : nil
            bytes = complete ? track.bytes : nil
        }
    }

    struct DerivedTrack: Encodable {
        var codec: String
        /// The codec that it is made of.
        var from: String
        var frames: UInt64
        /// Frames that could not be decoded, or came too fast.
        var lost: Int
        /// CPU time that making it has taken, to the millisecond.
        var cpuSeconds: Double

        fileprivate init(_ track: DerivedTrackSummary) {
            codec = track.codec.apiName
            from = track.source.apiName
            frames = track.frames
            lost = track.lostFrames
            cpuSeconds = (track.cpuTime / .seconds(1) * 1000).rounded() / 1000
        }
    }
}

extension FrameTrackSummary {
    /// `audio`, `video`, or what SDP calls it.
    fileprivate var kind: String {
        format?.kind.rawValue ?? packetFormat.map { $0.codec?.kind.rawValue ?? $0.media.rawValue } ?? ""
    }

    fileprivate var codec: String {
        (format?.codec ?? packetFormat?.codec)?.apiName ?? packetFormat?.encodingName ?? ""
    }
}

extension CodecName {
    /// The name in the API and in labels: that of RTP, where people know it by that.
    var apiName: String {
        switch self {
        case .aac: "AAC"
        case .mp3: "MP3"
        default: rawValue
        }
    }
}
