import Bytes
import Codecs

extension FuzzTarget {
    package static let vp8Payload = inspector(
        "vp8-payload", .vp8, seeds: ["105001009d012a8002e00100", "90f0923455a351", "9080ff7f5001"])

    package static let vp9Payload = inspector(
        "vp9-payload", .vp9,
        seeds: ["8c05824983422027f01df0", "0a58014000b402800168050002d002040100824983422027f01df0", "f80140030200"])

    package static let h264Payload = inspector(
        "h264-payload", .h264,
        seeds: [
            "6764001facd9405005bb016c80000003008000001e078c18cb",
            "7800196764001facd9405005bb016c80000003008000001e078c18cb000568ebecb22c", "7c8588", "78000209f000026588",
        ])

    package static let h265Payload = inspector(
        "h265-payload", .h265,
        seeds: [
            "42010101600000030090000003000003005da00280802d1659",
            "6001000440010c01001942010101600000030090000003000003005da00280802d1659", "620193af",
        ])

    package static let av1Payload = inspector(
        "av1-payload", .av1, seeds: ["18081a2627fef8", "2806081a2627fef8344800", "0806081a2627fef8023000"])

    /// Format parameters come from SDP, so they are hostile text.
    package static let formatParameters = FuzzTarget(
        "format-parameters",
        seeds: ["minptime=10;useinbandfec=1", "packetization-mode=1; profile-level-id=42e01f"]
            .map { Array($0.utf8) }
    ) { bytes in
        var text: [UInt8] = []
        for index in bytes.indices { text.append(bytes[index]) }
        let parameters = String(decoding: text, as: UTF8.self)
        for name in CodecName.allCases {
            let codec = Codec(name, clockRate: 90_000, formatParameters: parameters)
            _ = codec.matches(Codec(name, clockRate: 90_000))
        }
    }

    private static func inspector(_ name: String, _ codec: CodecName, seeds: [String]) -> FuzzTarget {
        FuzzTarget(name, seeds: seeds.compactMap(Hex.bytes)) { bytes in
            let facts = VideoPacketFacts.inspect(codec: codec, payload: bytes)
            precondition((0...65_536).contains(facts.width) && (0...65_536).contains(facts.height), "sizes are sane")
            precondition((facts.width == 0) == (facts.height == 0), "a size has two sides")
            precondition(!facts.isMalformed || !facts.isKeyframeStart, "nothing begins with what is malformed")
        }
    }
}
