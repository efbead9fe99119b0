/// When a publisher's packets leave, and how large they are: those of `turnout load`, whose H.264 has a keyframe as large
/// as three other frames every two seconds, and which paces a frame in groups each 5 ms.
///
/// A value that is told the time, in nanoseconds.
package struct FrameRhythm: Sendable {
    /// One packet, as it leaves.
    package struct Packet: Sendable, Equatable {
        /// Bytes of payload.
        package var payloadLength: Int
        package var isLastOfFrame: Bool
    }

    /// When to call ``takeDue(now:_:)`` next.
    package private(set) var deadline: Int64

    private let bytesPerSecond: Double
    private let isPaced: Bool
    private var nextFrame: Int64
    private var frameCount = 0
    private var waiting: [Packet] = []
    /// Bytes that may leave now; less than none when the last group was larger than its due.
    private var credit = 0.0

    package init(bitrate: Int, isPaced: Bool, firstFrame: Int64) {
        bytesPerSecond = Double(bitrate) / 8
        self.isPaced = isPaced
        nextFrame = firstFrame
        deadline = firstFrame
    }

    /// Hands out the packets that are due, in order.
    package mutating func takeDue(now: Int64, _ body: (Packet) -> Void) {
        while nextFrame <= now { makeFrame() }
        credit = min(credit, 0) + Self.paceFactor * bytesPerSecond * Double(Self.pace) / 1e9
        var count = 0
        while count < waiting.count, !isPaced || credit > 0 {
            credit -= Double(waiting[count].payloadLength + Self.headerLength)
            body(waiting[count])
            count += 1
        }
        waiting.removeFirst(count)
        deadline = waiting.isEmpty ? nextFrame : min(nextFrame, now + Self.pace)
    }

    private mutating func makeFrame() {
        let isKeyframe = frameCount.isMultiple(of: Self.keyframeDistance)
        let length = isKeyframe ? Self.keyframeFactor * frameLength : frameLength
        let fragments = max(1, (length + Self.fragmentLength - 1) / Self.fragmentLength)
        if isKeyframe { waiting.append(Packet(payloadLength: Self.parametersLength, isLastOfFrame: false)) }
        for number in 1...fragments {
            waiting.append(
                Packet(payloadLength: (length + fragments - 1) / fragments, isLastOfFrame: number == fragments))
        }
        frameCount += 1
        nextFrame += 1_000_000_000 / Int64(Traffic.frameRate)
    }

    /// Bytes of a frame that is no keyframe, so that with keyframes at their interval the bitrate comes out.
    private var frameLength: Int {
        let frames = Double(Self.keyframeDistance)
        let mean = bytesPerSecond / Double(Traffic.frameRate)
        return max(1, Int(mean * frames / (frames + Double(Self.keyframeFactor) - 1)))
    }

    /// Bytes of a publisher's RTP header: the fixed one (RFC 3550 §5.1), and extensions with the mid and the transport-wide
    /// sequence number (RFC 8285 §4.2).
    package static let headerLength = 24
    /// Frames from one keyframe to the next.
    private static let keyframeDistance = 2 * Traffic.frameRate
    private static let keyframeFactor = 3
    /// Bytes of payload in a packet at most.
    private static let fragmentLength = 1_160
    /// Bytes of the parameter sets that come before a keyframe.
    private static let parametersLength = 69
    /// Nanoseconds.
    private static let pace: Int64 = 5_000_000
    private static let paceFactor = 2.5
}
