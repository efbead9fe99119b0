package import Net

/// One RTP stream of a publisher: a simulcast encoding, or all of a track that has none.
package final class Layer {
    package let source: SourceID
    /// The RTP stream id of a simulcast encoding (RFC 8851); nil without simulcast.
    package let rid: String?
    /// Maps its timestamps to our wall clock.
    package var clock: CaptureClock
    package private(set) var packets: UInt64 = 0
    package private(set) var bytes: UInt64 = 0
    package private(set) var duplicates: UInt64 = 0
    /// Width and height of its last keyframe, as far as its payload shows them.
    package private(set) var size: (width: Int, height: Int)?

    private var unwrapper = SequenceUnwrapper()
    private var window = ReceivedWindow()
    private var lastArrival: Instant?
    private var rateStart: Instant?
    private var rateBytes = 0
    private var bitrate = 0

    package init(source: SourceID, rid: String?, clock: CaptureClock) {
        self.source = source
        self.rid = rid
        self.clock = clock
    }

    package var facts: LayerFacts {
        LayerFacts(pixels: size.map { $0.width * $0.height } ?? 0, bitrate: bitrate, lastArrival: lastArrival)
    }

    /// Notes a packet. Returns its extended sequence number, or nil when it came before.
    package func note(_ packet: IncomingPacket, now: Instant) -> Int64? {
        let sequence = unwrapper.peek(packet.sequence)
        guard window.insert(sequence) else {
            duplicates += 1
            return nil
        }
        _ = unwrapper.unwrap(packet.sequence)
        packets += 1
        bytes += UInt64(packet.bytes.count)
        lastArrival = now
        measure(packet.bytes.count, now: now)
        if packet.width > 0, packet.height > 0 { size = (packet.width, packet.height) }
        return sequence
    }

    private func measure(_ count: Int, now: Instant) {
        let start = rateStart ?? now
        rateStart = start
        rateBytes += count
        let elapsed = start.duration(to: now)
        if elapsed >= Self.rateInterval {
            bitrate = Int(Double(rateBytes * 8) / elapsed.inSeconds)
            rateStart = now
            rateBytes = 0
        }
    }

    private static let rateInterval = Duration.milliseconds(500)
}

/// A packet on its way into a track: plaintext, complete, of a known layer.
package struct IncomingPacket {
    package var sequence: UInt16
    package var timestamp: UInt32
    package var marker: Bool
    /// Whether a decoder can start with it.
    package var startsKeyframe: Bool
    /// The size its payload announces; 0 when it says nothing.
    package var width: Int
    package var height: Int
    /// The whole packet.
    package var bytes: UnsafeRawBufferPointer
    package var payloadOffset: Int
    package var payloadLength: Int
    package var extensions: ForwardedExtensions

    package init(
        sequence: UInt16, timestamp: UInt32, marker: Bool, startsKeyframe: Bool, width: Int, height: Int,
        bytes: UnsafeRawBufferPointer, payloadOffset: Int, payloadLength: Int, extensions: ForwardedExtensions
    ) {
        self.sequence = sequence
        self.timestamp = timestamp
        self.marker = marker
        self.startsKeyframe = startsKeyframe
        self.width = width
        self.height = height
        self.bytes = bytes
        self.payloadOffset = payloadOffset
        self.payloadLength = payloadLength
        self.extensions = extensions
    }
}
