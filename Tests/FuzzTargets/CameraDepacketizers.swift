import Codecs

/// Formats of cameras and of MPEG, as packets in the same form as those of ``FuzzTarget/h264Depacketizer``.
extension FuzzTarget {
    package static let jpegDepacketizer = depacketizer(
        "jpeg-depacketizer",
        PacketFormat(
            .video, "JPEG", payloadType: 26, clockRate: 90_000, formatParameters: "x-dimensions=2048,1080"),
        seeds: [
            "010a 00000000014b0203aabb",
            "0009 00000000014b0203aa 0109 00000001014b0203bb 030a 00000000414b02030004ffffaa",
            "014d 0000000001ff0087 00000040 " + String(repeating: "10", count: 64) + "aa",
            "014d 0000000000800087 00000040 " + String(repeating: "20", count: 64)
                + "aa 030d 000000000080008700000000bb",
        ])

    package static let latmDepacketizer = depacketizer(
        "latm-depacketizer",
        PacketFormat(
            .audio, "MP4A-LATM", payloadType: 96, clockRate: 48_000, formatParameters: "config=400023203fc0"),
        seeds: ["0103 8155 00", "010a 2000119 01fe0 08 55 5d 80 00", "0002 8202 0102 aa00 0703 80d5 00"])

    package static let latmElementDepacketizer = depacketizer(
        "latm-element-depacketizer",
        PacketFormat(
            .audio, "MP4A-LATM", payloadType: 96, clockRate: 48_000,
            formatParameters: "cpresent=0;config=410023203fe080"),
        seeds: ["0108 01aa02bbccee0000", "0003 03aabb 0104 cc01ddee", "0702 0000"])

    package static let mpegAudioDepacketizer = depacketizer(
        "mpeg-audio-depacketizer", PacketFormat(.audio, "MPA", payloadType: 14, clockRate: 90_000),
        seeds: [
            "011c 00000000 fff31440" + String(repeating: "aa", count: 20),
            "000a 00000000 fff314405566 0116 00000006" + String(repeating: "bb", count: 18),
        ])

    package static let sampleDepacketizer = depacketizer(
        "sample-depacketizer", PacketFormat(.audio, "L16", payloadType: 10, clockRate: 44_100, channels: 2),
        seeds: ["0108 0001000200030004", "0307 00010002000300", "0103 000102"])
}
