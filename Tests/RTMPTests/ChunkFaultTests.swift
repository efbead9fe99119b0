import Bytes
import RTMP
import Testing

/// What a peer may not do, and what it may not make us hold.
@Suite struct ChunkFaultTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let error: RTMPError?
    }

    static let faults = [
        Fault(
            testDescription: "format 1 first", bytes: chunk(1, 4, "000000 000001 08"),
            error: .headerWithoutPredecessor(chunkStream: 4)),
        Fault(
            testDescription: "format 2 first", bytes: chunk(2, 2, "000000"),
            error: .headerWithoutPredecessor(chunkStream: 2)),
        Fault(
            testDescription: "format 3 first", bytes: chunk(3, 65_599),
            error: .headerWithoutPredecessor(chunkStream: 65_599)),
        // CVE-2016-10191.
        Fault(
            testDescription: "length grows inside a message",
            bytes: chunk(0, 4, "000000 0000c8 08 01000000") + Array(repeating: 1, count: 128)
                + chunk(1, 4, "000000 0000c9 08"),
            error: .messageLengthChanged(chunkStream: 4)),
        Fault(
            testDescription: "length shrinks inside a message",
            bytes: chunk(0, 4, "000000 0000c8 08 01000000") + Array(repeating: 1, count: 128)
                + chunk(0, 4, "000000 000080 08 01000000"),
            error: .messageLengthChanged(chunkStream: 4)),
        Fault(testDescription: "chunk size 0", bytes: setChunkSize("00000000"), error: .invalidChunkSize(0)),
        Fault(testDescription: "chunk size 1", bytes: setChunkSize("00000001"), error: nil),
        Fault(testDescription: "chunk size 1 MiB", bytes: setChunkSize("00100000"), error: nil),
        Fault(
            testDescription: "chunk size 1 MiB + 1", bytes: setChunkSize("00100001"),
            error: .chunkSizeAboveLimit(1_048_577)),
        Fault(
            testDescription: "chunk size 2³¹ - 1", bytes: setChunkSize("7fffffff"),
            error: .chunkSizeAboveLimit(0x7FFF_FFFF)),
        Fault(
            testDescription: "chunk size with the highest bit", bytes: setChunkSize("80000080"),
            error: .invalidChunkSize(0x8000_0080)),
        Fault(
            testDescription: "chunk size of 3 bytes", bytes: chunk(0, 2, "000000 000003 01 00000000 000010"),
            error: .malformedControlMessage(type: 1)),
        Fault(
            testDescription: "abort of no bytes", bytes: chunk(0, 2, "000000 000000 02 00000000"),
            error: .malformedControlMessage(type: 2)),
        Fault(
            testDescription: "a message of 8 MiB begins", bytes: chunk(0, 4, "000000 800000 09 01000000"), error: nil),
        Fault(
            testDescription: "a message of 8 MiB + 1 begins", bytes: chunk(0, 4, "000000 800001 09 01000000"),
            error: .messageAboveLimit(length: 8_388_609)),
        Fault(
            testDescription: "64 chunk streams", bytes: (2..<66).flatMap { chunk(0, $0, "000000 000000 08 01000000") },
            error: nil),
        Fault(
            testDescription: "65 chunk streams", bytes: (2..<67).flatMap { chunk(0, $0, "000000 000000 08 01000000") },
            error: .tooManyChunkStreams),
    ]

    private static func setChunkSize(_ size: String) -> [UInt8] {
        chunk(0, 2, "000000 000004 01 00000000 \(size)")
    }

    @Test(arguments: faults) func isRefused(fault: Fault) {
        #expect(RTMPTests.fault(of: fault.bytes) == fault.error)
    }

    /// Three messages of 6 MiB each, none of which ends.
    @Test func unfinishedMessagesAreBounded() {
        let mebibyte = [UInt8](repeating: 0, count: 1 << 20)
        var bytes = chunk(0, 2, "000000 000004 01 00000000 00100000")
        for id: UInt32 in 4...6 {
            bytes += chunk(0, id, "000000 600000 09 01000000") + mebibyte
            for _ in 0..<4 { bytes += chunk(3, id) + mebibyte }
        }
        bytes += chunk(0, 7, "000000 200000 09 01000000") + mebibyte
        #expect(fault(of: bytes) == nil)
        #expect(fault(of: bytes + chunk(0, 8, "000000 000001 08 01000000 00")) == .tooManyBufferedBytes)
    }

    @Test func everyErrorIsOneSentence() {
        for fault in Self.faults {
            guard let error = fault.error else { continue }
            #expect(error.description.hasSuffix("."))
            #expect(error.description.first?.isUppercase == true)
        }
    }
}
