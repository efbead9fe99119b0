import Bytes
import RTMP
import TestSupport
import Testing

/// What comes out of a reader that gets bytes in slices of a size.
func messages(
    of bytes: [UInt8], slicedBy size: Int = .max, reader: RTMPChunkReader = RTMPChunkReader()
) throws(RTMPError) -> [RTMPMessage] {
    var reader = reader
    var messages: [RTMPMessage] = []
    var start = 0
    while start < bytes.count {
        let slice = Array(bytes[start..<(start + min(size, bytes.count - start))])
        var input = ByteReader(slice.span)
        while let message = try reader.read(from: &input) { messages.append(message) }
        start += slice.count
    }
    return messages
}

/// The error of a reader that gets these bytes.
func fault(of bytes: [UInt8]) -> RTMPError? {
    do throws(RTMPError) {
        _ = try messages(of: bytes)
        return nil
    } catch {
        return error
    }
}

@Suite struct ChunkReaderTests {
    @Test(arguments: ChunkVector.all) func readsWhatProgramsSend(vector: ChunkVector) throws {
        let bytes = try #require(Hex.bytes(vector.bytes))
        let expected = vector.messages.filter { $0.type != RTMPMessageType.setChunkSize.rawValue }
        for size in [1, 2, 3, 7, 128, 129, .max] {
            let messages = try messages(of: bytes, slicedBy: size)
            let facts = messages.map {
                ChunkVector.Message(
                    type: $0.type, timestamp: $0.timestamp, streamID: $0.streamID, length: $0.payload.count)
            }
            #expect(facts == expected)
        }
    }

