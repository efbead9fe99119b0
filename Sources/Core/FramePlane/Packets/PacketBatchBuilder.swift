import Codecs
import Net

/// Gathers packets of one track into batches. A keyframe begins a batch, so that who keeps batches can begin with one.
struct PacketBatchBuilder {
    private var codec: CodecName?
    private var keyframes = KeyframeStartFilter()
    private var packets: [MediaPacket] = []
    private var bytes: [UInt8] = []
    private var arrival = Instant(nanoseconds: 0)
    private var beginsAnew = true
    /// Moves numbers over gaps of which nobody knows how long they were.
    private var shift: Int64 = 0
    private var full: [PacketBatch] = []

    /// What follows has nothing to do with what came before.
    mutating func beginAnew(codec: CodecName?) {
        close()
        self.codec = codec
        keyframes = KeyframeStartFilter()
        beginsAnew = true
    }

    /// Packets are missing, maybe of numbers that come again.
    mutating func noteGap() {
        shift &+= 1
    }

    /// - Parameter payload: left out when it has more bytes than any datagram.
    /// - Returns: whether a keyframe of video begins with it.
    mutating func append(
        _ payload: Span<UInt8>, sequence: Int64, timestamp: UInt32, marker: Bool, captureTime: Int64, now: Instant
    ) -> Bool {
        guard payload.count <= Self.largestPayload else { return false }
        let startsKeyframe = startsKeyframe(payload, timestamp: timestamp)
        let isVideoKeyframe = startsKeyframe && codec?.kind == .video
        if isVideoKeyframe || bytes.count > Self.largestBatch { close() }
        if packets.isEmpty { arrival = now }
        packets.append(
            MediaPacket(
                sequence: sequence &+ shift, timestamp: timestamp, captureTime: captureTime,
                payloadStart: Int32(truncatingIfNeeded: bytes.count),
                payloadLength: Int32(truncatingIfNeeded: payload.count), marker: marker,
                startsKeyframe: startsKeyframe))
        bytes.append(copying: payload)
        return isVideoKeyframe
    }

    /// What was gathered since the last call.
    mutating func take() -> [PacketBatch] {
        close()
        defer { full.removeAll(keepingCapacity: true) }
        return full
    }

    private mutating func close() {
        guard !packets.isEmpty else { return }
        full.append(PacketBatch(packets: packets, bytes: bytes, arrival: arrival, beginsAnew: beginsAnew))
        packets = []
        bytes = []
        beginsAnew = false
    }

    private mutating func startsKeyframe(_ payload: Span<UInt8>, timestamp: UInt32) -> Bool {
        switch codec {
        case .vp8, .vp9, .h264, .h265, .av1:
            codec.map {
                keyframes.startsKeyframe(VideoPacketFacts.inspect(codec: $0, payload: payload), timestamp: timestamp)
            } ?? false
        // Every picture is complete; its first packet has fragment offset 0 (RFC 2435 §3.1.2).
        case .jpeg: payload.count >= 4 && payload[1] == 0 && payload[2] == 0 && payload[3] == 0
        default: true
        }
    }

    /// Bytes: no datagram, and no interleaved frame, is larger.
    private static let largestPayload = 65_535
    /// Bytes from which on a batch is closed (our choice), far below what its packets' places can name.
    private static let largestBatch = 1 << 20
}

extension [UInt8] {
    /// Appends the bytes of a span.
    fileprivate mutating func append(copying span: Span<UInt8>) {
        append(addingCapacity: span.count) { output in
            for index in span.indices { output.append(span[index]) }
        }
    }
}
