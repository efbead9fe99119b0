import Bytes
import Codecs

/// VP8 (RFC 7741): a descriptor before each part of a frame.
struct VP8PayloadFormat: PayloadFormat {
    private var frame = FrameAssembly()

    var needsKeyframe: Bool { frame.needsKeyframe }

    mutating func receive(
        payload: Span<UInt8>, timestamp: Int64, marker: Bool, into items: inout [DepacketizedItem]
    ) throws(MalformedPayload) {
        var reader = ByteReader(payload)
        guard let startsFrame = try? Self.readDescriptor(&reader), !reader.isAtEnd else { throw MalformedPayload() }
        if startsFrame || frame.isNew(timestamp) {
            finish(into: &items)
            frame.begin(at: timestamp)
            if !startsFrame { frame.breakOff() }
        }
        frame.append(reader.readRest())
        if marker { finish(into: &items) }
    }

    mutating func noteLoss() {
        frame.noteLoss()
    }

    private mutating func finish(into items: inout [DepacketizedItem]) {
        let format = TrackFormat.vp8(keyframe: frame.bytes.span)
        frame.finish(isKeyframe: format != nil, format: format, into: &items)
    }

    /// Reads the descriptor (§4.2), and returns whether a frame begins behind it.
    static func readDescriptor(_ reader: inout ByteReader) throws(EndOfBytes) -> Bool {
        let first = try reader.readUInt8()
        if first & 0x80 != 0 {
            let extensions = try reader.readUInt8()
            // A picture ID has a second byte if its first bit says so.
            if extensions & 0x80 != 0, try reader.readUInt8() & 0x80 != 0 { try reader.skip(1) }
            // TL0PICIDX, then TID, Y and KEYIDX in one byte.
            if extensions & 0x40 != 0 { try reader.skip(1) }
            if extensions & 0x30 != 0 { try reader.skip(1) }
        }
        // S, and partition index 0.
        return first & 0x17 == 0x10
    }
}
