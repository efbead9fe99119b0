import Bytes
import TestSupport
import Testing

@testable import Load

struct PacketMarkTests {
    @Test func everyMarkIsReadAsItWasWritten() {
        var random = SeededRandom(seed: 1)
        for _ in 0..<2_000 {
            let mark = Self.random(&random)
            var writer = ByteWriter()
            writer.write(random.bytes(Int.random(in: 0...40, using: &random)))
            let begin = writer.count
            mark.write(to: &writer)
            #expect(writer.count - begin == PacketMark.length)
            let read = PacketMark(endOf: writer.bytes.span)
            #expect(read == mark)
            // Else an H.264 parser might see a start code, or drop the end.
            #expect(!writer.bytes[begin...].contains(0) && writer.bytes.last == 0x80)
        }
    }

    @Test func whatIsNoMarkIsNone() {
        var random = SeededRandom(seed: 2)
        var writer = ByteWriter()
        Self.random(&random).write(to: &writer)
        for length in 0..<PacketMark.length {
            let short = PacketMark(
                endOf: writer.bytes.span.extracting((PacketMark.length - length)..<PacketMark.length))
            #expect(short == nil)
        }
        // The signature, the flag of each group, and the end.
        for index in writer.bytes.indices {
            var bytes = writer.bytes
            bytes[index] ^= 0x80
            let changed = PacketMark(endOf: bytes.span)
            #expect(changed == nil, "byte \(index)")
        }
        for _ in 0..<1_000 {
            let noise = PacketMark(endOf: random.bytes(64).span)
            #expect(noise == nil)
        }
    }

    private static func random(_ random: inout SeededRandom) -> PacketMark {
        let packetsInFrame = UInt16.random(in: 1..<1 << 14, using: &random)
        return PacketMark(
            source: .random(in: 0..<PacketMark.sourceLimit, using: &random),
            departure: .random(in: 0...Int64.max, using: &random), packet: .random(in: 0...UInt32.max, using: &random),
            frame: .random(in: 0...UInt32.max, using: &random),
            position: .random(in: 0..<packetsInFrame, using: &random),
            packetsInFrame: packetsInFrame)
    }
}
