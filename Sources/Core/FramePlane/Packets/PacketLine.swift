import Codecs
import MediaPlane
import Net
import Packetization

/// A track of packets on its way to viewers: cut to what passes WebRTC, and otherwise as its publisher sent it.
struct PacketLine {
    private var repacker: PacketRepacker?
    private let format: PacketFormat?
    private let isVideo: Bool
    /// Whether packets are left out up to the next keyframe.
    private var isWaiting: Bool
    private var next: Int64?
    /// Where the publisher began to count.
    private var beginning: (arrival: Instant, sequence: Int64)?
    /// What the worker was told last of the publisher's clock.
    private var told: (timestamp: UInt32, captureTime: Int64)?
    private var hasLoss = false
    /// Whether viewers got packets of a source that is over.
    private var beginsAnew = false

    init(_ format: PacketFormat) {
        self.format = format
        repacker = PacketRepacker(format: format)
        isVideo = format.codec?.kind == .video
        isWaiting = isVideo
    }

    private init() {
        format = nil
        isVideo = false
        isWaiting = false
    }

    /// Nothing, in the place of one that is in use.
    static let vacant = PacketLine()

    /// - Returns: whether a keyframe would help.
    mutating func accept(
        _ batch: PacketBatch, track: Int, age: Int64, _ packets: inout RepackedPackets, _ feed: Feed
    ) -> Bool {
        if batch.beginsAnew { begin(with: batch) }
        // What viewers got is not sent again, when packets come that were kept.
        let first = isWaiting ? 0 : batch.packets.firstIndex { !isRepeated($0, age: age) }
        guard let first else { return false }
        if age > (isVideo ? PacketFeed.oldest : PacketFeed.oldestSound) {
            isWaiting = isVideo
            return false
        }
        guard !isWaiting || batch.packets.first?.startsKeyframe == true else { return true }
        isWaiting = false
        packets.removeAll()
        let bytes = batch.bytes
        for packet in batch.packets[first...] {
            repacker?.repack(
                bytes.span.extracting(packet.payload), timestamp: packet.timestamp, marker: packet.marker,
                isBehindLoss: next.map { $0 != packet.sequence } ?? false, into: &packets)
            next = packet.sequence &+ 1
        }
        send(packets, of: batch, track: track, age: age, feed)
        return isWaiting
    }

    private func isRepeated(_ packet: MediaPacket, age: Int64) -> Bool {
        next.map { age > 0 && packet.sequence < $0 } ?? false
    }

    /// The publisher counts anew: for viewers it is another source. Packets that were kept may be those of the present one.
    private mutating func begin(with batch: PacketBatch) {
        guard let sequence = batch.packets.first?.sequence, let format,
            beginning.map({ $0 != (batch.arrival, sequence) }) ?? true
        else { return }
        if next != nil {
            self = PacketLine(format)
            beginsAnew = true
        }
        beginning = (batch.arrival, sequence)
    }

    /// Hands packets on, those of one frame together.
    private mutating func send(
        _ packets: RepackedPackets, of batch: PacketBatch, track: Int, age: Int64, _ feed: Feed
    ) {
        var index = 0
        while index < packets.count {
            let start = index
            let header = packets.headers[start]
            index += 1
            while index < packets.count, packets.joins(index) { index += 1 }
            let last = packets.headers[index - 1]
            let place = packets.payloads[start].lowerBound..<packets.payloads[index - 1].upperBound
            let isTaken = feed.send(
                FeedFrame(
                    track: track, timestamp: header.timestamp, isKeyframe: isVideo && header.startsKeyframe,
                    endsFrame: last.marker, isBehindLoss: header.isBehindLoss || hasLoss,
                    beginsAnew: beginsAnew, width: header.width, height: header.height,
                    captureTime: news(of: header.timestamp, in: batch), age: age,
                    bytes: Array(packets.payloads.bytes[place]),
                    ends: (start..<index).map { packets.payloads[$0].upperBound - place.lowerBound }))
            hasLoss = !isTaken
            guard isTaken else {
                isWaiting = isVideo
                return
            }
            beginsAnew = false
        }
    }

    /// What the worker has to be told of the publisher's clock; nil when it knows.
    private mutating func news(of timestamp: UInt32, in batch: PacketBatch) -> Int64? {
        guard let packet = batch.packets.first, let rate = format?.clockRate else { return nil }
        // The packets of a batch are on one clock, but a repacked one may have a timestamp of its own.
        let captureTime = packet.captureTime &+ Self.nanoseconds(timestamp &- packet.timestamp, rate: rate)
        if let told {
            let expected = told.captureTime &+ Self.nanoseconds(timestamp &- told.timestamp, rate: rate)
            // Its own arithmetic goes on from what it was told, by half the timestamps' range at most.
            let isNear = (timestamp &- told.timestamp) < UInt32.max / 4
            if isNear, (captureTime &- expected).magnitude < Self.precision { return nil }
        }
        told = (timestamp, captureTime)
        return captureTime
    }

    private static func nanoseconds(_ ticks: UInt32, rate: Int) -> Int64 {
        MediaTime(ticks: Int64(Int32(bitPattern: ticks)), rate: rate).nanoseconds
    }

    /// Nanoseconds.
    private static let precision: UInt64 = 1_000_000
}

extension RepackedPackets {
    /// Whether a packet belongs to the frame of the one before it, without anything missing in between.
    fileprivate func joins(_ index: Int) -> Bool {
        let (former, header) = (headers[index - 1], headers[index])
        return header.timestamp == former.timestamp && !former.marker && !header.startsKeyframe && !header.isBehindLoss
    }
}
