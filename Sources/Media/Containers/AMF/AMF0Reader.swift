package import Bytes

/// Reads Action Message Format 0 (AMF0 specification, 2007), with AMF3 behind its marker.
///
/// One reader is for the values of one message: references name what came before in it, and ``AMFLimits`` hold for all
/// of it. Counts in front of arrays are never trusted: an array has as many values as there are bytes for.
package struct AMF0Reader {
    private var budget = AMFBudget()
    private var references = AMFReferenceTable()
    private var amf3 = AMF3Reader()

    package init() {}

    /// All values of a message.
    package static func values(in bytes: Span<UInt8>) throws(AMFError) -> [AMF0Value] {
        var bytes = ByteReader(bytes)
        var reader = AMF0Reader()
        var values: [AMF0Value] = []
        while !bytes.isAtEnd { values.append(try reader.value(from: &bytes)) }
        return values
    }

    /// The next value. After an error neither reader is to be used again.
    package mutating func value(from bytes: inout ByteReader) throws(AMFError) -> AMF0Value {
        try value(from: &bytes, depth: 0)
    }

    private mutating func value(from bytes: inout ByteReader, depth: Int) throws(AMFError) -> AMF0Value {
        try budget.spend(depth: depth)
        let marker = try bytes.amfUInt8()
        switch Marker(rawValue: marker) {
        case .number: return .number(try bytes.amfDouble())
        case .boolean: return .boolean(try bytes.amfUInt8() != 0)
        case .string: return .string(try bytes.amfText(Int(try bytes.amfUInt16())))
        case .longString, .xmlDocument: return .string(try bytes.amfText(Int(try bytes.amfUInt32())))
        case .null: return .null
        case .undefined, .unsupported: return .undefined
        case .date:
            let milliseconds = try bytes.amfDouble()
            // The time zone is reserved and to be ignored (§2.13).
            _ = try bytes.amfUInt16()
            return .date(milliseconds)
        case .object:
            let place = references.begin()
            return references.end(place, .object(try properties(from: &bytes, depth: depth)))
        case .typedObject:
            let place = references.begin()
            _ = try bytes.amfText(Int(try bytes.amfUInt16()))
            return references.end(place, .object(try properties(from: &bytes, depth: depth)))
        case .ecmaArray:
            let place = references.begin()
            _ = try bytes.amfUInt32()
            return references.end(place, .ecmaArray(try properties(from: &bytes, depth: depth)))
        case .strictArray:
            let place = references.begin()
            return references.end(place, .strictArray(try elements(from: &bytes, depth: depth)))
        case .reference:
            let value = try references.value(Int(try bytes.amfUInt16()))
            try budget.repeatValue(value, depth: depth)
            return value
        case .avmPlusObject: return try amf3.value(from: &bytes, budget: &budget, depth: depth)
        case .movieClip, .recordSet: throw .unsupportedMarker(marker)
        case .objectEnd, nil: throw .unknownMarker(marker)
        }
    }

    /// Properties up to the end marker (§2.5), which some encoders forget where the message ends anyway.
    private mutating func properties(from bytes: inout ByteReader, depth: Int) throws(AMFError) -> [AMF0Property] {
        var properties: [AMF0Property] = []
        while !bytes.isAtEnd {
            let name = try bytes.amfText(Int(try bytes.amfUInt16()))
            if name.isEmpty {
                let start = bytes.offset
                if try bytes.amfUInt8() == Marker.objectEnd.rawValue { break }
                bytes.offset = start
            }
            properties.append(AMF0Property(name, try value(from: &bytes, depth: depth + 1)))
        }
        return properties
    }

    /// As many values as the count says (§2.12); the first that is not there is an error.
    private mutating func elements(from bytes: inout ByteReader, depth: Int) throws(AMFError) -> [AMF0Value] {
        let count = try bytes.amfUInt32()
        var values: [AMF0Value] = []
        while values.count < count { values.append(try value(from: &bytes, depth: depth + 1)) }
        return values
    }

    /// What a value begins with (§2.1).
    enum Marker: UInt8 {
        case number = 0x00
        case boolean = 0x01
        case string = 0x02
        case object = 0x03
        case movieClip = 0x04
        case null = 0x05
        case undefined = 0x06
        case reference = 0x07
        case ecmaArray = 0x08
        case objectEnd = 0x09
        case strictArray = 0x0A
        case date = 0x0B
        case longString = 0x0C
        case unsupported = 0x0D
        case recordSet = 0x0E
        case xmlDocument = 0x0F
        case typedObject = 0x10
        case avmPlusObject = 0x11
    }
}
