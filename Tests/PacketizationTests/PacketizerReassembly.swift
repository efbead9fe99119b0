import Codecs
import Testing

/// Payloads that break their format.
struct BrokenPayloads: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}

/// Puts the payloads of one frame together again, to the letter of the formats: what they forbid is an error.
enum Reassembly {
    /// The NAL units of RFC 6184, packetization-mode 1.
    static func h264(_ payloads: [[UInt8]]) throws -> [[UInt8]] {
        var units: [[UInt8]] = []
        var open: [UInt8]?
        for payload in payloads {
            let type = payload[0] & 31
            if type != 28, open != nil { throw BrokenPayloads("a fragmented unit has no end") }
            switch type {
            case 1...23:
                units.append(payload)
            case 24:
                let inner = try aggregated(payload, from: 1)
                if inner.count < 2 { throw BrokenPayloads("an aggregate of one") }
                let importance = inner.map { $0[0] & 0x60 }.max()
                if payload[0] & 0x60 != importance { throw BrokenPayloads("NRI \(payload[0])") }
                units += inner
            case 28:
                let header = payload[0] & 0xE0 | payload[1] & 31
                open = try append(payload, flags: payload[1], header: [header], from: 2, to: open, into: &units)
                if payload[1] & 0x20 != 0 { throw BrokenPayloads("R is set") }
            default:
                throw BrokenPayloads("type \(type)")
            }
        }
        if open != nil { throw BrokenPayloads("the last unit has no end") }
        return units
    }

    /// The NAL units of RFC 7798 without decoding order numbers.
    static func h265(_ payloads: [[UInt8]]) throws -> [[UInt8]] {
        var units: [[UInt8]] = []
        var open: [UInt8]?
        for payload in payloads {
            let type = payload[0] >> 1 & 63
            if type != 49, open != nil { throw BrokenPayloads("a fragmented unit has no end") }
            switch type {
            case 0...47:
                units.append(payload)
            case 48:
                let inner = try aggregated(payload, from: 2)
                if inner.count < 2 { throw BrokenPayloads("an aggregate of one") }
                if payload[1] & 7 != inner.map({ $0[1] & 7 }).min() { throw BrokenPayloads("TID") }
                func layer(_ unit: [UInt8]) -> UInt8 { unit[0] << 5 | unit[1] >> 3 }
                if layer(payload) & 63 != inner.map({ layer($0) & 63 }).min() { throw BrokenPayloads("LayerId") }
                units += inner
            case 49:
                let header = [payload[0] & 0x81 | (payload[2] & 63) << 1, payload[1]]
                open = try append(payload, flags: payload[2], header: header, from: 3, to: open, into: &units)
            default:
                throw BrokenPayloads("type \(type)")
            }
        }
        if open != nil { throw BrokenPayloads("the last unit has no end") }
        return units
    }

    /// The OBUs of an AV1 temporal unit, without sizes.
    static func av1(_ payloads: [[UInt8]]) throws -> [[UInt8]] {
        var units: [[UInt8]] = []
        var open: [UInt8]?
        for payload in payloads {
            let (continues, isContinued) = (payload[0] & 0x80 != 0, payload[0] & 0x40 != 0)
            let count = Int(payload[0] >> 4 & 3)
            if payload[0] & 0x07 != 0 { throw BrokenPayloads("reserved bits") }
            if continues != (open != nil) { throw BrokenPayloads("Z") }
            var rest = payload.dropFirst()
            var elements: [[UInt8]] = []
            while !rest.isEmpty {
                var length = rest.count
                if count == 0 || elements.count < count - 1 {
                    (length, rest) = try readLEB128(rest)
                    if length == 0 || length > rest.count { throw BrokenPayloads("a length of \(length)") }
                }
                elements.append(Array(rest.prefix(length)))
                rest = rest.dropFirst(length)
            }
            if elements.isEmpty || count > 0 && elements.count != count { throw BrokenPayloads("W") }
            if continues { elements[0] = (open ?? []) + elements[0] }
            open = isContinued ? elements.removeLast() : nil
            units += elements
        }
        if open != nil { throw BrokenPayloads("the last OBU has no end") }
        return units
    }

    private static func aggregated(_ payload: [UInt8], from start: Int) throws -> [[UInt8]] {
        var rest = payload.dropFirst(start)
        var units: [[UInt8]] = []
        while !rest.isEmpty {
            let size = rest.prefix(2).reduce(0) { $0 << 8 | Int($1) }
            rest = rest.dropFirst(2)
            if size == 0 || size > rest.count { throw BrokenPayloads("a size of \(size)") }
            units.append(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        return units
    }

    /// Takes a fragment: what is open behind it.
    private static func append(
        _ payload: [UInt8], flags: UInt8, header: [UInt8], from start: Int, to open: [UInt8]?,
        into units: inout [[UInt8]]
    ) throws -> [UInt8]? {
        let (isFirst, isLast) = (flags & 0x80 != 0, flags & 0x40 != 0)
        if isFirst == (open != nil) || isFirst && isLast { throw BrokenPayloads("S and E") }
        if payload.count == start { throw BrokenPayloads("a fragment of nothing") }
        let unit = (open ?? header) + payload[start...]
        if !unit.starts(with: header) { throw BrokenPayloads("fragments of two units") }
        if !isLast { return unit }
        units.append(unit)
        return nil
    }

    private static func readLEB128(_ bytes: ArraySlice<UInt8>) throws -> (Int, ArraySlice<UInt8>) {
        guard let end = bytes.firstIndex(where: { $0 & 0x80 == 0 }) else { throw BrokenPayloads("an endless number") }
        let value = bytes[...end].reversed().reduce(0) { $0 << 7 | Int($1 & 0x7F) }
        return (value, bytes[(end + 1)...])
    }
}
