import Bytes
import Codecs
import Packetization

/// Each input is a limit, and then a sequence of packets: a byte of flags, a byte of length, a payload. Bit 0 of the
/// flags is the marker, bit 1 advances the timestamp, bit 2 says that packets are missing before, and bit 3 that the
/// payload is repeated until it is too large.
extension FuzzTarget {
    package static let packetRepackers = FuzzTarget(
        "packet-repackers",
        seeds: [
            "00 0024 7800196764001facd9405005bb016c80000003000008001e078c18cb000568ebecb22c 0103 658811 0304 65881122",
            "40 0004 7c8588aa 0b05 7c05bbbbbb 0103 7c45cc 0f03 419a01", "08 0d05 7800020600",
            "00 0103 2601af 0804 620193af 0004 620113bb 0104 620153cc 0303 0201d0 010b 60010003 2601af00024601",
            "20 0112 280d08000000032dffcdaf907dbc023010aa 0b03 103000 0812 680d08000000032dffcdaf907dbc023010aa",
            "00 080b 10700a009d012a8002e001 0102 11aa 0308 80f0923455a351cc",
            "10 0913 3e0030014000f0028001e0824983422027f01df0 000a 0c824983422027f01df0 0304 dc800603",
        ].compactMap(Hex.bytes)
    ) { bytes in
        var input = ByteReader(bytes)
        guard let limit = try? input.readUInt8() else { return }
        for name in [CodecName.h264, .h265, .av1, .vp8, .vp9, .opus, .pcmu] {
            repack(input.bytes.extracting(1...), as: name, maximum: 100 + Int(limit))
        }
    }

    private static func repack(_ bytes: Span<UInt8>, as name: CodecName, maximum: Int) {
        let format = PacketFormat(
            name.kind == .video ? .video : .audio, name.rawValue, payloadType: 96,
            clockRate: Packetizer.clockRate(of: name, sampleRate: 0),
            formatParameters: "sprop-parameter-sets=Z2QACqy0EG2AiAAAAwAIAAADAKB4kTU=,aO8CHLA=;"
                + "sprop-vps=QAEMAf//AWAAAAMAkAAAAwAAAwAeugJA;sprop-sps=QgEBAWAAAAMAkAAAAwAAAwAeoBAgYWW6kkyvAWgIAAADA"
                + "AgAAAMAUEA=;sprop-pps=RAHBcrQiQA==")
        guard var repacker = PacketRepacker(format: format, maximumPayload: maximum) else {
            preconditionFailure("WebRTC has the format")
        }
        var reader = ByteReader(bytes)
        var (timestamp, isOwed): (UInt32, Bool) = (0, false)
        var packets = RepackedPackets()
        while let flags = try? reader.readUInt8(), let length = try? reader.readUInt8(),
            let slice = try? reader.readSlice(min(Int(length), reader.remaining))
        {
            var payload: [UInt8] = []
            repeat {
                for index in slice.indices { payload.append(slice[index]) }
            } while flags & 0x08 != 0
                && !slice.isEmpty && payload.count < 3 * maximum
            if flags & 0x02 != 0 { timestamp &+= 3_000 }
            let refused = repacker.refusedCount
            packets.removeAll()
            repacker.repack(
                payload.span, timestamp: timestamp, marker: flags & 0x01 != 0, isBehindLoss: flags & 0x04 != 0,
                into: &packets)
            let isRefused = repacker.refusedCount > refused
            precondition(packets.count == packets.payloads.count, "every payload has a header")
            precondition((packets.count == 0) == (isRefused || payload.isEmpty), "what is not refused comes out")
            isOwed = isOwed || flags & 0x04 != 0
            check(packets, of: name, timestamp: timestamp, isBehindLoss: isOwed, maximum: maximum)
            precondition(packets.payloads.bytes.count <= 4 * payload.count + (16 << 10), "little is not made much of")
            isOwed = isRefused || (isOwed && packets.count == 0)
        }
    }

    private static func check(
        _ packets: RepackedPackets, of name: CodecName, timestamp: UInt32, isBehindLoss: Bool, maximum: Int
    ) {
        for index in 0..<packets.count {
            let (header, place) = (packets.headers[index], packets.payloads[index])
            // Opus is not cut.
            let fits = place.count <= (name == .opus ? 1_400 : maximum)
            precondition(!place.isEmpty && fits, "payloads have a byte and fit")
            precondition(header.isBehindLoss == (isBehindLoss && index == 0), "a loss is told once, by the next packet")
            guard name.kind == .video else { continue }
            precondition(header.timestamp == timestamp, "the packets of a frame have its timestamp")
            precondition(!header.marker || index == packets.count - 1, "the last part ends the frame")
            let facts = VideoPacketFacts.inspect(codec: name, payload: packets.payloads.bytes.span.extracting(place))
            // An end of sequence of H.265 is two bytes, which the facts take for a cut header.
            precondition(!facts.isMalformed || name == .h265 && place.count == 2, "payloads keep to their format")
            precondition(!header.startsKeyframe || facts.isKeyframeStart, "what is called a beginning looks like one")
        }
    }
}
