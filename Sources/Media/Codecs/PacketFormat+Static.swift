extension PacketFormat {
    /// What a payload type means where nothing else says it (RFC 3551 §6, tables 4 and 5); nil for the others, which are
    /// reserved, unassigned or chosen by the publisher.
    package static func staticFormat(payloadType: UInt8) -> PacketFormat? {
        guard let row = assigned.first(where: { $0.payloadType == payloadType }) else { return nil }
        return PacketFormat(
            row.media, row.encodingName, payloadType: payloadType, clockRate: row.clockRate, channels: row.channels)
    }

    /// The static payload type of an encoding, clock rate and number of channels; nil where there is none.
    package static func staticPayloadType(of encodingName: String, clockRate: Int, channels: Int) -> UInt8? {
        assigned.first {
            $0.encodingName == encodingName && $0.clockRate == clockRate && $0.channels == channels
        }?.payloadType
    }

    private static let assigned:
        [(payloadType: UInt8, media: Media, encodingName: String, clockRate: Int, channels: Int)] = [
            (0, .audio, "PCMU", 8_000, 1),
            (3, .audio, "GSM", 8_000, 1),
            (4, .audio, "G723", 8_000, 1),
            (5, .audio, "DVI4", 8_000, 1),
            (6, .audio, "DVI4", 16_000, 1),
            (7, .audio, "LPC", 8_000, 1),
            (8, .audio, "PCMA", 8_000, 1),
            (9, .audio, "G722", 8_000, 1),
            (10, .audio, "L16", 44_100, 2),
            (11, .audio, "L16", 44_100, 1),
            (12, .audio, "QCELP", 8_000, 1),
            (13, .audio, "CN", 8_000, 1),
            // The frames say how many channels there are.
            (14, .audio, "MPA", 90_000, 1),
            (15, .audio, "G728", 8_000, 1),
            (16, .audio, "DVI4", 11_025, 1),
            (17, .audio, "DVI4", 22_050, 1),
            (18, .audio, "G729", 8_000, 1),
            (25, .video, "CelB", 90_000, 1),
            (26, .video, "JPEG", 90_000, 1),
            (28, .video, "nv", 90_000, 1),
            (31, .video, "H261", 90_000, 1),
            (32, .video, "MPV", 90_000, 1),
            (33, .video, "MP2T", 90_000, 1),
            (34, .video, "H263", 90_000, 1),
        ]
}
