import Codecs
import MediaPlane
import Net
import Packetization
import SFU
import Synchronization

/// Lets a stream's WebRTC viewers have packets, while there are any: those of its publisher, or such as are made of frames.
final class PacketFeed: FrameSink {
    private let feed: Feed
    private let state: Mutex<State>

    fileprivate struct State {
        var tracks: [SinkTrack]
        var lines: [Line]
        var payloads = PayloadList()
        var packets = RepackedPackets()
    }

    /// One track on its way to viewers.
    fileprivate enum Line {
        case frames(FrameLine)
        case packets(PacketLine)
    }

    /// - Parameters:
    ///   - feed: opened with the tracks of `tracks`.
    init(_ feed: Feed, _ tracks: [SinkTrack]) {
        self.feed = feed
        state = Mutex(State(tracks: tracks, lines: tracks.map { Line($0) }))
    }

    func describe(_ tracks: [SinkTrack]) {
        state.withLock { state in
            let isAnother =
                tracks.map(\.codec) != state.tracks.map(\.codec)
                || tracks.map(\.packets) != state.tracks.map(\.packets)
            if isAnother {
                feed.change(to: tracks.map(Self.offer))
                state.lines = tracks.map { Line($0) }
            } else {
                for (index, track) in tracks.enumerated() {
                    guard case .frames(let former) = state.lines[index] else { continue }
                    state.lines[index] = .frames(FrameLine(track, after: former))
                }
            }
            state.tracks = tracks
        }
    }

    func restart() {
        state.withLock { state in
            for index in state.lines.indices {
                switch state.lines[index] {
                case .frames(var line):
                    line.restart()
                    state.lines[index] = .frames(line)
                // Its packets say themselves where they begin anew.
                case .packets: break
                }
            }
        }
    }

    func accept(_ frame: Frame, track: Int, _ moment: FrameMoment) -> Bool {
        state.withLock { state in
            guard state.lines.indices.contains(track), case .frames(var line) = state.lines[track] else { return false }
            defer { state.lines[track] = .frames(line) }
            return line.accept(frame, track: track, moment, &state.payloads, feed)
        }
    }

    func accept(_ batch: PacketBatch, track: Int, age: Int64) -> Bool {
        state.withLock { state in
            guard state.lines.indices.contains(track), case .packets(var line) = state.lines[track] else {
                return false
            }
            // While it is changed nobody else holds it.
            state.lines[track] = .packets(.vacant)
            defer { state.lines[track] = .packets(line) }
            return line.accept(batch, track: track, age: age, &state.packets, feed)
        }
    }

    /// What the media plane is told of a track.
    static func offer(_ track: SinkTrack) -> OfferedTrack {
        OfferedTrack(codec: track.rtpCodec)
    }

    /// Frames that are older are no use to somebody who watches live.
    static let oldest = Duration.seconds(1).wholeNanoseconds
    /// The same for sound. Browsers show pictures that come late at once, but play all sound that they get in its time: with
    /// a second at once they would stay that far behind the picture, and catch up for ten seconds.
    static let oldestSound = Duration.milliseconds(100).wholeNanoseconds

    /// What packets can carry to viewers. Few browsers take H.265, and none has B-frames in its decoder's reckoning.
    static let wants = SinkWants(
        accepted: accepted, takesReordered: false, needsFormats: false, isLive: true,
        takesPackets: { format in
            format.codec.map(accepted.contains) == true && PacketRepacker(format: format) != nil
        })

    private static let accepted: Set<CodecName> = [.h264, .vp8, .vp9, .av1, .opus, .g722, .pcmu, .pcma]
}

extension PacketFeed.Line {
    fileprivate init(_ track: SinkTrack) {
        if let packets = track.packets {
            self = .packets(PacketLine(packets))
        } else {
            self = .frames(FrameLine(track))
        }
    }
}
