import Codecs

/// Which packet of which publisher a payload is, written into the payload, so that a viewer can tell what it got and
/// whether every byte is as it was sent.
struct TestPacket: Hashable {
    /// Which publisher, among those that follow each other on one path.
    var generation: UInt8
    /// The simulcast layer; 0 without simulcast.
    var layer: UInt8
    var kind: MediaKind
    /// Counts the source's packets from 0.
    var index: UInt32
    /// The publisher's RTP timestamp.
    var timestamp: UInt32
    /// Whether a frame starts with it, or with a frame a keyframe.
    var start: Start
    /// Whether it is as large as the packets that browsers fill.
    var isFull = false
    /// Whether its size is that of a packet in a frame which was split as browsers do it (``SourcePlan/splitsFrames``).
    var isSplit = false

    enum Start: UInt8 {
        case none, frame, keyframe
    }

    /// An RTP payload of `codec` that decoders' first bytes look right in.
    func payload(as codec: CodecName, width: Int = 0, height: Int = 0) -> [UInt8] {
        var bytes = prefix(codec, width: width, height: height)
        bytes += [generation, layer, (kind == .video ? 1 : 0) | (isFull ? 2 : 0) | (isSplit ? 4 : 0), start.rawValue]
        for number in [index, timestamp] {
            bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
        }
        let seed = UInt8(truncatingIfNeeded: index &* 31 &+ UInt32(layer) &* 7)
        for position in 0..<fillerLength { bytes.append(seed &+ UInt8(truncatingIfNeeded: position)) }
        return bytes
    }

    /// Reads a payload back; nil when a single bit of it is not as it was written.
    init?(payload: ArraySlice<UInt8>, codec: CodecName) {
        guard payload.count >= Self.prefixLength + Self.identityLength else { return nil }
        var bytes = payload.dropFirst(Self.prefixLength)
        func number(_ bytes: ArraySlice<UInt8>) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }
        let head = Array(bytes.prefix(4))
        bytes = bytes.dropFirst(4)
        guard let start = Start(rawValue: head[3]) else { return nil }
        self.init(
            generation: head[0], layer: head[1], kind: head[2] & 1 != 0 ? .video : .audio,
            index: number(bytes.prefix(4)), timestamp: number(bytes.dropFirst(4).prefix(4)), start: start,
            isFull: head[2] & 2 != 0, isSplit: head[2] & 4 != 0)
        // The picture's size is not part of the identity, so the first bytes are taken as they are.
        let written = self.payload(as: codec)
        guard payload.count == written.count,
            payload.dropFirst(Self.prefixLength).elementsEqual(written.dropFirst(Self.prefixLength))
        else { return nil }
    }

    init(
        generation: UInt8, layer: UInt8, kind: MediaKind, index: UInt32, timestamp: UInt32, start: Start,
        isFull: Bool = false, isSplit: Bool = false
    ) {
        self.generation = generation
        self.layer = layer
        self.kind = kind
        self.index = index
        self.timestamp = timestamp
        self.start = start
        self.isFull = isFull
        self.isSplit = isSplit
    }

    /// VP8's descriptor, frame tag, start code and size (RFC 7741 §4.2, RFC 6386 §9.1), H.264's unit header, or what stands
    /// for Opus.
    private func prefix(_ codec: CodecName, width: Int, height: Int) -> [UInt8] {
        let first: [UInt8] =
            switch codec {
            case .vp8:
                [start == .none ? 0x00 : 0x10, start == .keyframe ? 0x00 : 0x01, 0, 0, 0x9D, 0x01, 0x2A]
                    + [width & 255, width >> 8, height & 255, height >> 8].map { UInt8(truncatingIfNeeded: $0) }
            // An IDR slice, or another one.
            case .h264: [start == .keyframe ? 0x65 : 0x41]
            default: [0x78]
            }
        return first + [UInt8](repeating: 0, count: Self.prefixLength - first.count)
    }

    /// Runs of packets of one size, and some that are shorter, so that trains are cut in all ways.
    private var fillerLength: Int {
        if isFull { return 1_140 }
        if isSplit { return 240 + (index % 4 < 2 ? 0 : 1) }
        return kind == .audio ? 60 : index % 4 == 3 ? 40 + Int(index % 97) : 240
    }

    private static let prefixLength = 11
    private static let identityLength = 12
}
