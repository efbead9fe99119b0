import Bytes
import Codecs
import Packetization

extension FuzzTarget {
    /// Frames that a publisher sent, and the configuration in front of them, as every codec in turn.
    package static let packetizers = FuzzTarget(
        "packetizers",
        seeds: [
            // A limit, the length of the configuration, the configuration; then lengths and NAL units.
            "8000 0000000465888040 0000000141 00000002419a",
            "ff1a 0142c01effe1000a6742c01e95a02802dd8001000468ce3c80 0000000665888040aabb 00000001410000000461aabbcc",
            "0200 00000003420101 000000044e010500 000000092601af1234567890ab",
            // OBUs.
            "4000 0a0b0000002caf7a7ab57bf0c0 320a1234567890abcdef0102 1200 2205aabbccddee 360804aabbccddeeff11",
        ].compactMap(Hex.bytes)
    ) { bytes in
        var input = ByteReader(bytes)
        guard let limit = try? input.readUInt8(), let length = try? input.readUInt8(),
            let configuration = try? input.readSlice(Int(length)).bytesCopied
        else { return }
        // Long enough to be cut, whatever the input's length.
        let frame = input.readRest().bytesCopied
        let repeated = Array(repeatElement(frame, count: 1 + Int(limit & 0x0F)).joined())
        for codec in CodecName.allCases {
            packetize(repeated, as: codec, configuration: configuration, limit: 100 + Int(limit))
        }
    }

    private static func packetize(_ bytes: [UInt8], as codec: CodecName, configuration: [UInt8], limit: Int) {
        let format = TrackFormat(codec, configuration: configuration, width: 640, height: 480)
        guard var packetizer = Packetizer(format: format, maximumPayload: limit) else { return }
        var payloads = PayloadList()
        for isKeyframe in [true, false] {
            packetizer.packetize(
                Frame(time: MediaTime(milliseconds: 0), isKeyframe: isKeyframe, bytes: bytes), into: &payloads)
            // Only Opus cannot be cut, and JPEG needs room for its tables.
            let isCut = codec != .opus
            let limit = codec == .jpeg ? max(limit, 300) : limit
            for index in 0..<payloads.count {
                let range = payloads[index]
                precondition(!range.isEmpty && (!isCut || range.count <= limit), "payloads have a byte and fit")
                let facts = VideoPacketFacts.inspect(codec: codec, payload: payloads.bytes.span.extracting(range))
                // An end of sequence of H.265 is two bytes, which the facts take for a cut header.
                let isSequenceEnd = codec == .h265 && range.count == 2
                precondition(
                    !facts.isMalformed || isSequenceEnd, "whatever the frame, its payloads keep to their format")
            }
            precondition(
                payloads.bytes.count <= 16 + 8 * (bytes.count + configuration.count),
                "payloads are not much more than the frame")
        }
    }
}

extension Span<UInt8> {
    fileprivate var bytesCopied: [UInt8] {
        var bytes: [UInt8] = []
        for index in indices { bytes.append(self[index]) }
        return bytes
    }
}
