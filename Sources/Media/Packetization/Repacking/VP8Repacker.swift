import Bytes
import Codecs

/// Cuts VP8 payloads that are too large (RFC 7741 §4.2).
struct VP8Repacker: PayloadRepacker {
    private let maximum: Int

    init(maximumPayload: Int) {
        maximum = maximumPayload
    }

    func repack(
        _ payload: Span<UInt8>, timestamp: UInt32, isBehindLoss: Bool, into payloads: inout PayloadList
    ) throws(MalformedPayload) -> RepackedTraits {
        guard !VideoPacketFacts.inspect(codec: .vp8, payload: payload).isMalformed else { throw MalformedPayload() }
        guard payload.count > maximum else {
            payloads.write(whole: payload)
            return RepackedTraits()
        }
        var reader = ByteReader(payload)
        guard (try? VP8PayloadFormat.readDescriptor(&reader)) != nil else { throw MalformedPayload() }
        let descriptor = payload.extracting(..<reader.offset)
        let body = payload.extracting(reader.offset...)
        let fragments = EqualFragments(of: body.count, room: maximum - descriptor.count)
        for index in 0..<fragments.count {
            // A partition starts in the first alone.
            payloads.write(index == 0 ? descriptor[0] : descriptor[0] & ~Self.startOfPartition)
            payloads.write(descriptor.extracting(1...))
            payloads.write(body.extracting(fragments[index]))
            payloads.endPayload()
        }
        return RepackedTraits()
    }

    /// S of the first byte.
    private static let startOfPartition: UInt8 = 0x10
}
