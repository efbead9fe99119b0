import Bytes
import RTP
import Testing

struct ReceiverEstimatedMaximumBitrateTests {
    @Test func readsExponentAndMantissa() throws {
        // Two sources, exponent 3 (000011), mantissa 0x30000: 0x0F0000; 0x30000 << 3 = 1,572,864 bit/s.
        let estimate = try Self.estimate("8fce0006 00000001 00000000 52454d42 020f0000 00000007 00000008")
        #expect(estimate.bitrate == 1_572_864)
        #expect(estimate.sources == [7, 8])
    }

    @Test(
        arguments: [
            (0, 0), (1, 1), (262_143, 262_143), (262_144, 262_144), (262_145, 262_144), (2_500_000, 2_500_000),
            (.max, 0x3FFFF << 46),
        ] as [(UInt64, UInt64)])
    func whatIsWrittenIsReadWithEighteenBits(bitrate: UInt64, expected: UInt64) throws {
        var writer = ByteWriter()
        ReceiverEstimatedMaximumBitrate.write(senderSSRC: 1, bitrate: bitrate, sources: [9], to: &writer)
        let estimate = try Self.estimate(Hex.string(writer.bytes))
        #expect(estimate.bitrate == expected)
        #expect(estimate.sources == [9])
    }

    @Test func otherApplicationFeedbackIsSkipped() throws {
        let datagram = try #require(Hex.bytes("8fce0003 0000000100000000 41424344"))
        #expect(try readRTCP(datagram).isEmpty)
    }

    @Test(arguments: [
        MalformedVector(name: "no identifier", hex: "8fce0002 0000000100000000", error: .truncated),
        MalformedVector(name: "no bitrate", hex: "8fce0003 0000000100000000 52454d42", error: .truncated),
        MalformedVector(name: "source promised", hex: "8fce0004 0000000100000000 52454d42 01000001", error: .truncated),
        MalformedVector(
            name: "255 sources promised", hex: "8fce0004 0000000100000000 52454d42 ff000001",
            error: .truncated),
        MalformedVector(
            name: "more than 64 bits", hex: "8fce0004 0000000100000000 52454d42 00ffffff", error: .malformed),
        MalformedVector(name: "65 bits", hex: "8fce0004 0000000100000000 52454d42 00bfffff", error: .malformed),
    ])
    func refuses(vector: MalformedVector) throws {
        try vector.check()
    }

    private static func estimate(_ hex: String) throws -> (bitrate: UInt64, sources: [UInt32]) {
        let (packet, datagram) = try readOneRTCP(hex)
        guard case .estimatedMaximumBitrate(let estimate) = packet else {
            Issue.record("\(packet)")
            return (0, [])
        }
        #expect(estimate.senderSSRC == 1)
        var sources: [UInt32] = []
        estimate.sources.forEach(in: datagram.span) { sources.append($0) }
        return (estimate.bitrate, sources)
    }
}
