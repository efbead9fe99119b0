import Bytes
import Codecs
import Net
import Packetization

/// Each input is a sequence of packets: a byte of flags, a byte of length, a payload. Bit 0 of the flags is the marker,
/// bit 1 advances the timestamp, bit 2 says that packets are missing before, and the rest is how far the sequence
/// number jumps.
extension FuzzTarget {
    package static let h264Depacketizer = depacketizer(
        "h264-depacketizer",
        Codec(
            .h264, clockRate: 90_000,
            formatParameters: "sprop-parameter-sets=Z2QAH6zZQFAFuwFsgAAAAwCAAAAeB4wYyw==,aOvssiw="),
        seeds: [
            "0024 7800196764001facd9405005bb016c80000003008000001e078c18cb000568ebecb22c 0103 658811",
            "0004 7c8588aa 0003 7c05bb 0103 7c45cc 0303 419a01", "0505 7800020600",
        ])

    package static let h265Depacketizer = depacketizer(
        "h265-depacketizer",
        Codec(
            .h265, clockRate: 90_000,
            formatParameters: "sprop-vps=QAEMAf//AWAAAAMAkAAAAwAAAwBdrAw=; sprop-sps="
                + "QgEBAWAAAAMAkAAAAwAAAwBdoAKAgC0WWQ==; sprop-pps=RAHBcrRiQA=="),
        seeds: ["0103 2601af", "0004 620193af 0004 620113bb 0104 620153cc 0303 0201d0", "010b 60010003 2601af00024601"])

    package static let av1Depacketizer = depacketizer(
        "av1-depacketizer", Codec(.av1, clockRate: 90_000),
        seeds: [
            "0112 280d08000000032dffcdaf907dbc023010aa 0303 103000",
            "0012 680d08000000032dffcdaf907dbc023010aa 0003 d0bbbb 0105 a001cc20dd", "0109 0801100230 10023000",
        ])

    package static let vp8Depacketizer = depacketizer(
        "vp8-depacketizer", Codec(.vp8, clockRate: 90_000),
        seeds: ["000b 10700a009d012a8002e001 0102 11aa 0308 80f0923455a351cc", "0503 1051cc"])

    package static let vp9Depacketizer = depacketizer(
        "vp9-depacketizer", Codec(.vp9, clockRate: 90_000),
        seeds: [
            "0113 3e0030014000f0028001e0824983422027f01df0", "000a 0c824983422027f01df0 0304 dc800603",
            "0013 3a0030014000f0028001e0824983422027f01df0 0003 3400aa 0104 3c038686",
        ])

    package static let aacDepacketizer = depacketizer(
        "aac-depacketizer",
        Codec(
            .aac, clockRate: 48_000,
            formatParameters: "sizelength=13;indexlength=3;indexdeltalength=3;CTSDeltaLength=2;config=1190"),
        seeds: ["0109 0020 0008 0010 aabbcc", "0006 00100030aabb 0006 00100030ccdd 0106 00100030eeff"])

