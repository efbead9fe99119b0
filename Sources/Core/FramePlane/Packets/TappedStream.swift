import Codecs
import MediaPlane
import Net
import SFU

/// A stream that a peer publishes, as the tap has it: of each track's sources the one that viewers get.
///
/// Belongs to the ``PacketBridge``.
final class TappedStream {
    let identity: StreamIdentity
    let stream: FrameStream
    let packets: PacketSource
    let onEnd: @Sendable () -> Void
    private var lines: [Line]

    private struct Line {
        /// The source that viewers should get.
        var selected: SourceID
        /// The source of the latest packet that was taken.
        var current = SourceID.none
    }

    /// - Parameter onEnd: for whoever sees that the stream of packets is over.
    init(_ live: LiveStream, to stream: FrameStream, onEnd: @escaping @Sendable () -> Void) {
        identity = live.identity
        self.onEnd = onEnd
        self.stream = stream
        lines = live.tracks.map { Line(selected: $0.selected) }
        packets = PacketSource(
            live.tracks.map { $0.codec.map { PacketFormat($0, payloadType: Self.anyPayloadType) } },
            to: StreamEntrance(stream: stream, source: .packets(live.identity)))
    }

    /// Whether somebody reads it: another publisher may feed the stream by now.
    var isNeeded: Bool { stream.source == .packets(identity) && stream.hasReaders }

    /// - Parameter index: of the track, among those of the stream on the media plane.
    func mirror(_ description: TrackDescription, at index: Int) {
        if lines.indices.contains(index) {
            lines[index].selected = description.selected
        } else if index == lines.count {
            lines.append(Line(selected: description.selected))
        }
        packets.update(description.codec.map { PacketFormat($0, payloadType: Self.anyPayloadType) }, track: index)
    }

    func receive(_ record: PacketRecord, _ bytes: UnsafeRawBufferPointer, track: Int, now: Instant) {
        guard lines.indices.contains(track), record.source == lines[track].selected else { return }
        if record.source != lines[track].current {
            lines[track].current = record.source
            packets.beginAnew(track: track)
        }
        let start = min(Int(record.payloadOffset), bytes.count)
        let end = min(start + Int(record.payloadLength), bytes.count)
        packets.receive(
            UnsafeRawBufferPointer(rebasing: bytes[start..<end]).bindMemory(to: UInt8.self).span,
            sequence: record.sequence, timestamp: record.timestamp, marker: record.marker,
            captureTime: record.captureTime, track: track, now: now)
    }

    /// Nobody reads any more, or the stream is over.
    func end() {
        stream.end(.packets(identity))
    }

    /// Whoever is sent the packets is told another one (RFC 3551 §6: dynamic).
    private static let anyPayloadType: UInt8 = 96
}
