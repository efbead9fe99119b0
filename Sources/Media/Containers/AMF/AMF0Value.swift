/// A value of Action Message Format 0 (AMF0 specification, §2), as RTMP commands and FLV script data hold them.
package indirect enum AMF0Value: Hashable, Sendable {
    case number(Double)
    case boolean(Bool)
    case string(String)
    case object([AMF0Property])
    case null
    case undefined
    /// An "ECMA array": properties with a count in front that means nothing.
    case ecmaArray([AMF0Property])
    case strictArray([AMF0Value])
    /// Milliseconds since 1970.
    case date(Double)

    package var number: Double? {
        if case .number(let value) = self { value } else { nil }
    }

    package var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    package var boolean: Bool? {
        if case .boolean(let value) = self { value } else { nil }
    }

    /// The properties of an object or an ECMA array; nil of anything else.
    package var properties: [AMF0Property]? {
        switch self {
        case .object(let properties), .ecmaArray(let properties): properties
        default: nil
        }
    }

    /// The first property of that name, of an object or an ECMA array.
    package subscript(name: String) -> AMF0Value? {
        properties?.first { $0.name == name }?.value
    }
}

/// A named value inside an object.
package struct AMF0Property: Hashable, Sendable {
    package var name: String
    package var value: AMF0Value

    package init(_ name: String, _ value: AMF0Value) {
        self.name = name
        self.value = value
    }
}