    /// Format parameters come from SDP, so they are hostile text.
    package static let depacketizerParameters = FuzzTarget(
        "depacketizer-parameters",
        seeds: [
            "sprop-parameter-sets=Z2QAH6zZQFAFuwFsgAAAAwCAAAAeB4wYyw==,aOvssiw=;packetization-mode=1",
            "sprop-vps=QAEMAf//;sprop-sps=QgEBAWAAAAMAkAA=;sprop-pps=RAHBcrRiQA==",
            "sizelength=13;indexlength=3;indexdeltalength=3;config=1190;constantDuration=1024",
            "cpresent=0;config=400023203fc0;x-dimensions=2048,1080;framesize=26 640-480",
        ].map { Array($0.utf8) }
    ) { bytes in
        let text = String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self)
        let names = CodecName.allCases.map { ($0.kind, $0.rawValue) } + [(.audio, "MP4A-LATM")]
        for (kind, name) in names {
            let format = PacketFormat(
                kind == .audio ? .audio : .video, name, payloadType: 96, clockRate: 48_000, formatParameters: text)
            guard var track = Depacketizer(format) else { continue }
            var items: [DepacketizedItem] = []
            track.receive(payload: bytes, timestamp: 1, marker: true, into: &items)
            if let known = track.format { precondition(known.codec == format.codec, "a track keeps its codec") }
        }
    }

    private static func depacketizer(_ name: String, _ codec: Codec, seeds: [String]) -> FuzzTarget {
        depacketizer(name, PacketFormat(codec, payloadType: 96), seeds: seeds)
    }

    static func depacketizer(_ name: String, _ format: PacketFormat, seeds: [String]) -> FuzzTarget {
        FuzzTarget(name, seeds: seeds.compactMap(Hex.bytes)) { bytes in
            guard let codec = format.codec, var track = Depacketizer(format) else {
                preconditionFailure("the parameters are sound")
            }
            var buffer = ReorderBuffer()
            var reader = ByteReader(bytes)
            var (sequence, timestamp): (Int64, UInt32) = (1_000, 0)
            var now = Instant(nanoseconds: 0)
            var check = ItemCheck()
            while let flags = try? reader.readUInt8(), let length = try? reader.readUInt8(),
                let payload = try? reader.readSlice(min(Int(length), reader.remaining))
            {
                if flags & 0x02 != 0 { timestamp &+= 3_000 }
                if flags & 0x04 != 0 { track.noteLoss() }
                sequence += Int64(Int8(bitPattern: flags) >> 3) + 1
                now = now.advanced(by: .milliseconds(20))
                var reordered: [ReorderedItem] = []
                buffer.expire(now: now, into: &reordered)
                buffer.insert(
                    sequence: sequence, timestamp: timestamp, marker: flags & 0x01 != 0, payload: payload, now: now,
                    into: &reordered)
                precondition(buffer.heldCount <= ReorderBuffer.maximumCount, "what is held is bounded")
                var items: [DepacketizedItem] = []
                for case .packet(let packet) in reordered {
                    track.receive(
                        payload: packet.payload.span, timestamp: Int64(packet.timestamp), marker: packet.marker,
                        into: &items)
                }
                for item in items { check.take(item, codec: codec) }
            }
        }
    }
}

/// What holds for whatever a depacketizer hands out.
private struct ItemCheck {
    private var format: TrackFormat?

    mutating func take(_ item: DepacketizedItem, codec: CodecName) {
        switch item {
        case .format(let format):
            precondition(format != self.format, "a format is told when it changes")
            precondition(format.codec == codec, "a track keeps its codec")
            self.format = format
        case .frame(let bytes, _, let isKeyframe):
            precondition(format != nil, "a format comes before frames")
            precondition(!bytes.isEmpty && bytes.count <= Frame.maximumSize, "frames have bytes, and not too many")
            precondition(codec.kind == .video || isKeyframe, "all audio is a beginning")
            if codec == .jpeg {
                precondition(
                    isKeyframe && bytes.suffix(2) == [0xFF, 0xD9], "images stand for themselves, to their end")
            }
            if codec == .mp3 {
                precondition(MPEGAudioFrame.size(bytes.span) == bytes.count, "frames of MP3 say their sizes")
            }
            if codec == .l16 { precondition(bytes.count.isMultiple(of: 4), "samples come of both channels") }
            checkForm(bytes, codec: codec, isKeyframe: isKeyframe)
        }
    }

    private func checkForm(_ bytes: [UInt8], codec: CodecName, isKeyframe: Bool) {
        let filtered: FilteredFrame? =
            switch codec {
            case .h264: try? ParameterSetFilter.h264(bytes.span)
            case .h265: try? ParameterSetFilter.h265(bytes.span)
            case .av1: try? ParameterSetFilter.av1(bytes.span)
            default: nil
            }
        guard [.h264, .h265, .av1].contains(codec) else { return }
        precondition(filtered?.bytes == bytes, "frames are in the form that they are stored in")
        precondition(!isKeyframe || filtered?.isKeyframe == true, "what is called a keyframe is one")
    }
}
