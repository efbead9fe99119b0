import Bytes
import RTMP
import Testing

@Suite struct HandshakeTests {
    /// With nginx's random bytes, the answer to ffmpeg is nginx's, digests and all.
    @Test func answersFFmpegAsNginxDoes() throws {
        var random = Replay(HandshakeVectors.serverHello[8...] + HandshakeVectors.serverAnswer)
        let input = [3] + HandshakeVectors.clientHello + HandshakeVectors.clientAnswer + [0xAA]
        let expected = [3] + HandshakeVectors.serverHello + HandshakeVectors.serverAnswer
        for size in [1, 1000, 1537, .max] {
            var handshake = RTMPServerHandshake()
            random.rewind()
            var output: [UInt8] = []
            let rest = try feed(input, slicedBy: size) { (bytes) throws(RTMPError) in
                try handshake.read(from: &bytes, timestamp: 0x0020_46DD, using: &random, into: &output)
            }
            #expect(output == expected)
            #expect(rest == [0xAA])
        }
    }

    /// With ffmpeg's random bytes, C1 and the answer to nginx are ffmpeg's.
    @Test func answersNginxAsFFmpegDoes() throws {
        var random = Replay(HandshakeVectors.clientHello[8...] + HandshakeVectors.clientAnswer)
        let input = [3] + HandshakeVectors.serverHello + HandshakeVectors.serverAnswer + [0xAA]
        for size in [1, 1000, .max] {
            random.rewind()
            var output: [UInt8] = []
            var handshake = RTMPClientHandshake(timestamp: 0, using: &random, into: &output)
            #expect(output == [3] + HandshakeVectors.clientHello)
            let rest = try feed(input, slicedBy: size) { (bytes) throws(RTMPError) in
                try handshake.read(from: &bytes, using: &random, into: &output)
            }
            #expect(output == [3] + HandshakeVectors.clientHello + HandshakeVectors.clientAnswer)
            #expect(rest == [0xAA])
        }
    }

