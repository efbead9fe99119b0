import Bytes
import RTMP
import TestSupport
import Testing

@Suite struct ChunkWriterTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let message: RTMPMessage
        let chunkStream: UInt32
        let chunkSize: Int
        let bytes: String
    }

    static let vectors = [
        // RTMP 1.0, §5.3.2.1, its first chunk.
        Vector(
            testDescription: "one chunk",
            message: RTMPMessage(type: 8, timestamp: 1000, streamID: 12_345, payload: [1, 2, 3, 4]), chunkStream: 3,
            chunkSize: 128, bytes: "03 0003e8 000004 08 39300000 01020304"),
        Vector(
            testDescription: "no payload", message: RTMPMessage(type: 20, payload: []), chunkStream: 63, chunkSize: 1,
            bytes: "3f 000000 000000 14 00000000"),
        Vector(
            testDescription: "exactly two chunks",
            message: RTMPMessage(type: 9, timestamp: 0xFF_FFFE, streamID: 1, payload: [1, 2, 3, 4]), chunkStream: 64,
            chunkSize: 2, bytes: "0000 fffffe 000004 09 01000000 0102 c000 0304"),
        Vector(
            testDescription: "the first extended timestamp",
            message: RTMPMessage(type: 9, timestamp: 0xFF_FFFF, streamID: 1, payload: [1, 2, 3]), chunkStream: 319,
            chunkSize: 1, bytes: "00ff ffffff 000003 09 01000000 00ffffff 01 c0ff 00ffffff 02 c0ff 00ffffff 03"),
        Vector(
            testDescription: "the largest chunk stream",
            message: RTMPMessage(type: 9, timestamp: .max, streamID: .max, payload: [1, 2, 3]), chunkStream: 65_599,
            chunkSize: 2, bytes: "01ffff ffffff 000003 09 ffffffff ffffffff 0102 c1ffff ffffffff 03"),
    ]

    @Test(arguments: vectors) func writes(vector: Vector) throws {
        var bytes: [UInt8] = [0xAA]
        RTMPChunkWriter.write(
            vector.message, chunkStream: vector.chunkStream, chunkSize: vector.chunkSize, into: &bytes)
        #expect(bytes == [0xAA] + (try #require(Hex.bytes(vector.bytes))))
    }

    /// Any messages in any chunks come back from the reader in any slices.
    @Test(arguments: 0..<20 as Range<UInt64>) func whatIsWrittenIsRead(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let chunkSize = [1, 3, 100, 128, 5000].randomElement(using: &random) ?? 128
        let size = RTMPMessage(
            type: 1, payload: [0, 0, UInt8(chunkSize / 256), UInt8(chunkSize % 256)])
        var bytes: [UInt8] = []
        RTMPChunkWriter.write(size, chunkStream: 2, chunkSize: 128, into: &bytes)
        let messages: [RTMPMessage] = (0..<30).map { _ in
            RTMPMessage(
                type: UInt8.random(in: 8...22, using: &random),
                timestamp: [UInt32.random(in: 0...0x1FF_FFFF, using: &random), .max].randomElement(using: &random) ?? 0,
                streamID: UInt32.random(in: 0...3, using: &random),
                payload: random.bytes(Int.random(in: 0...700, using: &random)))
        }
        for message in messages {
            let chunkStream: UInt32 = [3, 63, 64, 319, 320, 65_599].randomElement(using: &random) ?? 3
            RTMPChunkWriter.write(message, chunkStream: chunkStream, chunkSize: chunkSize, into: &bytes)
        }
        let slice = Int.random(in: 1...2000, using: &random)
        #expect(try RTMPTests.messages(of: bytes, slicedBy: slice) == messages)
    }
}
