import Bytes
import Codecs
import Net
import RTP

/// What a virtual publisher sends of one track or layer: an RTP stream, and the stream that repeats its packets (RFC 4588).
struct SourcePlan {
    var kind: MediaKind = .video
    var codec: CodecName = .vp8
    var payloadType: UInt8 = 96
    var rtxPayloadType: UInt8? = 97
    /// The RTP stream id of a simulcast layer.
    var rid: String?
    var layer: UInt8 = 0
    var width = 640
    var height = 360
    /// Between two frames.
    var interval = Duration.nanoseconds(33_333_333)
    /// From a frame's capture, which its timestamp tells, to its departure.
    var latency = Duration.zero
    var packetsInFrame = 3
    var packetsInKeyframe = 8
    /// Whether it makes frames from the beginning.
    var beginsAtOnce = true
    /// Whether packets are as large as a browser's.
    var fillsPackets = false
    /// Whether of each four packets, a frame's best, the latter two are a byte larger, and all about as large as the next
    /// four: what comes of splitting frames evenly.
    var splitsFrames = false
    /// Nil draws them at random.
    var firstSequence: UInt16?
    var firstTimestamp: UInt32?

    static let video = SourcePlan()
    /// Few packets, for long runs.
    static let slowVideo = SourcePlan(interval: .milliseconds(200), packetsInFrame: 2, packetsInKeyframe: 4)
    static let h264 = SourcePlan(codec: .h264, payloadType: 102, rtxPayloadType: 103)
    static let audio = SourcePlan(
        kind: .audio, codec: .opus, payloadType: 111, rtxPayloadType: nil, interval: .milliseconds(20),
        packetsInFrame: 1,
        packetsInKeyframe: 1)

    var clockRate: Int { kind == .video ? 90_000 : 48_000 }

    /// As the publisher's and the viewers' descriptions name it.
    var description: Codec { Codec(codec, clockRate: clockRate, channels: kind == .audio ? 2 : 1) }
}

/// A packet as it was sent for the first time.
struct SentPacket {
    let packet: TestPacket
    let time: Instant
}

/// The sending side of one source.
final class VirtualSource {
    let plan: SourcePlan
    let ssrc: UInt32
    let rtxSSRC: UInt32
    /// Everything that was sent, by index.
    private(set) var sent: [SentPacket] = []
    /// How often each sequence number was asked for.
    private(set) var requests: [UInt16: Int] = [:]
    /// Whether the next frame is to be a keyframe.
    var wantsKeyframe = true
    /// Whether frames are made.
    var isSending: Bool
    var nextFrame: Instant

    let firstTimestamp: UInt32
    private let generation: UInt8
    private let mid: String
    private let transport: TransportCounter
    private let begin: Instant
    private var index: UInt64
    private var rtxIndex: UInt64
    /// The plain packets sent, by sequence number.
    private var history: [UInt16: (headerLength: Int, bytes: [UInt8])] = [:]
    private(set) var statistics = SenderStatistics()

    init(
        _ plan: SourcePlan, generation: UInt8, mid: String, transport: TransportCounter, now: Instant,
        random: inout some RandomNumberGenerator
    ) {
        self.plan = plan
        self.transport = transport
        self.generation = generation
        self.mid = mid
        begin = now
        isSending = plan.beginsAtOnce
        nextFrame = now
        ssrc = .random(in: 1...UInt32.max, using: &random)
        rtxSSRC = .random(in: 1...UInt32.max, using: &random)
        // RFC 3711 §3.3.1 lets a sender begin anywhere, but a receiver that missed the beginning takes the lower half.
        index = UInt64(plan.firstSequence ?? .random(in: 0..<0x8000, using: &random))
        rtxIndex = UInt64.random(in: 0..<0x8000, using: &random)
        firstTimestamp = plan.firstTimestamp ?? .random(in: 0...UInt32.max, using: &random)
    }

    /// The timestamp of a moment.
    func timestamp(at now: Instant) -> UInt32 {
        let elapsed = now.nanoseconds(since: begin)
        return firstTimestamp &+ UInt32(truncatingIfNeeded: elapsed * Int64(plan.clockRate) / 1_000_000_000)
    }