    /// A digest in the second half of C1 is answered with one in the second half of S1. Digests by Python's hmac.
    @Test func answersByTheClientsScheme() throws {
        var hello = (0..<1536).map { UInt8(truncatingIfNeeded: $0 * 7 + 3) }
        hello.replaceSubrange(772..<776, with: [0xFF, 0xFF, 0xFF, 0xFF])
        hello.replaceSubrange(
            1068..<1100,
            with: try #require(Hex.bytes("7a9b3e1c123b65b137a573d6551224422344bf7bb1d7b118810ba3047e0fa68c")))
        let output = try answer(to: hello, timestamp: 0x0102_0304)
        var expected = [UInt8](repeating: 0, count: 3073)
        expected.replaceSubrange(0..<9, with: [3, 1, 2, 3, 4, 13, 14, 10, 13])
        expected.replaceSubrange(
            777..<809,
            with: try #require(Hex.bytes("e5745a7e387f43e11d5acf7fdbfcd9943ca51229e999c61a47cf72a08d4bf40a")))
        expected.replaceSubrange(
            3041..<3073,
            with: try #require(Hex.bytes("1dc3ac89b9f89c72606bbb7328c3faa94625be0e6c4beec69001d65ba1f1809b")))
        #expect(output == expected)

        var random = Replay([0])
        var answer: [UInt8] = []
        var client = RTMPClientHandshake(timestamp: 0, using: &random, into: &answer)
        answer = []
        _ = try feed(output, slicedBy: .max) { (bytes) throws(RTMPError) in
            try client.read(from: &bytes, using: &random, into: &answer)
        }
        #expect(answer.count == 1536)
        #expect(Hex.string(answer.suffix(32)) == "334a74620e1e6f02addd873b7b8f0a7d07bf9a4f214c28296c50f5d75197e8a3")
    }

    /// rtmpdump and GStreamer leave the version 0, and one wrong bit of a digest is no digest.
    @Test func anUnsignedClientGetsAnEcho() throws {
        var damaged = HandshakeVectors.clientHello
        damaged[1535] ^= 1
        for hello in [[UInt8](repeating: 7, count: 1536), damaged] {
            let output = try answer(to: hello, timestamp: 0x0102_0304)
            #expect(output.prefix(9) == [3, 1, 2, 3, 4, 0, 0, 0, 0])
            #expect(output.count == 3073)
            #expect(Array(output.suffix(1536)) == hello)
        }
    }

    @Test func anUnsignedServerGetsAnEcho() throws {
        var random = Replay([9])
        var output: [UInt8] = []
        var handshake = RTMPClientHandshake(timestamp: 1, using: &random, into: &output)
        output = []
        let hello = (0..<1536).map { UInt8(truncatingIfNeeded: $0 * 3) }
        let rest = try feed([3] + hello + [UInt8](repeating: 0, count: 1536), slicedBy: 700) {
            (bytes) throws(RTMPError) in
            try handshake.read(from: &bytes, using: &random, into: &output)
        }
        #expect(output == hello)
        #expect(rest.isEmpty)
    }

    /// S0 to S2 do not wait for C2.
    @Test func theServerAnswersOnceC1IsComplete() throws {
        var handshake = RTMPServerHandshake()
        var random = Replay([1])
        var output: [UInt8] = []
        let almost = [3] + [UInt8](repeating: 0, count: 1535)
        var input = ByteReader(almost.span)
        let isDoneBefore = try handshake.read(from: &input, timestamp: 0, using: &random, into: &output)
        #expect(!isDoneBefore && output.isEmpty)
        let last: [UInt8] = [0]
        input = ByteReader(last.span)
        let isDone = try handshake.read(from: &input, timestamp: 0, using: &random, into: &output)
        #expect(!isDone && output.count == 3073)
    }

    @Test(
        arguments: [
            (0x16, .tls), (UInt8(ascii: "G"), .text), (UInt8(ascii: "P"), .text), (UInt8(ascii: "H"), .text),
            (6, .encrypted(version: 6)), (8, .encrypted(version: 8)), (9, .encrypted(version: 9)),
            (0, .unsupportedVersion(0)), (2, .unsupportedVersion(2)), (0xFF, .unsupportedVersion(255)),
        ] as [(UInt8, RTMPError)]) func otherProtocolsAreRefusedByTheirFirstByte(first: UInt8, error: RTMPError)
    {
        let bytes = [first]
        var random = Replay([0])
        var output: [UInt8] = []
        var server = RTMPServerHandshake()
        var input = ByteReader(bytes.span)
        #expect(throws: error) { try server.read(from: &input, timestamp: 0, using: &random, into: &output) }
        #expect(output.isEmpty)
        var client = RTMPClientHandshake(timestamp: 0, using: &random, into: &output)
        input = ByteReader(bytes.span)
        #expect(throws: error) { try client.read(from: &input, using: &random, into: &output) }
        #expect(error.description.hasSuffix("."))
    }

    /// S0, S1 and S2 with random bytes that are all 0.
    private func answer(to hello: [UInt8], timestamp: UInt32) throws -> [UInt8] {
        var handshake = RTMPServerHandshake()
        var random = Replay([0])
        var output: [UInt8] = []
        _ = try feed([3] + hello, slicedBy: .max) { (bytes) throws(RTMPError) in
            try handshake.read(from: &bytes, timestamp: timestamp, using: &random, into: &output)
        }
        return output
    }

    /// Feeds slices until the handshake is done, and returns what it left.
    private func feed(
        _ bytes: [UInt8], slicedBy size: Int, to read: (inout ByteReader) throws(RTMPError) -> Bool
    ) throws(RTMPError) -> [UInt8] {
        var start = 0
        while start < bytes.count {
            let slice = Array(bytes[start..<(start + min(size, bytes.count - start))])
            var input = ByteReader(slice.span)
            let isDone = try read(&input)
            start += input.offset
            if isDone { return Array(bytes[start...]) }
        }
        return []
    }

    /// Yields given bytes over and over.
    private struct Replay: RandomNumberGenerator {
        private let bytes: [UInt8]
        private var offset = 0

        init(_ bytes: some Sequence<UInt8>) {
            self.bytes = Array(bytes)
        }

        mutating func rewind() {
            offset = 0
        }

        mutating func next() -> UInt64 {
            var value: UInt64 = 0
            for _ in 0..<8 {
                value = value << 8 | UInt64(bytes[offset % bytes.count])
                offset += 1
            }
            return value
        }
    }
}