    /// Basic headers of one, two and three bytes (§5.3.1.1).
    @Test(arguments: [2, 63, 64, 319, 320, 65_599] as [UInt32]) func readsEveryChunkStream(id: UInt32) throws {
        let messages = try messages(of: chunk(0, id, "000001 000001 08 02000000") + [7] + chunk(3, id) + [8])
        #expect(
            messages == [
                RTMPMessage(type: 8, timestamp: 1, streamID: 2, payload: [7]),
                RTMPMessage(type: 8, timestamp: 2, streamID: 2, payload: [8]),
            ])
    }

    /// §5.3.1.2: each format leaves out more, and what it leaves out is what it was.
    @Test func inheritsWhatAHeaderLeavesOut() throws {
        let bytes = joined(
            chunk(0, 4, "000064 000002 08 01000000 0101"), chunk(1, 4, "00000a 000001 09 02"),
            chunk(2, 4, "000005 03"), chunk(3, 4, "04"))
        #expect(
            try messages(of: bytes) == [
                RTMPMessage(type: 8, timestamp: 100, streamID: 1, payload: [1, 1]),
                RTMPMessage(type: 9, timestamp: 110, streamID: 1, payload: [2]),
                RTMPMessage(type: 9, timestamp: 115, streamID: 1, payload: [3]),
                RTMPMessage(type: 9, timestamp: 120, streamID: 1, payload: [4]),
            ])
    }

    /// ffmpeg writes the timestamps 40 and 80 like that.
    @Test func theTimestampOfFormat0IsTheDifferenceOfFormat3() throws {
        let bytes = chunk(0, 4, "000028 000001 08 01000000") + [1] + chunk(3, 4) + [2]
        #expect(try messages(of: bytes).map(\.timestamp) == [40, 80])
    }

    @Test func timestampsWrap() throws {
        let bytes = joined(
            chunk(0, 4, "ffffff 000001 08 01000000 ffffffff 01"), chunk(2, 4, "000002 02"),
            chunk(2, 4, "ffffff ffffffff 03"))
        #expect(try messages(of: bytes).map(\.timestamp) == [.max, 1, 0])
    }

    @Test func messagesOfSeveralChunkStreamsInterleave() throws {
        let bytes = joined(
            chunk(0, 4, "000000 000082 08 01000000"), Array(repeating: 1, count: 128),
            chunk(0, 6, "000007 000081 09 01000000"), Array(repeating: 2, count: 128), chunk(3, 4, "0101"),
            chunk(3, 6, "02"))
        for size in [1, 100, .max] {
            #expect(
                try messages(of: bytes, slicedBy: size) == [
                    RTMPMessage(type: 8, timestamp: 0, streamID: 1, payload: Array(repeating: 1, count: 130)),
                    RTMPMessage(type: 9, timestamp: 7, streamID: 1, payload: Array(repeating: 2, count: 129)),
                ])
        }
    }

    @Test func aMessageMayBeEmpty() throws {
        let bytes = chunk(0, 4, "000003 000000 08 01000000") + chunk(3, 4)
        #expect(
            try messages(of: bytes) == [
                RTMPMessage(type: 8, timestamp: 3, streamID: 1, payload: []),
                RTMPMessage(type: 8, timestamp: 6, streamID: 1, payload: []),
            ])
    }

    /// A reader that was asked for one message has not obeyed what comes after it.
    @Test func oneMessageComesOutAtATime() throws {
        let bytes = chunk(0, 4, "000000 000001 08 01000000") + [1] + chunk(0, 2, "000000 000004 01 00000000 00001000")
        var reader = RTMPChunkReader()
        var input = ByteReader(bytes.span)
        let message = try reader.read(from: &input)
        #expect(message?.payload == [1])
        #expect(reader.chunkSize == 128)
        let rest = try reader.read(from: &input)
        #expect(rest == nil)
        #expect(reader.chunkSize == 4096)
        let isAtEnd = input.isAtEnd
        #expect(isAtEnd)
    }

    /// Set in the middle of a message of another chunk stream, in both directions.
    @Test(arguments: [1, 64, 4096, 1 << 20]) func obeysTheChunkSize(size: Int) throws {
        var bytes = chunk(0, 4, "000000 0000c8 08 01000000") + Array(repeating: 1, count: 128)
        RTMPChunkWriter.write(
            RTMPMessage(type: 1, payload: (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * $0)) }),
            chunkStream: 2, chunkSize: 128, into: &bytes)
        var missing = 200 - 128
        while missing > 0 {
            bytes += chunk(3, 4) + Array(repeating: 1, count: min(size, missing))
            missing -= min(size, missing)
        }
        let messages = try messages(of: bytes, slicedBy: 5)
        #expect(messages.map(\.payload) == [Array(repeating: 1, count: 200)])
    }

    @Test func anAbortedMessageIsForgotten() throws {
        let bytes = joined(
            chunk(0, 4, "000000 0000c8 08 01000000"), Array(repeating: 1, count: 128),
            chunk(0, 2, "000000 000004 02 00000000 00000004"), chunk(1, 4, "000001 000002 09 0506"))
        var reader = RTMPChunkReader()
        var input = ByteReader(bytes.span)
        let message = try reader.read(from: &input)
        #expect(message == RTMPMessage(type: 9, timestamp: 1, streamID: 1, payload: [5, 6]))
        #expect(reader.bufferedBytes == 0)
    }

    @Test func anAbortOfNothingIsIgnored() throws {
        #expect(try messages(of: chunk(0, 2, "000000 000004 02 00000000 00000009")).isEmpty)
    }

    /// Some encoders write a header where format 3 would do.
    @Test(arguments: [
        chunk(0, 4, "000009 0000c8 09 07000000"), chunk(1, 4, "000009 0000c8 09"), chunk(2, 4, "000009"),
    ])
    func aMessageMayGoOnWithAHeader(header: [UInt8]) throws {
        let bytes = joined(
            chunk(0, 4, "000005 0000c8 08 01000000"), Array(repeating: 1, count: 128), header,
            Array(repeating: 1, count: 72), chunk(3, 4), Array(repeating: 1, count: 128))
        #expect(
            try messages(of: bytes) == [
                RTMPMessage(type: 8, timestamp: 5, streamID: 1, payload: Array(repeating: 1, count: 200))
            ])
    }

    /// librtmp's user control messages come so when no other message went before.
    @Test func theControlStreamMayBeginWithFormat1() throws {
        let bytes = chunk(1, 2, "000000 000006 04 0007 00000001")
        #expect(try messages(of: bytes) == [RTMPMessage(type: 4, payload: [0, 7, 0, 0, 0, 1])])
    }
}

/// A chunk's header: the basic header of a format and a chunk stream, and hexadecimal for what follows.
func chunk(_ format: UInt8, _ id: UInt32, _ rest: String = "") -> [UInt8] {
    let basic: [UInt8] =
        switch id {
        case ..<64: [format << 6 | UInt8(id)]
        case ..<320: [format << 6, UInt8(id - 64)]
        default: [format << 6 | 1, UInt8((id - 64) % 256), UInt8((id - 64) / 256)]
        }
    return basic + (Hex.bytes(rest) ?? [])
}

func joined(_ parts: [UInt8]...) -> [UInt8] { Array(parts.joined()) }
