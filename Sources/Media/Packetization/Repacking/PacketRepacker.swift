package import Codecs

/// Turns the RTP packets of one track, as a publisher sent them, into packets that WebRTC viewers can have, without
/// putting frames together: no frame waits for its end, and what fits passes as it is.
///
/// Packets go in one after the other, in order. The caller writes the RTP headers of what comes out, with sequence
/// numbers of its own: they count up, and skip one number in front of a packet that is ``RepackedHeader/isBehindLoss``,
/// so that viewers see that something is missing.
///
/// | codec | what happens to payloads that are too large |
/// |---|---|
/// | H.264 (RFC 6184), H.265 (RFC 7798) | units become fragments, fragments several, aggregates come apart |
/// | VP8 (RFC 7741), VP9 (RFC 9628) | they are cut, with their descriptor in front of each part |
/// | AV1 (AV1 RTP specification 1.0) | their elements are cut |
/// | G.711, G.722 (RFC 3551) | they are cut, and the parts have timestamps of their own |
/// | Opus (RFC 7587) | they are dropped: nothing of what Opus can be is too large |
///
/// Keyframes of H.264 and H.265 come with their parameter sets: where the publisher has sent none with a keyframe,
/// those of the session description, or those that came later, are put in front of its first slice.
///
/// A payload that is malformed is dropped, and is lost to viewers as those are that did not come.
package struct PacketRepacker: Sendable {
    /// Payloads that were dropped: cut, reserved, of a mode that was not agreed on, or too large and not to be cut.
    package private(set) var refusedCount = 0

    private let codec: CodecName
    private var repacker: any PayloadRepacker
    private var keyframeStarts = KeyframeStartFilter()
    /// Whether packets are missing since the last that came out.
    private var isBehindLoss = false

    /// - Parameters:
    ///   - format: what the packets are.
    ///   - maximumPayload: bytes of a payload that comes out, taken into ``Packetizer/payloadLimits``; of Opus it is at least
    ///     ``WholeFramePacketizer/tolerated``.
    /// - Returns: nil for formats that WebRTC has not: other codecs, clock rates that its own have not, interleaved H.264
    ///   (RFC 6184 §6.4) and H.265 with decoding order numbers (RFC 7798 §4.4), G.711 and G.722 of several channels.
    package init?(format: PacketFormat, maximumPayload: Int = Packetizer.webRTCPayload) {
        let limits = Packetizer.payloadLimits
        let maximum = min(max(maximumPayload, limits.lowerBound), limits.upperBound)
        guard let codec = format.codec, format.media.rawValue == codec.kind.rawValue,
            format.clockRate == Packetizer.clockRate(of: codec, sampleRate: 0),
            let repacker = Self.repacker(codec, format, maximumPayload: maximum)
        else { return nil }
        self.codec = codec
        self.repacker = repacker
    }

    /// Takes the next packet, and appends what becomes of it.
    /// - Parameters:
    ///   - payload: without padding; one without a byte says nothing.
    ///   - timestamp: its publisher's; all packets of a frame have the same.
    ///   - isBehindLoss: whether packets are missing between the last one and this.
    package mutating func repack(
        _ payload: Span<UInt8>, timestamp: UInt32, marker: Bool, isBehindLoss: Bool, into packets: inout RepackedPackets
    ) {
        if isBehindLoss { self.isBehindLoss = true }
        guard !payload.isEmpty else { return }
        do {
            let traits = try repacker.repack(
                payload, timestamp: timestamp, isBehindLoss: self.isBehindLoss, into: &packets.payloads)
            describe(traits, timestamp: timestamp, marker: marker, in: &packets)
        } catch {
            refusedCount += 1
            self.isBehindLoss = true
        }
    }

    /// Says what belongs to the payloads that a packet became.
    private mutating func describe(
        _ traits: RepackedTraits, timestamp: UInt32, marker: Bool, in packets: inout RepackedPackets
    ) {
        let (first, count) = (packets.count, packets.payloads.count)
        for index in first..<count {
            let place = packets.payloads[index]
            let offset = UInt32(truncatingIfNeeded: packets.payloads.timestampOffsets[index])
            var header = RepackedHeader(timestamp: timestamp &+ offset)
            header.isBehindLoss = isBehindLoss
            isBehindLoss = false
            if codec.kind == .audio {
                // A marker begins a talkspurt.
                header.marker = marker && index == first
                header.startsKeyframe = true
            } else {
                let facts = VideoPacketFacts.inspect(
                    codec: codec, payload: packets.payloads.bytes.span.extracting(place))
                header.marker = marker && traits.marksEnd && index == count - 1
                header.startsKeyframe =
                    traits.canBegin && keyframeStarts.startsKeyframe(facts, timestamp: timestamp)
                (header.width, header.height) = (facts.width, facts.height)
            }
            packets.append(header)
        }
    }

    private static func repacker(
        _ codec: CodecName, _ format: PacketFormat, maximumPayload: Int
    ) -> (any PayloadRepacker)? {
        switch codec {
        case .h264: NALUnitRepacker<H264PayloadForm>(format, maximumPayload: maximumPayload)
        case .h265: NALUnitRepacker<H265PayloadForm>(format, maximumPayload: maximumPayload)
        case .av1: AV1Repacker(maximumPayload: maximumPayload)
        case .vp8: VP8Repacker(maximumPayload: maximumPayload)
        case .vp9: VP9Repacker(maximumPayload: maximumPayload)
        case .opus: AudioRepacker(canBeCut: false, maximumPayload: maximumPayload)
        case .pcmu, .pcma, .g722:
            format.channels == 1 ? AudioRepacker(canBeCut: true, maximumPayload: maximumPayload) : nil
        default: nil
        }
    }
}
