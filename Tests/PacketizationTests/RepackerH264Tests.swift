import Codecs
import Packetization
import Testing

/// How payloads of H.264 are cut, and what is refused.
@Suite struct RepackerH264Tests {
    private func repacker(_ maximum: Int = 100, _ parameters: String = "packetization-mode=1") throws -> PacketRepacker
    {
        try #require(PacketRepacker(format: .video(.h264, parameters), maximumPayload: maximum))
    }

    @Test func whatFitsPassesAsItIs() throws {
        var repacker = try repacker()
        let payloads: [[UInt8]] = [
            h264Unit(0x41, count: 100), H264Units.delimiter, [0x0A], H264Units.information,
            H264Units.aggregate([H264Units.information, H264Units.slice]),
            [0x7C, 0x81] + h264Unit(0x01, count: 98), [0x7C, 0x01, 0xAA], [0x5C, 0x41] + h264Unit(0x01, count: 98),
        ]
        for payload in payloads { #expect(repacker.repack(payload).payloads == [payload]) }
        #expect(repacker.refusedCount == 0)
    }

    /// Of a hundred bytes two are headers, so 98 are left for the body.
    @Test(arguments: [(101, [50, 50]), (197, [98, 98]), (198, [66, 66, 65])])
    func largeUnitsBecomeFragments(count: Int, bodies: [Int]) throws {
        var repacker = try repacker()
        let unit = [0x41, 0x80] + h264Unit(0xAB, count: count - 2)
        let packets = repacker.repack(unit, at: 7, marker: true)
        #expect(packets.map(\.payload.count) == bodies.map { $0 + 2 })
        #expect(packets.flatMap { $0.payload[2...] } == Array(unit[1...]))
        #expect(packets.allSatisfy { $0.payload[0] == 0x5C && $0.timestamp == 7 && !$0.isBehindLoss })
        #expect(packets.map { $0.payload[1] } == [0x81] + bodies.dropFirst(2).map { _ in 0x01 } + [0x41])
        #expect(packets.map(\.marker) == bodies.dropFirst().map { _ in false } + [true])
    }

    @Test(
        arguments: [(0x80, [0x80, 0]), (0, [0, 0]), (0x40, [0, 0x40]), (0xC0, [0x80, 0x40])] as [(UInt8, [UInt8])])
    func largeFragmentsBecomeSeveral(flags: UInt8, parts: [UInt8]) throws {
        var repacker = try repacker()
        let body = h264Unit(0x9A, count: 121)
        let packets = repacker.repack([0x3C, flags | 0x01] + body, marker: flags & 0x40 != 0)
        #expect(packets.payloads == [[0x3C, parts[0] | 1] + body[..<61], [0x3C, parts[1] | 1] + body[61...]])
        #expect(packets.last?.marker == (flags & 0x40 != 0 && flags & 0x80 != 0 || flags & 0x40 != 0))
    }

    @Test func largeAggregatesComeApart() throws {
        var repacker = try repacker()
        let units = [
            H264Units.information, h264Unit(0x41, count: 40), h264Unit(0x41, count: 50), h264Unit(0x21, count: 130),
            H264Units.slice,
        ]
        let packets = repacker.repack(H264Units.aggregate(units), marker: true)
        let large = units[3]
        #expect(
            packets.payloads == [
                H264Units.aggregate([units[0], units[1]], header: 0x58), units[2],
                [0x3C, 0x81] + large[1..<66], [0x3C, 0x41] + large[66...], units[4],
            ])
        #expect(packets.map(\.marker) == [false, false, false, false, true])
    }

    @Test(
        arguments: [
            [0x00, 0x01], [0x18], [0x18, 0x00], [0x18, 0x00, 0x03, 0x41, 0x9A], [0x18, 0x00, 0x00],
            [0x18, 0x00, 0x01, 0x41, 0x00], [0x18, 0x00, 0x01, 0x18], [0x19, 0, 0, 0, 1, 0x41], [0x1A, 0], [0x1B, 0],
            [0x1C, 0x81], [0x1C, 0x80, 0x01], [0x1C, 0x98, 0x01], [0x1D, 0x81, 0, 0, 1], [0x1E, 0], [0x1F, 0],
        ] as [[UInt8]])
    func malformedPayloadsAreDroppedAndLost(payload: [UInt8]) throws {
        var repacker = try repacker()
        #expect(repacker.repack(payload, at: 1) == [])
        #expect(repacker.refusedCount == 1)
        #expect(repacker.repack(H264Units.slice, at: 1).map(\.isBehindLoss) == [true])
        #expect(repacker.repack(H264Units.slice, at: 1).map(\.isBehindLoss) == [false])
    }

    @Test func aLossIsToldOnceAndOutlastsWhatSaysNothing() throws {
        var repacker = try repacker()
        #expect(repacker.repack([], isBehindLoss: true) == [])
        #expect(repacker.repack([], isBehindLoss: false) == [])
        #expect(repacker.refusedCount == 0)
        let packets = repacker.repack(h264Unit(0x41, count: 250))
        #expect(packets.map(\.isBehindLoss) == [true, false, false])
        #expect(repacker.repack(H264Units.slice, isBehindLoss: true).map(\.isBehindLoss) == [true])
    }

    /// Some cameras put a marker behind each parameter set; viewers would take the sets for a frame.
    @Test func aMarkerBehindWhatIsNoPictureIsTakenAway() throws {
        var repacker = try repacker()
        _ = repacker.repack(H264Units.slice, at: 1, marker: true)
        #expect(!repacker.repack(H264Units.sequenceSet, at: 2, marker: true)[0].marker)
        #expect(!repacker.repack(H264Units.pictureSet, at: 2, marker: true)[0].marker)
        #expect(repacker.repack(H264Units.keyframe, at: 2, marker: true)[0].marker)
        #expect(repacker.repack([0x0A], at: 2, marker: true)[0].marker)
        // The picture may be what is missing.
        #expect(repacker.repack(H264Units.information, at: 3, marker: true, isBehindLoss: true)[0].marker)
    }

    @Test(arguments: [
        ("packetization-mode=2", false), ("packetization-mode=0", true), ("", true),
        ("sprop-parameter-sets=!!!,Z2Q=", true),
    ])
    func interleavingIsRefused(parameters: String, isTaken: Bool) {
        #expect((PacketRepacker(format: .video(.h264, parameters)) != nil) == isTaken)
    }
}
