import Net

/// How a publisher's video is made.
package struct VideoPlan: Sendable, Equatable {
    package var format: VideoFormat = .h264
    /// Bits in a second, headers of RTP and below not counted.
    package var bitrate = 2_500_000
    /// Frames in a second.
    package var frameRate = 30
    /// Between keyframes that nobody asked for.
    package var keyframeInterval: Duration = .seconds(2)
    /// Whether a frame's packets leave over time, as browsers send them, or all at once.
    package var isPaced = true

    package init() {}
}

/// Makes frames on time and lets their packets go: a keyframe is as large as three others, and comes at the interval or
/// with the next frame after somebody asked.
///
/// Paced packets leave in groups each 5 ms, at two and a half times the bitrate; libwebrtc does the same.
struct VideoSource {
    private(set) var source: MediaSource
    private(set) var frameCount: UInt32 = 0
    private(set) var keyframeCount = 0
    /// When to call ``send(now:wallClock:transport:_:)`` next.
    private(set) var deadline: Instant

    private let plan: VideoPlan
    private var wantsKeyframe = true
    private var nextFrame: Instant
    private var framesSinceKeyframe = 0
    private var waiting: [Frame] = []
    /// Bytes that may leave now; less than none when the last group was larger than its due.
    private var credit = 0.0

    /// A frame whose packets have not all left.
    private struct Frame {
        var number: UInt32
        var isKeyframe: Bool
        var timestamp: UInt32
        var length: Int
        var count: Int
        /// Packets that have left.
        var sent = 0
    }

    init(
        _ plan: VideoPlan, format: MediaSource.Format, now: Instant, random: inout some RandomNumberGenerator
    ) {
        self.plan = plan
        source = MediaSource(format, now: now, random: &random)
        // Publishers that join together do not stay in step.
        nextFrame = now.advanced(by: Self.interval(plan) * Double.random(in: 0..<1, using: &random))
        deadline = nextFrame
    }

    /// Makes no more frames; what is waiting still leaves.
    mutating func stop() {
        nextFrame = .distantFuture
        deadline = waiting.isEmpty ? nextFrame : deadline
    }

    /// The next frame will be a keyframe.
    mutating func requestKeyframe() {
        wantsKeyframe = true
    }

    mutating func retransmission(of sequence: UInt16, transport: inout UInt16) -> OutgoingPacket? {
        source.retransmission(of: sequence, transport: &transport)
    }

    /// Hands out the packets that are due.
    /// - Parameter transport: the next transport-wide sequence number.
    mutating func send(
        now: Instant, wallClock: Int64, transport: inout UInt16, _ transmit: (OutgoingPacket) -> Void
    ) {
        while nextFrame <= now { makeFrame(now: now) }
        credit = min(credit, 0) + Self.paceFactor * Double(plan.bitrate) / 8 * Self.pace.inSeconds
        while !plan.isPaced || credit > 0, var frame = waiting.first {
            let packet = packet(of: frame, wallClock: wallClock, transport: &transport)
            credit -= Double(packet.bytes.count)
            transmit(packet)
            frame.sent += 1
            if frame.sent == frame.count { waiting.removeFirst() } else { waiting[0] = frame }
        }
        deadline = waiting.isEmpty ? nextFrame : min(nextFrame, now.advanced(by: Self.pace))
    }

    private mutating func makeFrame(now: Instant) {
        let isKeyframe = wantsKeyframe || framesSinceKeyframe >= keyframeDistance
        framesSinceKeyframe = isKeyframe ? 1 : framesSinceKeyframe + 1
        let length = isKeyframe ? Self.keyframeFactor * frameLength : frameLength
        waiting.append(
            Frame(
                number: frameCount, isKeyframe: isKeyframe, timestamp: source.timestamp(at: nextFrame),
                length: length, count: plan.format.packetCount(length: length, isKeyframe: isKeyframe)))
        wantsKeyframe = false
        frameCount &+= 1
        if isKeyframe { keyframeCount += 1 }
        nextFrame = nextFrame.advanced(by: Self.interval(plan))
        // Frames that were missed in a standstill are not made up for.
        if nextFrame < now.advanced(by: .zero - Self.patience) { nextFrame = now }
    }

    private mutating func packet(of frame: Frame, wallClock: Int64, transport: inout UInt16) -> OutgoingPacket {
        let prefix = plan.format.prefix(
            position: frame.sent, count: frame.count, isKeyframe: frame.isKeyframe, picture: frame.number)
        let isParameters = plan.format == .h264 && frame.isKeyframe && frame.sent == 0
        let fragments = plan.format == .h264 && frame.isKeyframe ? frame.count - 1 : frame.count
        // Fragments are equal, so that a server can send many in one go.
        let length = isParameters ? 0 : (frame.length + fragments - 1) / fragments
        return source.packet(
            prefix: prefix, length: length, timestamp: frame.timestamp, frame: frame.number, position: frame.sent,
            packetsInFrame: frame.count, departure: wallClock, transport: &transport)
    }

    /// Bytes of a frame that is no keyframe, so that with keyframes at their interval the bitrate comes out.
    private var frameLength: Int {
        let frames = Double(keyframeDistance)
        let mean = Double(plan.bitrate) / 8 / Double(plan.frameRate)
        return max(1, Int(mean * frames / (frames + Double(Self.keyframeFactor) - 1)))
    }

    /// Frames from one scheduled keyframe to the next.
    private var keyframeDistance: Int {
        max(1, Int((plan.keyframeInterval.inSeconds * Double(plan.frameRate)).rounded()))
    }

    private static func interval(_ plan: VideoPlan) -> Duration {
        .nanoseconds(1_000_000_000 / plan.frameRate)
    }

    private static let keyframeFactor = 3
    private static let pace = Duration.milliseconds(5)
    private static let paceFactor = 2.5
    private static let patience = Duration.milliseconds(200)
}

/// Makes a packet of Opus each 20 ms.
struct AudioSource {
    private(set) var source: MediaSource
    private(set) var deadline: Instant
    private var frameCount: UInt32 = 0

    init(format: MediaSource.Format, now: Instant, random: inout some RandomNumberGenerator) {
        source = MediaSource(format, now: now, random: &random)
        deadline = now
    }

    mutating func send(
        now: Instant, wallClock: Int64, transport: inout UInt16, _ transmit: (OutgoingPacket) -> Void
    ) {
        guard now >= deadline else { return }
        transmit(
            source.packet(
                prefix: [Self.contents], length: Self.payloadLength, timestamp: source.timestamp(at: deadline),
                frame: frameCount, position: 0, packetsInFrame: 1, departure: wallClock, transport: &transport))
        frameCount &+= 1
        deadline = deadline.advanced(by: Self.interval)
        if deadline < now { deadline = now.advanced(by: Self.interval) }
    }

    /// RFC 6716 §3.1: 20 ms of full band, stereo, one frame.
    private static let contents: UInt8 = 0xFC
    /// Bytes: 64 kbit/s.
    private static let payloadLength = 160
    private static let interval = Duration.milliseconds(20)
}
