import Bytes
package import Codecs
package import FramePlane
package import Net
import RTP

/// The sending side of one track for players that are sent the same packets: their headers, and reports on them.
///
/// Sequence numbers and timestamps are the publisher's, moved so that they go on when another publisher comes: the
/// timestamps by as much as the captures lie apart. What the publisher lost stays missing, so that players know of it.
///
/// Calling contract: ``stamp(_:)`` for each packet, or ``stamp(payloadLength:marker:time:captureTime:)`` for each
/// payload of a frame, but not both of one source; ``beginSource()`` between two sources;
/// ``takeReport(now:wallClock:)`` when ``deadline`` has come.
package struct RTPSender: Sendable {
    /// When a report is due: at once behind the first packet.
    package private(set) var deadline = Instant.distantFuture

    package let ssrc: UInt32
    package let payloadType: UInt8
    private let rate: Int
    private let cname: String
    private var sent = SenderStatistics()
    /// What the next packet has, unless its source's numbers tell otherwise.
    package private(set) var nextSequence: UInt16
    /// The latest packet: where it was at its source, and where it was put.
    private var latest: (packet: RTPStamp, captureTime: Int64)?
    private var source: Source?
    /// What timestamps begin with.
    private let firstTimestamp: UInt32

    /// How the numbers of the present source are moved.
    private struct Source: Sendable {
        /// The source's latest sequence number, and the one it was given.
        var sequence: Int64
        var given: UInt16
        /// From its timestamps to those that are sent.
        var offset: UInt32
    }

    /// - Parameters:
    ///   - format: with the payload type that players were told.
    ///   - random: for the source's number, its first sequence number and its first timestamp (RFC 3550 §5.1).
    ///   - cname: the same for all tracks of a stream; at most 255 bytes.
    package init(format: PacketFormat, cname: String, random: inout some RandomNumberGenerator) {
        payloadType = format.payloadType
        rate = max(format.clockRate, 1)
        self.cname = cname
        ssrc = UInt32.random(in: 1...UInt32.max, using: &random)
        // In the lower half, so that it does not wrap soon: some players know of no wrap before the first packet.
        nextSequence = UInt16.random(in: 0..<32_768, using: &random)
        firstTimestamp = UInt32.random(in: 0...UInt32.max, using: &random)
    }

    // MARK: Packets

    /// Fixes what the first timestamp stands for, before the first packet; afterwards nothing.
    /// - Parameter time: its presentation time, which no frame needs to have.
    package mutating func begin(at time: MediaTime) {
        guard source == nil, latest == nil else { return }
        let ticks = UInt32(truncatingIfNeeded: time.ticks(rate: rate))
        source = Source(sequence: 0, given: nextSequence &- 1, offset: firstTimestamp &- ticks)
    }

    /// What comes next is of another source, or of another place of a file.
    package mutating func beginSource() {
        source = nil
    }

    /// The header of a packet. Packets that a player is sent because they were kept may come again: they get what they
    /// got, as long as no gap of more than ``greatestGap`` lies between.
    package mutating func stamp(_ packet: MediaPacket) -> RTPStamp {
        let stamp = position(of: packet)
        var source = source ?? Source(sequence: 0, given: 0, offset: stamp.timestamp &- packet.timestamp)
        if self.source == nil || packet.sequence > source.sequence || isRestart(packet.sequence, of: source) {
            source.sequence = packet.sequence
            source.given = stamp.sequence
            nextSequence = stamp.sequence &+ 1
            self.source = source
            note(stamp, captureTime: packet.captureTime)
        }
        sent.sent(payloadLength: Int(packet.payloadLength))
        return stamp
    }

    /// What ``stamp(_:)`` would give a packet: for the RTP-Info of a player that begins with it.
    package func position(of packet: MediaPacket) -> RTPStamp {
        RTPStamp(
            ssrc: ssrc, payloadType: payloadType, marker: packet.marker, sequence: sequence(of: packet.sequence),
            timestamp: timestamp(packet.timestamp, captureTime: packet.captureTime))
    }

    /// The header of a payload of a frame.
    /// - Parameters:
    ///   - time: the frame's presentation time.
    ///   - captureTime: when it was captured or, from a file, is played; nanoseconds of our wall clock since 1970.
    package mutating func stamp(payloadLength: Int, marker: Bool, time: MediaTime, captureTime: Int64) -> RTPStamp {
        let stamp = position(of: time, marker: marker, captureTime: captureTime)
        let ticks = UInt32(truncatingIfNeeded: time.ticks(rate: rate))
        source = Source(sequence: 0, given: stamp.sequence, offset: stamp.timestamp &- ticks)
        nextSequence = stamp.sequence &+ 1
        note(stamp, captureTime: captureTime)
        sent.sent(payloadLength: payloadLength)
        return stamp
    }

    /// What the next payload gets, if it is of the frame of `time`: for RTP-Info.
    package func position(of time: MediaTime, marker: Bool, captureTime: Int64) -> RTPStamp {
        RTPStamp(
            ssrc: ssrc, payloadType: payloadType, marker: marker, sequence: nextSequence,
            timestamp: timestamp(
                UInt32(truncatingIfNeeded: time.ticks(rate: rate)), captureTime: captureTime))
    }

    private func sequence(of sequence: Int64) -> UInt16 {
        guard let source else { return nextSequence }
        // A gap that is no loss: one missing number tells of it.
        guard !isRestart(sequence, of: source) else { return source.given &+ 2 }
        return source.given &+ UInt16(truncatingIfNeeded: sequence &- source.sequence)
    }

    private func isRestart(_ sequence: Int64, of source: Source) -> Bool {
        !(-Self.greatestGap...Self.greatestGap).contains(sequence &- source.sequence)
    }

    private func timestamp(_ timestamp: UInt32, captureTime: Int64) -> UInt32 {
        if let source { return timestamp &+ source.offset }
        guard let latest else { return firstTimestamp }
        // At least a tick later, so that it is a frame of its own.
        let elapsed = min(max(captureTime &- latest.captureTime, 0), Self.longestBreak)
        return latest.packet.timestamp &+ UInt32(truncatingIfNeeded: max(ticks(elapsed), 1))
    }

    private mutating func note(_ stamp: RTPStamp, captureTime: Int64) {
        if latest == nil { deadline = .distantPast }
        latest = (stamp, captureTime)
    }

    // MARK: Reports

    /// The report that is due; nil when none is.
    /// - Parameter wallClock: now, in nanoseconds since 1970.
    package mutating func takeReport(now: Instant, wallClock: Int64) -> [UInt8]? {
        guard now >= deadline else { return nil }
        deadline = now.advanced(by: Self.reportInterval)
        return report(wallClock: wallClock)
    }

    /// A report of its own for a player that came (RFC 3550 §6.4.1), with our name: how timestamps relate to the wall
    /// clock. Nil before the first packet.
    package func report(wallClock: Int64) -> [UInt8]? {
        guard latest != nil else { return nil }
        var writer = ByteWriter(capacity: 64)
        writeReport(wallClock: wallClock, to: &writer)
        return writer.bytes
    }

    /// The last report, with a BYE (§6.6).
    package func goodbye(wallClock: Int64) -> [UInt8] {
        var writer = ByteWriter(capacity: 72)
        writeReport(wallClock: wallClock, to: &writer)
        Goodbye.write(sources: [ssrc], to: &writer)
        return writer.bytes
    }

    private func writeReport(wallClock: Int64, to writer: inout ByteWriter) {
        if let timestamp = timestamp(at: wallClock) {
            sent.report(ssrc: ssrc, ntp: NTPTime(unixNanoseconds: wallClock), rtpTimestamp: timestamp).write(
                to: &writer)
        } else {
            ReceiverReport(ssrc: ssrc).write(to: &writer)
        }
        SourceDescription.write(ssrc: ssrc, cname: cname, to: &writer)
    }

    /// What a packet captured at a time of our wall clock would have, by the latest one; nil before that.
    package func timestamp(at wallClock: Int64) -> UInt32? {
        latest.map { latest in
            latest.packet.timestamp &+ UInt32(truncatingIfNeeded: ticks(wallClock &- latest.captureTime))
        }
    }

    private func ticks(_ nanoseconds: Int64) -> Int64 {
        MediaTime(nanoseconds: nanoseconds).ticks(rate: rate)
    }

    // MARK: Our choices

    /// Sequence numbers that a source may lose or go back, and be followed: half of what players can tell apart.
    package static let greatestGap: Int64 = 16_384
    /// RFC 3550 §6.2 recommends five seconds.
    package static let reportInterval = Duration.seconds(5)
    /// Nanoseconds between two sources: a day. Beyond it players have left.
    private static let longestBreak: Int64 = 86_400_000_000_000
}
