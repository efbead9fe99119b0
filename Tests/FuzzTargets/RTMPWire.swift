import Bytes
import Containers
import RTMP
import TestSupport

extension FuzzTarget {
    /// Both sides of a handshake. However the bytes are sliced, the answer is the same, and of the right length.
    package static let rtmpHandshake = FuzzTarget(
        "rtmp-handshake",
        seeds: [
            [3] + [UInt8](repeating: 0, count: 3072),
            [3, 0, 0, 0, 0, 9, 0, 124, 2] + [UInt8](repeating: 1, count: 3070),
            [0x16, 3, 1], Array("GET / HTTP/1.1".utf8),
        ]
    ) { bytes in
        var outputs: [[UInt8]] = []
        for size in [1, 700, bytes.count + 1] {
            var random = SeededRandom(seed: 1)
            var output: [UInt8] = []
            var server = RTMPServerHandshake()
            feed(bytes, slicedBy: size) { (input) throws(RTMPError) in
                try !server.read(from: &input, timestamp: 7, using: &random, into: &output)
            }
            precondition([0, 3073].contains(output.count), "S0, S1 and S2 are all there or not at all")
            var client = RTMPClientHandshake(timestamp: 7, using: &random, into: &output)
            let hello = output.count
            feed(bytes, slicedBy: size) { (input) throws(RTMPError) in
                try !client.read(from: &input, using: &random, into: &output)
            }
            precondition([0, 1536].contains(output.count - hello), "C2 is all there or not at all")
            outputs.append(output)
        }
        precondition(outputs.allSatisfy { $0 == outputs[0] }, "slices make no difference")
    }

    /// Messages out of chunks: the same in any slices, within the limits, and as they were when written and read again.
    package static let rtmpChunks = FuzzTarget(
        "rtmp-chunks",
        seeds: [
            "02000000000004010000000000001000020000000000040500000000004c4b40030000000000041400000000020001",
            "46ffffff00000209010000000101312b70aabb", "06ffffff000002090100000000ffffff01",
            "420000000000060400070000000100",
            "04000000000082080100000001010101", "0200000000000402000000000000000400", "0000fffffe00000409010000000102",
            "01ffffffffff0000030900000001ffffffff0102c1ffffffffffff03",
        ].compactMap(Hex.bytes)
    ) { bytes in
        var runs: [[RTMPMessage]] = []
        for size in [1, 5, bytes.count + 1] {
            var messages: [RTMPMessage] = []
            var reader = RTMPChunkReader()
            feed(bytes, slicedBy: size) { (input) throws(RTMPError) in
                while let message = try reader.read(from: &input) { messages.append(message) }
                return true
            }
            precondition(0...min(RTMPLimits.maximumBufferedBytes, bytes.count) ~= reader.bufferedBytes, "within limits")
            precondition(1...RTMPLimits.maximumChunkSize ~= reader.chunkSize, "within limits")
            runs.append(messages)
        }
        precondition(runs.allSatisfy { $0 == runs[0] }, "slices make no difference")
        precondition(runs[0].reduce(0) { $0 + $1.payload.count } <= bytes.count, "no payload out of nothing")
        var written: [UInt8] = []
        for message in runs[0] { RTMPChunkWriter.write(message, chunkStream: 66, chunkSize: 128, into: &written) }
        var again: [RTMPMessage] = []
        var reader = RTMPChunkReader()
        feed(written.span, slicedBy: 100) { (input) throws(RTMPError) in
            while let message = try reader.read(from: &input) { again.append(message) }
            return true
        }
        precondition(again == runs[0], "what is written is read")
    }

    /// AMF0, and AMF3 inside it: what is read can be written, and then says the same.
    package static let amf0 = FuzzTarget(
        "amf0",
        seeds: [
            "020007636f6e6e656374003ff00000000000000300036170700200046c697665000009",
            "0800000001000161050000090a00000002050101070000", "0b000000000000000000000c00000001780d0f0000000161",
            "100003414243000161010000000906", "110a23034103610362040104021 10a0104030404110a02",
            "11090503610201030403110800110603610403", "0609706c6179040101", "0a0000000103000161050000090700010700 00",
        ].compactMap(Hex.bytes)
    ) { bytes in
        _ = try? AMF3Reader.values(inMessage: bytes)
        guard let values = try? AMF0Reader.values(in: bytes) else { return }
        let written = AMF0Writer.bytes(of: values)
        guard let again = try? AMF0Reader.values(in: written.span) else {
            preconditionFailure("what is written is read")
        }
        // Bytes are compared, as no NaN equals itself.
        precondition(AMF0Writer.bytes(of: again) == written, "what is written says the same")
    }

    /// Hands slices of a size to a reader until it returns false or throws.
    private static func feed(
        _ bytes: Span<UInt8>, slicedBy size: Int, to read: (inout ByteReader) throws(RTMPError) -> Bool
    ) {
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + size)
            var input = ByteReader(bytes.extracting(start..<end))
            guard let goesOn = try? read(&input), goesOn else { return }
            precondition(input.isAtEnd, "all bytes are taken")
            start = end
        }
    }
}
