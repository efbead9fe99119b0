import Bytes
import Codecs

/// Cuts VP9 payloads that are too large (RFC 9628 §4.2).
struct VP9Repacker: PayloadRepacker {
    private let maximum: Int

    init(maximumPayload: Int) {
        maximum = maximumPayload
    }

    func repack(
        _ payload: Span<UInt8>, timestamp: UInt32, isBehindLoss: Bool, into payloads: inout PayloadList
    ) throws(MalformedPayload) -> RepackedTraits {
        guard !VideoPacketFacts.inspect(codec: .vp9, payload: payload).isMalformed else { throw MalformedPayload() }
        guard payload.count > maximum else {
            payloads.write(whole: payload)
            return RepackedTraits()
        }
        var reader = ByteReader(payload)
        guard let descriptor = try? VP9Descriptor(&reader) else { throw MalformedPayload() }
        let structure = payload.extracting(descriptor.structure)
        let repeated = payload.extracting(1..<(reader.offset - structure.count))
        let body = payload.extracting(reader.offset...)
        let room = maximum - 1 - repeated.count
        // The first part has the structure, and something of the frame besides.
        guard structure.count < room / 2 else { throw MalformedPayload() }
        let fragments = EqualFragments(of: body.count, room: room, leading: structure.count)
        for index in 0..<fragments.count {
            let (isFirst, isLast) = (index == 0, index == fragments.count - 1)
            var flags = payload[0]
            if !isFirst { flags &= ~(Self.startsFrame | Self.hasStructure) }
            if !isLast { flags &= ~Self.endsFrame }
            payloads.write(flags)
            payloads.write(repeated)
            if isFirst { payloads.write(structure) }
            payloads.write(body.extracting(fragments[index]))
            payloads.endPayload()
        }
        return RepackedTraits()
    }

    /// B, E and V of the first byte.
    private static let startsFrame: UInt8 = 0x08
    private static let endsFrame: UInt8 = 0x04
    private static let hasStructure: UInt8 = 0x02
}
