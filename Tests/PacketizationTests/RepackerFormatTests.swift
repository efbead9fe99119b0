import Codecs
import Packetization
import Testing

/// How payloads of the other formats are cut, and which formats are taken.
@Suite struct RepackerFormatTests {
    private func repacker(_ format: PacketFormat, _ maximum: Int = 100) throws -> PacketRepacker {
        try #require(PacketRepacker(format: format, maximumPayload: maximum))
    }

    // MARK: H.265

    @Test func unitsOfH265AreCut() throws {
        var repacker = try repacker(.video(.h265))
        let unit = h265Unit(type: 1, temporal: 2, count: 151)
        #expect(
            repacker.repack(unit).payloads == [
                [0x62, 0x02, 0x81] + unit[2..<77], [0x62, 0x02, 0x41] + unit[77...],
            ])
        // The end of a fragmented slice of layer 5.
        let body = h264Unit(0x80, count: 99)
        #expect(
            repacker.repack([0x62, 0x29, 0x53] + body, marker: true).payloads == [
                [0x62, 0x29, 0x13] + body[..<50], [0x62, 0x29, 0x53] + body[50...],
            ])
        let units = [h265Unit(type: 39, count: 20), h265Unit(type: 0, temporal: 3, count: 60), unit]
        let packets = repacker.repack([0x60, 0x01] + units.flatMap { [0, UInt8($0.count)] + $0 })
        #expect(
            packets.payloads == [
                [0x60, 0x01, 0, 20] + units[0] + [0, 60] + units[1], [0x62, 0x02, 0x81] + unit[2..<77],
                [0x62, 0x02, 0x41] + unit[77...],
            ])
        // An end of sequence is a header alone.
        #expect(repacker.repack([0x48, 0x01]).payloads == [[0x48, 0x01]])
        #expect(repacker.refusedCount == 0)
    }

    @Test(
        arguments: [
            [0x26], [0x26, 0x00, 0xAF], [0x60, 0x01], [0x60, 0x01, 0, 1, 0x26], [0x60, 0x01, 0, 4, 0x26, 1, 2],
            [0x60, 0x01, 0, 3, 0x60, 1, 2], [0x62, 0x01, 0x93], [0x62, 0x01, 0xB0, 0], [0x62, 0x00, 0x93, 0xAF],
            [0x64, 0x01, 0x26, 0x01], [0x7E, 0x01, 0x00],
        ] as [[UInt8]])
    func malformedPayloadsOfH265AreDropped(payload: [UInt8]) throws {
        var repacker = try repacker(.video(.h265))
        #expect(repacker.repack(payload) == [])
        #expect(repacker.refusedCount == 1)
        #expect(repacker.repack([0x02, 0x01, 0xD0]).map(\.isBehindLoss) == [true])
    }

    @Test func setsOfH265StandBeforeKeyframesOfTheBaseLayer() throws {
        var repacker = try repacker(.video(.h265, RepackerVectors.h265Parameters), 300)
        _ = repacker.repack([0x02, 0x01, 0xD0], at: 1, marker: true)
        // IDR of layer 1, then of layer 0.
        #expect(repacker.repack([0x26, 0x09, 0xAF], at: 2).payloads == [[0x26, 0x09, 0xAF]])
        let packets = repacker.repack([0x26, 0x01, 0xAF], at: 2)
        #expect(packets.map { $0.payload[0] >> 1 } == [48, 19])
        #expect(packets.map(\.startsKeyframe) == [true, false])
    }

    // MARK: VP8, VP9

    @Test func payloadsOfVP8AreCutBehindTheirDescriptor() throws {
        var repacker = try repacker(.video(.vp8))
        let body = [0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01] + h264Unit(7, count: 179)
        // X, N, S; then I, L, T, K; a picture number of two bytes, TL0PICIDX, TID.
        let descriptor: [UInt8] = [0xB0, 0xF0, 0x92, 0x34, 0x55, 0x60]
        let packets = repacker.repack(descriptor + body, marker: true)
        let later: [UInt8] = [0xA0] + descriptor[1...]
        let expected: [[UInt8]] = [descriptor + body[..<63], later + body[63..<126], later + body[126...]]
        #expect(packets.payloads == expected)
        #expect(packets.map(\.startsKeyframe) == [true, false, false])
        #expect(packets.map(\.marker) == [false, false, true])
        #expect(repacker.repack(descriptor) == [])
        #expect(repacker.refusedCount == 1)
        #expect(repacker.repack([0x10] + h264Unit(1, count: 99)).map(\.payload.count) == [100])
    }

    @Test func payloadsOfVP9AreCutBehindTheirDescriptor() throws {
        var repacker = try repacker(.video(.vp9))
        // I, L, B, E and V; a picture number; layer 0, TL0PICIDX; the size of one layer.
        let (numbers, structure): ([UInt8], [UInt8]) = ([0x92, 0x34, 0x10, 0x05], [0x10, 0x02, 0x80, 0x01, 0xE0])
        let body = h264Unit(7, count: 250)
        let packets = repacker.repack([0xAE] + numbers + structure + body, at: 1, marker: true)
        let expected: [[UInt8]] = [
            [0xAA] + numbers + structure + body[..<80], [0xA0] + numbers + body[80..<165],
            [0xA4] + numbers + body[165...],
        ]
        #expect(packets.payloads == expected)
        #expect(packets.map(\.startsKeyframe) == [true, false, false])
        // The middle of a frame in flexible mode, with two references.
        let middle = repacker.repack([0xD0, 0x05, 0x03, 0x04] + body, at: 2)
        #expect(middle.count == 3 && middle.allSatisfy { $0.payload.starts(with: [0xD0, 0x05, 0x03, 0x04]) })
        #expect(middle.flatMap { $0.payload[4...] } == body)
    }

    /// Each part but the first goes without it, but the first must have it, with something of the frame.
    @Test func aStructureThatLeavesNoRoomIsRefused() throws {
        var repacker = try repacker(.video(.vp9))
        let groups = [0x08, 30] + [UInt8](repeating: 0x04, count: 60)
        #expect(repacker.repack([0x0A] + groups + h264Unit(7, count: 200)) == [])
        #expect(repacker.refusedCount == 1)
    }

    // MARK: AV1

    @Test func elementsOfAV1AreCut() throws {
        var repacker = try repacker(.video(.av1))
        let (first, second) = (obu(type: 6, body: 120), obu(type: 4, body: 80))
        // Z, Y, two elements.
        let packets = repacker.repack([0xE0] + leb128(first.count) + first + second, marker: true)
        #expect(packets.count == 3)
        #expect(packets.map { $0.payload[0] & 0xC0 } == [0xC0, 0xC0, 0xC0])
        #expect(packets.map(\.marker) == [false, false, true])
        let whole = repacker.repack([0x28] + leb128(first.count) + first + second, at: 9)
        #expect(whole.map { $0.payload[0] & 0xC8 } == [0x48, 0xC0, 0x80])
        #expect(whole.map(\.startsKeyframe) == [true, false, false])
        // What neither begins nor ends an element is one of its own.
        let begun: [UInt8] = [0x58] + first[..<(whole[0].payload.count - 1)]
        #expect(whole[0].payload == begun)
    }

    @Test(arguments: [
        [0x30] + leb128(90) + obu(type: 6, body: 89) + leb128(90) + obu(type: 4, body: 89),
        [0x00] + leb128(90) + obu(type: 6, body: 89) + leb128(91) + obu(type: 4, body: 89),
        [0x20] + leb128(0) + obu(type: 6, body: 120), [0x98] + obu(type: 6, body: 120), [0x10],
    ])
    func malformedElementsAreDropped(payload: [UInt8]) throws {
        var repacker = try repacker(.video(.av1))
        #expect(repacker.repack(payload) == [])
        #expect(repacker.refusedCount == 1)
    }

    // MARK: Sound

    @Test(arguments: [CodecName.pcmu, .pcma, .g722])
    func samplesAreCutAndTimed(name: CodecName) throws {
        var repacker = try repacker(.audio(name))
        let samples = h264Unit(1, count: 240)
        let packets = repacker.repack(samples, at: .max - 90, marker: true)
        #expect(packets.payloads == [Array(samples[..<80]), Array(samples[80..<160]), Array(samples[160...])])
        #expect(packets.map(\.timestamp) == [.max - 90, .max - 10, 69])
        #expect(packets.map(\.marker) == [true, false, false])
        #expect(packets.allSatisfy { $0.startsKeyframe })
        #expect(repacker.repack(samples, at: 5).last?.timestamp == 165)
    }

    @Test func opusIsNotCut() throws {
        var repacker = try repacker(.audio(.opus, clockRate: 48_000, channels: 2))
        let largest = h264Unit(1, count: 1_275)
        #expect(repacker.repack(largest, at: 3, marker: true).payloads == [largest])
        #expect(repacker.repack(h264Unit(1, count: 1_401)) == [])
        #expect(repacker.refusedCount == 1)
        #expect(repacker.repack(largest).map(\.isBehindLoss) == [true])
    }

    // MARK: Formats

    @Test func formatsThatWebRTCHasNotAreRefused() {
        let taken: [PacketFormat] = [
            .video(.h264), .video(.h265), .video(.av1), .video(.vp8), .video(.vp9), .audio(.pcma), .audio(.g722),
            .audio(.opus, clockRate: 48_000, channels: 2), .video(.h265, "sprop-max-don-diff=0"),
        ]
        for format in taken { #expect(PacketRepacker(format: format) != nil, "\(format)") }
        var slow = PacketFormat.video(.vp8)
        slow.clockRate = 1_000
        let refused: [PacketFormat] = [
            .audio(.aac, clockRate: 48_000), .audio(.pcmu, clockRate: 16_000), .audio(.pcmu, channels: 2),
            .audio(.opus, clockRate: 16_000), .audio(.ac3, clockRate: 48_000), .video(.pcmu), .audio(.h264), slow,
            .video(.h265, "sprop-max-don-diff=2"), .video(.h265, "sprop-depack-buf-nalus=1"),
            PacketFormat(.application, "vnd.onvif.metadata", payloadType: 98, clockRate: 90_000),
            PacketFormat(.video, "JPEG", payloadType: 26, clockRate: 90_000),
        ]
        for format in refused { #expect(PacketRepacker(format: format) == nil, "\(format)") }
    }
}
