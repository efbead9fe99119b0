/// Transport-wide feedback: which packets of a transport arrived, and when (draft-holmer-rmcat-transport-wide-cc-extensions-01
/// §3.1).
///
/// A chunk of two bytes may stand for 8,191 lost packets, so the number of statuses is not bounded by the datagram's size,
/// but by its 16-bit field; reading one message is at most 65,535 steps.
package struct TransportFeedback: Equatable, Sendable {
    package let senderSSRC: UInt32
    package let mediaSSRC: UInt32
    /// The transport-wide sequence number of the first status.
    package let baseSequence: UInt16
    /// Packets spoken of, 1...65,535.
    package let statusCount: Int
    /// The time that the first arrival counts from, in 64 ms by the receiver's clock; 24 bits with sign, so it wraps.
    package let referenceTime: Int32
    /// Counts the feedback messages of this transport; wraps.
    package let feedbackCount: UInt8

    private let chunksOffset: Int
    private let deltas: Range<Int>

    init(_ header: RTCPHeader, in datagram: Span<UInt8>) throws(RTPError) {
        let sources = try FeedbackSources(header, in: datagram)
        let start = sources.controlInformation
        guard start + 8 <= header.body.upperBound else { throw .truncated }
        senderSSRC = sources.senderSSRC
        mediaSSRC = sources.mediaSSRC
        baseSequence = datagram.uint16(at: start)
        statusCount = Int(datagram.uint16(at: start + 2))
        referenceTime = Int32(bitPattern: datagram.uint24(at: start + 4) << 8) >> 8
        feedbackCount = datagram[start + 7]
        chunksOffset = start + 8
        guard statusCount > 0 else { throw .malformed }
        deltas = try Self.deltas(of: statusCount, chunksIn: chunksOffset..<header.body.upperBound, of: datagram)
    }

    /// Calls `body` for each packet spoken of, in order: its sequence number and when it arrived, in microseconds by the
    /// receiver's clock (a multiple of 250, since a moment that wraps with ``referenceTime``), or nil when it did not.
    /// - Parameter datagram: the one that the message was read from.
    package func forEachStatus(in datagram: Span<UInt8>, _ body: (UInt16, Int64?) -> Void) {
        guard deltas.upperBound <= datagram.count else { return }
        var ticks = Int64(referenceTime) * Int64(Self.ticksPerReferenceUnit)
        var sequence = baseSequence
        var left = statusCount
        var chunkOffset = chunksOffset
        var deltaOffset = deltas.lowerBound
        while left > 0 {
            let chunk = TransportFeedbackChunk(bits: datagram.uint16(at: chunkOffset))
            chunkOffset += 2
            for index in 0..<min(chunk.count, left) {
                let status = chunk.status(at: index)
                switch status {
                case .notReceived, .reserved: break
                case .smallDelta: ticks += Int64(datagram[deltaOffset])
                case .largeDelta: ticks += Int64(Int16(bitPattern: datagram.uint16(at: deltaOffset)))
                }
                deltaOffset += status.deltaLength
                body(sequence, status == .notReceived ? nil : ticks * Self.microsecondsPerTick)
                sequence &+= 1
            }
            left -= min(chunk.count, left)
        }
    }

    /// Where the deltas lie that `statusCount` statuses need: behind the chunks, and inside the message.
    private static func deltas(
        of statusCount: Int, chunksIn body: Range<Int>, of datagram: Span<UInt8>
    ) throws(RTPError) -> Range<Int> {
        var offset = body.lowerBound
        var left = statusCount
        var length = 0
        while left > 0 {
            guard offset + 2 <= body.upperBound else { throw .truncated }
            let chunk = TransportFeedbackChunk(bits: datagram.uint16(at: offset))
            offset += 2
            // What a last chunk holds beyond the count is not looked at.
            length += try chunk.deltaLength(ofFirst: min(chunk.count, left))
            left -= min(chunk.count, left)
        }
        guard offset + length <= body.upperBound else { throw .truncated }
        return offset..<(offset + length)
    }

    /// Of a reference time unit of 64 ms.
    static let ticksPerReferenceUnit = 256
    /// Of a delta unit, a tick.
    package static let microsecondsPerTick: Int64 = 250
    /// §3.1.
    static let format: UInt8 = 15
}

/// Two bytes that hold the statuses of several packets (§3.1.2, §3.1.3, §3.1.4).
struct TransportFeedbackChunk {
    let bits: UInt16

    /// Statuses in this chunk; a run may have none.
    var count: Int {
        isRun ? Int(bits & 0x1FFF) : isTwoBit ? 7 : 14
    }

    /// - Precondition: 0 <= index < count.
    func status(at index: Int) -> TransportFeedbackStatus {
        let symbol =
            isRun
            ? bits >> 13 & 3
            : isTwoBit ? bits >> UInt16(12 - 2 * index) & 3 : bits >> UInt16(13 - index) & 1
        return TransportFeedbackStatus(symbol: symbol)
    }

    /// Bytes of deltas that the first `count` statuses have. A run is counted in one step.
    func deltaLength(ofFirst count: Int) throws(RTPError) -> Int {
        guard count > 0 else { return 0 }
        var length = 0
        for index in 0..<(isRun ? 1 : count) {
            let status = status(at: index)
            guard status != .reserved else { throw .malformed }
            length += status.deltaLength
        }
        return isRun ? length * count : length
    }

    private var isRun: Bool { bits & 0x8000 == 0 }
    private var isTwoBit: Bool { bits & 0x4000 != 0 }
}

/// What a status says of one packet (§3.1.1).
enum TransportFeedbackStatus: UInt16 {
    case notReceived = 0
    /// Received 0...63.75 ms after the packet received before.
    case smallDelta = 1
    /// Received up to 8.2 s after or before the packet received before.
    case largeDelta = 2
    case reserved = 3

    init(symbol: UInt16) {
        self =
            switch symbol {
            case 0: .notReceived
            case 1: .smallDelta
            case 2: .largeDelta
            default: .reserved
            }
    }

    /// For a delta in ticks; nil is of a packet not received.
    init(delta: Int16?) {
        guard let delta else {
            self = .notReceived
            return
        }
        self = (0...255).contains(delta) ? .smallDelta : .largeDelta
    }

    /// Bytes of its delta.
    var deltaLength: Int { self == .smallDelta ? 1 : self == .largeDelta ? 2 : 0 }
}
