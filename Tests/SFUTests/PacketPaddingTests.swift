import Codecs
import Net
import SFU
import Testing

/// Which packets of a batch are padded, and what that does to their bytes.
struct PacketPaddingTests {
    @Test(arguments: [
        // Sizes of payloads as browsers split a frame, and the padding of each.
        ([10, 10, 11, 11], [1, 1, 0, 0]),
        ([10, 10, 10, 11, 9], [1, 1, 1, 0, 0]),
        ([10, 10, 10, 10], [0, 0, 0, 0]),
        ([11, 11, 10], [0, 0, 0]),
        ([10, 12, 12], [0, 0, 0]),
        // Never more than one byte, be the packets ever so near to each other.
        ([9, 10, 11], [0, 1, 0]),
        // The end of one frame and the beginning of the next.
        ([10, 11, 11, 12], [0, 1, 1, 0]),
        ([10, 11, 10, 11], [1, 0, 1, 0]),
        ([10], [0]),
        ([], []),
    ])
    func packetsAreAsLargeAsTheNextWhereAByteDoes(sizes: [Int], padding: [UInt8]) {
        let track = track()
        for (number, size) in sizes.enumerated() {
            Packets.ingest(track, UInt16(number), payload: [UInt8](repeating: 0xEE, count: size))
        }
        track.levelPending()
        #expect(Self.padding(track) == padding)
        for (number, size) in sizes.enumerated() {
            let record = track.cache.record(UInt32(number)).pointee
            #expect(record.payloadLength == size)
            #expect(record.paddedLength == size + Int(padding[number]))
            let bytes = track.cache.bytes(UInt32(number)) + 12
            let (last, behind) = (bytes[size - 1], bytes[size])
            #expect(last == 0xEE)
            if padding[number] == 1 { #expect(behind == 1) }
        }
    }

    /// What was sent stays as it is, also when the packet behind it comes.
    @Test func packetsThatWereSentAreLeftAlone() {
        let track = track()
        Packets.ingest(track, 1, payload: [1, 2, 3])
        track.levelPending()
        track.didFanOut()
        Packets.ingest(track, 2, payload: [1, 2, 3, 4])
        track.levelPending()
        #expect(Self.padding(track) == [0, 0])
    }

    /// A batch that is looked at twice, as on a relay, is padded once.
    @Test func paddingIsNotAddedTwice() {
        let track = track()
        for (number, size) in [9, 10, 11].enumerated() {
            Packets.ingest(track, UInt16(number), payload: [UInt8](repeating: 0, count: size))
        }
        track.levelPending()
        track.levelPending()
        #expect(Self.padding(track) == [0, 1, 0])
    }

    /// Nobody gets packets of two layers as one train.
    @Test func layersAreNoMeasureForEachOther() {
        let track = Track(kind: .video)
        track.publish(rids: ["l", "h"], codec: Codec(.vp8, clockRate: 90_000))
        Packets.ingest(track, layer: 0, 1, payload: [1, 2, 3])
        Packets.ingest(track, layer: 1, 1, payload: [1, 2, 3, 4])
        track.levelPending()
        #expect(Self.padding(track) == [0, 0])
    }

    /// Header extensions count: 8 bytes for one of 3.
    @Test func whatCountsIsTheSizeOnTheWire() {
        let cache = PacketCache(capacity: 16)
        var extensions = ForwardedExtensions()
        extensions.append(ForwardedExtensions.Element(kind: 1, length: 3, offset: 0))
        for (size, extensions) in [(10, extensions), (11, ForwardedExtensions()), (19, ForwardedExtensions())] {
            append(cache, payload: size, extensions)
        }
        cache.levelSizes(from: 0)
        let paddings = (0..<3).map { cache.record($0).pointee.paddingLength }
        #expect(paddings == [0, 0, 0])

        append(cache, payload: 10, extensions)
        append(cache, payload: 19, ForwardedExtensions())
        cache.levelSizes(from: 3)
        #expect(cache.record(3).pointee.paddingLength == 1)
    }

    /// There is no byte left behind its payload.
    @Test func aPacketThatFillsItsSlotStaysAsItIs() {
        let cache = PacketCache(capacity: 16)
        append(cache, payload: PacketCache.slotSize - 12, ForwardedExtensions())
        var extensions = ForwardedExtensions()
        extensions.append(ForwardedExtensions.Element(kind: 1, length: 3, offset: 0))
        append(cache, payload: PacketCache.slotSize - 12 - 7, extensions)
        cache.levelSizes(from: 0)
        #expect(cache.record(0).pointee.paddingLength == 0)
    }

    private func track() -> Track {
        let track = Track(kind: .video)
        track.publish(rids: [nil], codec: Codec(.vp8, clockRate: 90_000))
        return track
    }

    private func append(_ cache: PacketCache, payload: Int, _ extensions: ForwardedExtensions) {
        let record = PacketRecord(
            sequence: 0, arrival: Instant(nanoseconds: 0), captureTime: 0, timestamp: 0, source: .none,
            payloadOffset: 12, payloadLength: UInt16(payload), marker: false, startsKeyframe: false,
            extensions: extensions)
        _ = [UInt8](repeating: 0, count: payload + 12).withUnsafeBytes { cache.append(record, bytes: $0) }
    }

    /// Of all packets that the track has.
    private static func padding(_ track: Track) -> [UInt8] {
        var numbers: [UInt32] = []
        for number in track.cache.oldest..<track.cache.end { numbers.append(number) }
        return numbers.map { track.cache.record($0).pointee.paddingLength }
    }
}
