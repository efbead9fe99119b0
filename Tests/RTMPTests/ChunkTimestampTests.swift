import Bytes
import RTMP
import Testing

/// Extended timestamps (RTMP 1.0, §5.3.1.3), from peers that repeat them in every chunk and from those that do not.
@Suite struct ChunkTimestampTests {
    /// ffmpeg 5.1, 20,000 seconds into a stream: the headers were recorded, the payload was replaced.
    @Test func readsFFmpegsFirstFrame() throws {
        let bytes = joined(
            chunk(0, 2, "000000 000004 01 00000000 00001000"), chunk(0, 6, "000000 000001 09 01000000 00"),
            Hex.bytes("46 ffffff 001694 09 01312b70") ?? [], payload(0..<4096), Hex.bytes("c6 01312b70") ?? [],
            payload(4096..<5780))
        for size in [1, 6, .max] {
            let messages = try messages(of: bytes, slicedBy: size)
            #expect(
                messages.last == RTMPMessage(type: 9, timestamp: 19_999_600, streamID: 1, payload: payload(0..<5780)))
        }
    }

    @Test(arguments: [1, 2, 5, 131, .max]) func readsTimestampsThatAreRepeated(size: Int) throws {
        let start = joined(chunk(0, 6, "ffffff 000104 09 01000000 01000000"), payload(0..<128))
        let middle = joined(chunk(3, 6, "01000000"), payload(128..<256), chunk(3, 6, "01000000"), payload(256..<260))
        let bytes = joined(start, middle, chunk(3, 6, "01000000"), payload(0..<128), middle)
        #expect(
            try messages(of: bytes, slicedBy: size) == [
                RTMPMessage(type: 9, timestamp: 0x100_0000, streamID: 1, payload: payload(0..<260)),
                RTMPMessage(type: 9, timestamp: 0x200_0000, streamID: 1, payload: payload(0..<260)),
            ])
    }

    /// The payload agrees with the timestamp in its first 0...3 bytes, and the last chunk is shorter than a timestamp.
    @Test(arguments: [0, 1, 2, 3], [1, 2, 3, .max]) func readsTimestampsThatAreNotRepeated(
        equal: Int, size: Int
    ) throws {
        var expected = payload(0..<258)
        for index in 0..<equal { expected[128 + index] = [1, 2, 3][index] }
        let bytes = joined(
            chunk(0, 6, "ffffff 000102 09 01000000 01020304"), Array(expected[..<128]), chunk(3, 6),
            Array(expected[128..<256]), chunk(3, 6), Array(expected[256...]),
            chunk(0, 4, "000000 000001 08 01000000 01"))
        #expect(
            try messages(of: bytes, slicedBy: size) == [
                RTMPMessage(type: 9, timestamp: 0x0102_0304, streamID: 1, payload: expected),
                RTMPMessage(type: 8, timestamp: 0, streamID: 1, payload: [1]),
            ])
    }

    /// A header without one ends it.
    @Test func aShortTimestampIsNotRepeated() throws {
        let bytes = joined(
            chunk(0, 6, "ffffff 000001 09 01000000 01000000 01"), chunk(1, 6, "000001 000081 09"), payload(0..<128),
            chunk(3, 6), [9])
        #expect(try messages(of: bytes).last?.payload == payload(0..<128) + [9])
        #expect(try messages(of: bytes).last?.timestamp == 0x100_0001)
    }

    private func payload(_ range: Range<Int>) -> [UInt8] {
        range.map { UInt8(truncatingIfNeeded: $0 &* 5 &+ 0x40) }
    }
}
