import Bytes
import Codecs

/// H.265 (RFC 7798) without decoding order numbers: single NAL units, aggregates (AP) and fragments (FU).
struct H265PayloadFormat: PayloadFormat {
    private var assembly = NALFrameAssembly(setKinds: 3, headerLength: Self.headerLength)

    /// Nil where decoding order numbers are in the payloads (§4.4), which is so when units are interleaved.
    init?(_ codec: Codec) {
        for name in ["sprop-max-don-diff", "sprop-depack-buf-nalus"] {
            guard codec.formatParameter(name) ?? "0" == "0" else { return nil }
        }
        for (kind, name) in ["sprop-vps", "sprop-sps", "sprop-pps"].enumerated() {
            guard let list = codec.formatParameter(name) else { continue }
            for part in list.utf8.split(separator: UInt8(ascii: ",")) {
                guard let unit = Base64.bytes(part) else { continue }
                _ = assembly.sets.insert(unit, kind: kind, headerLength: Self.headerLength)
            }
        }
    }

    var needsKeyframe: Bool { assembly.frame.needsKeyframe }

    mutating func receive(
        payload: Span<UInt8>, timestamp: Int64, marker: Bool, into items: inout [DepacketizedItem]
    ) throws(MalformedPayload) {
        guard payload.count > Self.headerLength else { throw MalformedPayload() }
        if assembly.frame.isNew(timestamp) {
            finish(into: &items)
            assembly.begin(at: timestamp)
        }
        switch Self.type(payload[0]) {
        case Self.units:
            try add(payload)
        case Self.aggregate:
            var reader = ByteReader(payload.extracting(Self.headerLength..<payload.count))
            repeat {
                guard let length = try? reader.readUInt16(), let unit = try? reader.readSlice(Int(length))
                else { throw MalformedPayload() }
                try add(unit)
            } while !reader.isAtEnd
        case Self.fragment:
            try addFragment(payload)
        default:
            // PACI, and what is reserved.
            throw MalformedPayload()
        }
        if marker { finish(into: &items) }
    }

    mutating func noteLoss() {
        assembly.noteLoss()
    }

    private mutating func finish(into items: inout [DepacketizedItem]) {
        assembly.finish(into: &items) {
            .h265(
                videoParameterSets: $0.units[0], sequenceParameterSets: $0.units[1], pictureParameterSets: $0.units[2])
        }
    }

    private mutating func add(_ unit: Span<UInt8>) throws(MalformedPayload) {
        guard unit.count > Self.headerLength, Self.units.contains(Self.type(unit[0])), unit[1] & 7 != 0
        else { throw MalformedPayload() }
        assembly.add(unit, as: Self.role(header: (unit[0], unit[1]), firstOfBody: unit[2]))
    }

    /// FU, §4.4.3: the header's type stands in a byte of its own, behind the bits that say where the unit begins and ends.
    private mutating func addFragment(_ payload: Span<UInt8>) throws(MalformedPayload) {
        guard payload.count > Self.headerLength + 1, payload[1] & 7 != 0, Self.units.contains(payload[2] & 0x3F)
        else { throw MalformedPayload() }
        if payload[2] & 0x80 != 0 {
            let header = (payload[0] & 0x81 | payload[2] << 1 & 0x7E, payload[1])
            assembly.beginFragments(
                header: [header.0, header.1], as: Self.role(header: header, firstOfBody: payload[3]))
        }
        assembly.addFragment(payload.extracting(3..<payload.count), isLast: payload[2] & 0x40 != 0)
    }

    /// By the type of the NAL unit (H.265 table 7-1). A slice begins with a bit that says whether it is the picture's first.
    private static func role(header: (UInt8, UInt8), firstOfBody: UInt8) -> NALUnitRole {
        // Layers above the base are for decoders of scalable and multi-view video.
        guard header.0 & 1 == 0, header.1 >> 3 == 0 else { return .dropped }
        return switch type(header.0) {
        case 0...9: .slice(isRandomAccess: false, isFirst: firstOfBody & 0x80 != 0)
        // BLA, IDR and CRA.
        case 16...21: .slice(isRandomAccess: true, isFirst: firstOfBody & 0x80 != 0)
        case 32...34: .parameterSet(kind: Int(type(header.0)) - 32)
        // Delimiter, ends of sequence and bitstream, filler.
        case 35...38: .dropped
        default: .kept
        }
    }

    private static func type(_ firstByte: UInt8) -> UInt8 { firstByte >> 1 & 0x3F }

    /// Bytes of a NAL unit header.
    private static let headerLength = 2
    /// Types of NAL units, and of the structures of RFC 7798 (§4.4).
    private static let units: ClosedRange<UInt8> = 0...47
    private static let aggregate: UInt8 = 48
    private static let fragment: UInt8 = 49
}
