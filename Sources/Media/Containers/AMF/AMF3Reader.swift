import Bytes

/// Reads Action Message Format 3 (AMF3 specification, 2013) as far as RTMP's commands and metadata use it, into the
/// values of AMF0. Names of classes are dropped.
package struct AMF3Reader {
    private var strings: [String] = []
    private var classes: [Class] = []
    private var references = AMFReferenceTable()

    /// What objects of a class begin with (§3.12, "traits").
    private struct Class {
        let names: [String]
        /// Whether named properties follow the sealed ones.
        let isDynamic: Bool
    }

    /// All values of a message of the types 15 and 17, whose encoding its first byte tells: 0 stands in front of
    /// AMF0, which all known peers use; the marker of an AMF3 string means that everything is AMF3.
    package static func values(inMessage bytes: Span<UInt8>) throws(AMFError) -> [AMF0Value] {
        var reader = ByteReader(bytes)
        switch try? reader.readUInt8() {
        case 0: return try AMF0Reader.values(in: reader.readRest())
        case Marker.string.rawValue: return try values(in: bytes)
        default: return try AMF0Reader.values(in: bytes)
        }
    }

    private static func values(in bytes: Span<UInt8>) throws(AMFError) -> [AMF0Value] {
        var bytes = ByteReader(bytes)
        var reader = AMF3Reader()
        var budget = AMFBudget()
        var values: [AMF0Value] = []
        while !bytes.isAtEnd {
            try budget.spend(depth: 0)
            values.append(try reader.value(from: &bytes, budget: &budget, depth: 0))
        }
        return values
    }

    /// The next value, which the budget was charged for.
    mutating func value(
        from bytes: inout ByteReader, budget: inout AMFBudget, depth: Int
    ) throws(AMFError) -> AMF0Value {
        let marker = try bytes.amfUInt8()
        switch Marker(rawValue: marker) {
        case .undefined: return .undefined
        case .null: return .null
        case .false: return .boolean(false)
        case .true: return .boolean(true)
        case .integer:
            // 29 bits in two's complement.
            return .number(Double(Int32(bitPattern: try number(from: &bytes) << 3) >> 3))
        case .double: return .number(try bytes.amfDouble())
        case .string: return .string(try text(from: &bytes, budget: &budget))
        case .date:
            return try referable(from: &bytes, budget: &budget, depth: depth) {
                (_, reader, bytes, _) throws(AMFError) in .date(try bytes.amfDouble())
            }
        case .xmlDocument, .xml:
            return try referable(from: &bytes, budget: &budget, depth: depth) {
                (count, _, bytes, _) throws(AMFError) in .string(try bytes.amfText(count))
            }
        case .array:
            return try referable(from: &bytes, budget: &budget, depth: depth) {
                (count, reader, bytes, budget) throws(AMFError) in
                try reader.array(denseCount: count, from: &bytes, budget: &budget, depth: depth)
            }
        case .object:
            return try referable(from: &bytes, budget: &budget, depth: depth) {
                (header, reader, bytes, budget) throws(AMFError) in
                try reader.object(header: header, from: &bytes, budget: &budget, depth: depth)
            }
        case .byteArray, .vectorOfIntegers, .vectorOfUnsigned, .vectorOfDoubles, .vectorOfObjects, .dictionary:
            throw .unsupportedMarker(marker)
        case nil: throw .unknownMarker(marker)
        }
    }

    /// A value that is either a reference or there, behind a number whose last bit says which. `read` gets the other
    /// bits.
    private mutating func referable(
        from bytes: inout ByteReader, budget: inout AMFBudget, depth: Int,
        read: (Int, inout AMF3Reader, inout ByteReader, inout AMFBudget) throws(AMFError) -> AMF0Value
    ) throws(AMFError) -> AMF0Value {
        let header = try number(from: &bytes)
        guard header & 1 == 1 else {
            let value = try references.value(Int(header >> 1))
            try budget.repeatValue(value, depth: depth)
            return value
        }
        let place = references.begin()
        return references.end(place, try read(Int(header >> 1), &self, &bytes, &budget))
    }

    /// Named values up to an empty name, then values by their index (§3.11).
    private mutating func array(
        denseCount: Int, from bytes: inout ByteReader, budget: inout AMFBudget, depth: Int
    ) throws(AMFError) -> AMF0Value {
        var properties = try self.properties(from: &bytes, budget: &budget, depth: depth)
        var elements: [AMF0Value] = []
        while elements.count < denseCount {
            try budget.spend(depth: depth + 1)
            elements.append(try value(from: &bytes, budget: &budget, depth: depth + 1))
        }
        guard !properties.isEmpty else { return .strictArray(elements) }
        for (index, element) in elements.enumerated() { properties.append(AMF0Property("\(index)", element)) }
        return .ecmaArray(properties)
    }

    private mutating func object(
        header: Int, from bytes: inout ByteReader, budget: inout AMFBudget, depth: Int
    ) throws(AMFError) -> AMF0Value {
        let `class` = try self.class(header: header, from: &bytes, budget: &budget, depth: depth)
        var properties: [AMF0Property] = []
        for name in `class`.names {
            try budget.spend(depth: depth + 1)
            properties.append(
                AMF0Property(name, try value(from: &bytes, budget: &budget, depth: depth + 1)))
        }
        if `class`.isDynamic { properties += try self.properties(from: &bytes, budget: &budget, depth: depth) }
        return .object(properties)
    }

    private mutating func `class`(
        header: Int, from bytes: inout ByteReader, budget: inout AMFBudget, depth: Int
    ) throws(AMFError) -> Class {
        guard header & 1 == 1 else {
            guard classes.indices.contains(header >> 1) else { throw .invalidReference }
            return classes[header >> 1]
        }
        // Only the program that sent an externalizable object knows what follows.
        guard header & 2 == 0 else { throw .unsupportedMarker(Marker.object.rawValue) }
        _ = try text(from: &bytes, budget: &budget)
        var names: [String] = []
        while names.count < header >> 3 {
            try budget.spend(depth: depth)
            names.append(try text(from: &bytes, budget: &budget))
        }
        let `class` = Class(names: names, isDynamic: header & 4 != 0)
        classes.append(`class`)
        return `class`
    }

    private mutating func properties(
        from bytes: inout ByteReader, budget: inout AMFBudget, depth: Int
    ) throws(AMFError) -> [AMF0Property] {
        var properties: [AMF0Property] = []
        while true {
            let name = try text(from: &bytes, budget: &budget)
            guard !name.isEmpty else { return properties }
            try budget.spend(depth: depth + 1)
            properties.append(AMF0Property(name, try value(from: &bytes, budget: &budget, depth: depth + 1)))
        }
    }

    /// Text, or a reference to text (§1.3.2). Text that is empty is never referred to.
    private mutating func text(from bytes: inout ByteReader, budget: inout AMFBudget) throws(AMFError) -> String {
        let header = try number(from: &bytes)
        guard header & 1 == 1 else {
            guard strings.indices.contains(Int(header >> 1)) else { throw .invalidReference }
            let text = strings[Int(header >> 1)]
            try budget.repeatText(text)
            return text
        }
        let text = try bytes.amfText(Int(header >> 1))
        if header >> 1 > 0 { strings.append(text) }
        return text
    }

    /// An unsigned number of 29 bits in one to four bytes (§1.3.1): seven bits a byte, eight in the fourth.
    private func number(from bytes: inout ByteReader) throws(AMFError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<3 {
            let byte = try bytes.amfUInt8()
            value = value << 7 | UInt32(byte & 0x7F)
            if byte & 0x80 == 0 { return value }
        }
        return value << 8 | UInt32(try bytes.amfUInt8())
    }

    /// What a value begins with (§3.1).
    private enum Marker: UInt8 {
        case undefined = 0x00
        case null = 0x01
        case `false` = 0x02
        case `true` = 0x03
        case integer = 0x04
        case double = 0x05
        case string = 0x06
        case xmlDocument = 0x07
        case date = 0x08
        case array = 0x09
        case object = 0x0A
        case xml = 0x0B
        case byteArray = 0x0C
        case vectorOfIntegers = 0x0D
        case vectorOfUnsigned = 0x0E
        case vectorOfDoubles = 0x0F
        case vectorOfObjects = 0x10
        case dictionary = 0x11
    }
}
