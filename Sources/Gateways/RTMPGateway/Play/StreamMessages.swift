import Codecs
import Containers
import RTMP

/// A stream's tracks and frames as the messages that a player, or a server that is pushed to, takes.
struct StreamMessages {
    /// The tracks that go out, by their index in the stream.
    private var tracks: [Int: (name: FLVTrack, format: TrackFormat)] = [:]
    /// Added to every time, in milliseconds: no timestamp may be below 0.
    private var shift: Int64?
    private let peer: Peer
    /// The index of the track whose keyframes begin a group of pictures; nil without video.
    private(set) var leadingVideo: Int?
    /// Codecs of the tracks that go out, in their order.
    private(set) var codecs: [CodecName] = []
    private let style = FLVStyle.classic

    /// Who gets the messages.
    struct Peer {
        /// Whether it takes more than one track of a kind.
        var takesMultitrack: Bool
        /// Whether it is a server that we publish to: it is told the metadata by `@setDataFrame`, and its timestamps begin at 0.
        var isServer: Bool
    }

    init(for peer: Peer) {
        self.peer = peer
    }

    mutating func setTracks(_ formats: [TrackFormat]) {
        tracks = [:]
        codecs = []
        leadingVideo = nil
        var next: [MediaKind: UInt8] = [:]
        for (index, format) in formats.prefix(FLVReader.maximumTracks).enumerated() {
            let id = next[format.kind] ?? 0
            guard id == 0 || peer.takesMultitrack else { continue }
            next[format.kind] = id + 1
            tracks[index] = (FLVTrack(format.kind, id: id), format)
            codecs.append(format.codec)
            if format.kind == .video, leadingVideo == nil { leadingVideo = index }
        }
    }

    /// Metadata and decoder configurations, with whatever comes first of them first.
    /// - Parameter timestamp: milliseconds.
    func headers(at timestamp: Int64, _ write: (RTMPMessageType, Int64, [UInt8]) -> Void) {
        let tracks = tracks.sorted { $0.key < $1.key }.map(\.value)
        let metadata = FLVMetadata.properties(of: tracks.map { ($0.name, $0.format) }, style: style)
        let wrapper: [AMF0Value] = peer.isServer ? [.string("@setDataFrame")] : []
        write(
            .dataAMF0, timestamp, AMF0Writer.bytes(of: wrapper + [.string("onMetaData"), .ecmaArray(metadata)]))
        for track in tracks {
            guard
                let body = FLVWriter.configuration(of: track.format, track: track.name.id, style: style)
            else { continue }
            write(Self.type(of: track.name.kind), timestamp, body)
        }
    }

    /// The body of a frame's message, into `body`.
    /// - Returns: nil when the frame's track does not go out.
    mutating func frame(
        _ frame: Frame, track: Int, body: inout [UInt8]
    ) -> (type: RTMPMessageType, timestamp: Int64)? {
        guard let (name, format) = tracks[track] else { return nil }
        body.removeAll(keepingCapacity: true)
        guard FLVWriter.frame(frame, of: format, track: name.id, style: style, into: &body) else { return nil }
        return (Self.type(of: name.kind), timestamp(of: frame.decodeTime))
    }

    private mutating func timestamp(of time: MediaTime) -> Int64 {
        let timestamp = style.timestamp(of: time)
        // The first frame decides: a shift that changed later would be a jump.
        let shift = self.shift ?? (peer.isServer ? 0 &- timestamp : max(0, 0 &- timestamp))
        self.shift = shift
        return max(0, timestamp &+ shift)
    }

    private static func type(of kind: MediaKind) -> RTMPMessageType {
        switch kind {
        case .audio: .audio
        case .video: .video
        }
    }
}
