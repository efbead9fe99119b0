import RTP
import Testing

struct DatagramKindTests {
    /// Both ends of every range of RFC 7983 §7, and what lies between them.
    @Test(
        arguments: [
            (0, DatagramKind.stun), (3, .stun), (4, .unknown), (15, .unknown), (16, .unknown), (19, .unknown),
            (20, .dtls),
            (63, .dtls), (64, .turnChannel), (79, .turnChannel), (80, .unknown), (127, .unknown), (128, .rtp),
            (191, .rtp),
            (192, .unknown), (255, .unknown),
        ] as [(UInt8, DatagramKind)])
    func firstByteNamesTheProtocol(first: UInt8, kind: DatagramKind) {
        let bytes: [UInt8] = [first, 0]
        #expect(DatagramKind(bytes.span) == kind)
    }

    @Test(
        arguments: [
            (191, DatagramKind.rtp), (192, .rtcp), (200, .rtcp), (206, .rtcp), (223, .rtcp), (224, .rtp), (96, .rtp),
        ] as [(UInt8, DatagramKind)])
    func secondByteSeparatesRTCP(second: UInt8, kind: DatagramKind) {
        #expect(DatagramKind(firstByte: 0x80, secondByte: second) == kind)
    }

    @Test(arguments: [[], [0x80]] as [[UInt8]]) func lessThanTwoBytesAreNothing(bytes: [UInt8]) {
        #expect(DatagramKind(bytes.span) == .unknown)
    }
}
