import Bytes
package import Codecs
import FramePlane
import Net
import Packetization

/// A track that a player has set up, and how its frames become packets.
package struct PlaybackTrack: Sendable {
    /// Which one of the file it is: an index into ``MediaFile/tracks``.
    package let index: Int
    /// What the file had when the player was told of it.
    package let format: TrackFormat
    private(set) var sender: RTPSender
    private var packetizer: Packetizer
    private var payloads = PayloadList()
    private var report = Report.regular

    /// When the player is told how timestamps relate to the wall clock.
    private enum Report: Sendable {
        /// Now and then.
        case regular
        /// Behind the next packet: until then nothing is known, since playing went on or went elsewhere.
        case behindNext
        case now
    }

    /// Nil for codecs that are not sent by RTP.
    /// - Parameter sender: of the format that the player was told.
    package init?(index: Int, format: TrackFormat, sender: RTPSender) {
        guard let packetizer = Packetizer(format: format, maximumPayload: Self.maximumPayload) else { return nil }
        self.index = index
        self.format = format
        self.sender = sender
        self.packetizer = packetizer
    }

    /// What RTP-Info says of it.
    /// - Parameter time: on the timeline of what is sent, where playing begins.
    mutating func begin(at time: MediaTime, captureTime: Int64) -> PlaybackStart.Track {
        sender.begin(at: time)
        report = .behindNext
        let stamp = sender.position(of: time, marker: false, captureTime: captureTime)
        return PlaybackStart.Track(sequence: stamp.sequence, timestamp: stamp.timestamp)
    }

    /// The file goes on in another format of the same codec: parameter sets are sent within the stream.
    mutating func change(to format: TrackFormat) {
        guard format.codec == self.format.codec,
            let packetizer = Packetizer(format: format, maximumPayload: Self.maximumPayload)
        else { return }
        self.packetizer = packetizer
    }

    /// The packets of a frame; none when nothing of it can be sent.
    /// - Parameters:
    ///   - track: what the packets say.
    ///   - time: on the timeline of what is sent.
    ///   - captureTime: when it is shown, in nanoseconds of our wall clock since 1970.
    mutating func packets(
        of frame: Frame, track: Int, time: MediaTime, captureTime: Int64
    ) -> PlaybackPackets {
        packetizer.packetize(frame, into: &payloads)
        var packets = PlaybackPackets(track: track, isControl: false)
        var writer = ByteWriter(capacity: payloads.bytes.count + payloads.count * RTPStamp.length)
        for index in 0..<payloads.count {
            let payload = payloads[index]
            let offset = MediaTime(ticks: Int64(payloads.timestampOffsets[index]), rate: rate).nanoseconds
            // Of a frame of video the last packet is marked (RFC 3551 §4.1); of AAC each that ends one (RFC 3640 §3.1).
            let stamp = sender.stamp(
                payloadLength: payload.count, marker: index == payloads.count - 1 && format.codec.marksEndsOfFrames,
                time: time + offset, captureTime: captureTime &+ offset)
            let start = writer.count
            stamp.write(to: &writer)
            writer.write(payloads.bytes[payload])
            packets.packets.append(start..<writer.count)
        }
        packets.bytes = writer.bytes
        if report == .behindNext, !packets.packets.isEmpty { report = .now }
        return packets
    }

    /// The report that is due; nil when none is.
    /// - Parameter wallClock: now, in nanoseconds since 1970.
    mutating func takeReport(now: Instant, wallClock: Int64, track: Int) -> PlaybackPackets? {
        switch report {
        case .behindNext: return nil
        case .now:
            report = .regular
            // The first one is due anyway.
            let regular = sender.takeReport(now: now, wallClock: wallClock)
            return (regular ?? sender.report(wallClock: wallClock)).map { Self.control($0, track: track) }
        case .regular: return sender.takeReport(now: now, wallClock: wallClock).map { Self.control($0, track: track) }
        }
    }

    func goodbye(wallClock: Int64, track: Int) -> PlaybackPackets {
        Self.control(sender.goodbye(wallClock: wallClock), track: track)
    }

    /// RTP timestamp units in a second.
    private var rate: Int { Packetizer.clockRate(of: format.codec, sampleRate: format.sampleRate) }

    private static func control(_ bytes: [UInt8], track: Int) -> PlaybackPackets {
        var packets = PlaybackPackets(track: track, isControl: true)
        packets.packets = [0..<bytes.count]
        packets.bytes = bytes
        return packets
    }

    /// Bytes of a payload (our choice): with headers, less than the 1,500 of a network's packets.
    package static let maximumPayload = 1_400
}
