import Bytes
import Codecs

/// H.264 (RFC 6184) in its two modes without interleaving: single NAL units, aggregates (STAP-A) and fragments (FU-A).
struct H264PayloadFormat: PayloadFormat {
    private var assembly = NALFrameAssembly(setKinds: 2, headerLength: 1)

    /// Nil for the interleaved mode.
    init?(_ codec: Codec) {
        guard codec.formatParameter("packetization-mode") != "2" else { return nil }
        guard let list = codec.formatParameter("sprop-parameter-sets") else { return }
        for part in list.utf8.split(separator: UInt8(ascii: ",")) {
            guard let unit = Base64.bytes(part), let first = unit.first,
                case .parameterSet(let kind) = Self.role(header: first, firstOfBody: 0)
            else { continue }
            _ = assembly.sets.insert(unit, kind: kind, headerLength: 1)
        }
    }

    var needsKeyframe: Bool { assembly.frame.needsKeyframe }

    mutating func receive(
        payload: Span<UInt8>, timestamp: Int64, marker: Bool, into items: inout [DepacketizedItem]
    ) throws(MalformedPayload) {
        if assembly.frame.isNew(timestamp) {
            finish(into: &items)
            assembly.begin(at: timestamp)
        }
        switch payload[0] & Self.typeMask {
        case Self.units:
            try add(payload)
        case Self.singleTimeAggregate:
            var reader = ByteReader(payload.extracting(1..<payload.count))
            repeat {
                guard let length = try? reader.readUInt16(), let unit = try? reader.readSlice(Int(length))
                else { throw MalformedPayload() }
                try add(unit)
            } while !reader.isAtEnd
        case Self.fragment:
            try addFragment(payload)
        default:
            // STAP-B, MTAP and FU-B belong to the interleaved mode.
            throw MalformedPayload()
        }
        if marker { finish(into: &items) }
    }

    mutating func noteLoss() {
        assembly.noteLoss()
    }

    private mutating func finish(into items: inout [DepacketizedItem]) {
        assembly.finish(into: &items) { .h264(sequenceParameterSets: $0.units[0], pictureParameterSets: $0.units[1]) }
    }

    private mutating func add(_ unit: Span<UInt8>) throws(MalformedPayload) {
        guard !unit.isEmpty, Self.units.contains(unit[0] & Self.typeMask) else { throw MalformedPayload() }
        assembly.add(unit, as: Self.role(header: unit[0], firstOfBody: unit.count > 1 ? unit[1] : 0))
    }

    /// FU-A, §5.8: the header's type stands in a byte of its own, behind the bits that say where the unit begins and ends.
    private mutating func addFragment(_ payload: Span<UInt8>) throws(MalformedPayload) {
        guard payload.count > 2, Self.units.contains(payload[1] & Self.typeMask) else { throw MalformedPayload() }
        if payload[1] & 0x80 != 0 {
            let header = payload[0] & ~Self.typeMask | payload[1] & Self.typeMask
            assembly.beginFragments(header: [header], as: Self.role(header: header, firstOfBody: payload[2]))
        }
        assembly.addFragment(payload.extracting(2..<payload.count), isLast: payload[1] & 0x40 != 0)
    }

    /// By the type of the NAL unit (H.264 table 7-1). A slice begins with the number of its first macroblock, which is 0
    /// where the first bit is set.
    private static func role(header: UInt8, firstOfBody: UInt8) -> NALUnitRole {
        switch header & typeMask {
        case 1, 2: .slice(isRandomAccess: false, isFirst: firstOfBody & 0x80 != 0)
        case 5: .slice(isRandomAccess: true, isFirst: firstOfBody & 0x80 != 0)
        case 7: .parameterSet(kind: 0)
        case 8: .parameterSet(kind: 1)
        // Delimiter, ends of sequence and stream, filler, and sets of extensions that no decoder here knows.
        case 9...13, 15: .dropped
        default: .kept
        }
    }

    private static let typeMask: UInt8 = 0x1F
    /// Types of NAL units, and of the structures of RFC 6184 (table 1).
    private static let units: ClosedRange<UInt8> = 1...23
    private static let singleTimeAggregate: UInt8 = 24
    private static let fragment: UInt8 = 28
}