    /// Makes the frame of this moment and hands out its packets, plain.
    func makeFrame(now: Instant, transmit: (_ packet: [UInt8], _ headerLength: Int, _ index: UInt64) -> Void) {
        nextFrame = nextFrame.advanced(by: plan.interval)
        guard isSending else { return }
        let isKeyframe = plan.kind == .video && wantsKeyframe
        wantsKeyframe = false
        let count = isKeyframe ? plan.packetsInKeyframe : plan.packetsInFrame
        for position in 0..<count {
            let packet = TestPacket(
                generation: generation, layer: plan.layer, kind: plan.kind, index: UInt32(sent.count),
                timestamp: timestamp(at: now.advanced(by: .zero - plan.latency)),
                start: position > 0 ? .none : isKeyframe ? .keyframe : .frame, isFull: plan.fillsPackets,
                isSplit: plan.splitsFrames)
            let payload = packet.payload(as: plan.codec, width: plan.width, height: plan.height)
            let sequence = UInt16(truncatingIfNeeded: index)
            var writer = ByteWriter(capacity: 512)
            let headerLength = writeHeader(
                payloadType: plan.payloadType, marker: position == count - 1, sequence: sequence,
                timestamp: packet.timestamp, ssrc: ssrc, ridKind: .rid, to: &writer)
            writer.write(payload)
            history[sequence] = (headerLength, writer.bytes)
            sent.append(SentPacket(packet: packet, time: now))
            statistics.sent(payloadLength: payload.count)
            transmit(writer.bytes, headerLength, index)
            index += 1
        }
    }

    /// Repeats a packet that was asked for.
    func resend(_ sequence: UInt16, transmit: (_ packet: [UInt8], _ headerLength: Int, _ index: UInt64) -> Void) {
        requests[sequence, default: 0] += 1
        guard let payloadType = plan.rtxPayloadType, let (headerLength, bytes) = history[sequence],
            let original = try? RTPHeader.parse(bytes.span)
        else { return }
        var writer = ByteWriter(capacity: 512)
        let length = writeHeader(
            payloadType: payloadType, marker: original.marker, sequence: UInt16(truncatingIfNeeded: rtxIndex),
            timestamp: original.timestamp, ssrc: rtxSSRC, ridKind: .repairedRid, to: &writer)
        RetransmissionFormat.write(
            originalSequence: sequence, payload: bytes.span.extracting(headerLength..<bytes.count), to: &writer)
        transmit(writer.bytes, length, rtxIndex)
        rtxIndex += 1
    }

    private func writeHeader(
        payloadType: UInt8, marker: Bool, sequence: UInt16, timestamp: UInt32, ssrc: UInt32,
        ridKind: HeaderExtensionKind, to writer: inout ByteWriter
    ) -> Int {
        RTPHeader.write(
            payloadType: payloadType, marker: marker, sequence: sequence, timestamp: timestamp, ssrc: ssrc,
            hasExtension: true, to: &writer)
        let elements = HeaderExtensionWriter(.oneByte, to: &writer)
        _ = elements.append(id: ExtensionID.mid, data: Array(mid.utf8).span, to: &writer)
        if let rid = plan.rid {
            let id = ridKind == .rid ? ExtensionID.rid : ExtensionID.repairedRID
            _ = elements.append(id: id, data: Array(rid.utf8).span, to: &writer)
        }
        let number = transport.next()
        let bytes = [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)]
        _ = elements.append(id: ExtensionID.transportSequence, data: bytes.span, to: &writer)
        if plan.kind == .audio {
            _ = elements.append(id: ExtensionID.publishedLevel, data: [audioLevel(timestamp)].span, to: &writer)
        }
        elements.finish(&writer)
        return writer.count
    }
}

/// The transport-wide sequence number that all sources of a publisher share.
final class TransportCounter {
    private var number: UInt16 = 0

    func next() -> UInt16 {
        defer { number &+= 1 }
        return number
    }
}

/// A level that belongs to a packet's timestamp, so that a viewer can check it (RFC 6464).
func audioLevel(_ timestamp: UInt32) -> UInt8 {
    UInt8(timestamp % 127)
}

/// The header extension ids of the virtual peers. Publisher and viewer number the audio level differently.
enum ExtensionID {
    static let mid: UInt8 = 1
    static let rid: UInt8 = 2
    static let repairedRID: UInt8 = 3
    static let transportSequence: UInt8 = 4
    static let publishedLevel: UInt8 = 5
    static let playedLevel: UInt8 = 9
}
