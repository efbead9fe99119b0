/// The header fields of a message, in order. Names are compared without regard to case; a name can occur more than
/// once.
package struct RTSPHeaders: Equatable, Sendable {
    package struct Field: Equatable, Sendable {
        package var name: String
        /// Without white space at its ends.
        package var value: String
    }

    package private(set) var fields: [Field] = []

    package init() {}

    /// The value of the first field of that name. Setting puts one field in the place of all of that name, or removes
    /// them all.
    package subscript(name: String) -> String? {
        get { fields.first { $0.name.equalsIgnoringCase(name) }?.value }
        set {
            let first = fields.firstIndex { $0.name.equalsIgnoringCase(name) }
            fields.removeAll { $0.name.equalsIgnoringCase(name) }
            guard let newValue else { return }
            fields.insert(Field(name: name, value: newValue), at: first ?? fields.endIndex)
        }
    }

    /// The values of all fields of that name, in order.
    package func values(_ name: String) -> [String] {
        fields.filter { $0.name.equalsIgnoringCase(name) }.map(\.value)
    }

    /// Appends a field, whether there is one of that name or not.
    package mutating func add(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// The header lines, the empty line, and the body. `Content-Length` is the body's and stands at the end; what the
    /// fields say of it is left out. A line break inside a value, which could begin a field of its own, becomes a
    /// space.
    func write(body: [UInt8], into output: inout [UInt8]) {
        for field in fields where !field.name.equalsIgnoringCase("Content-Length") {
            output += field.name.utf8
            output += ": ".utf8
            output.append(line: field.value)
            output += "\r\n".utf8
        }
        if !body.isEmpty { output += "Content-Length: \(body.count)\r\n".utf8 }
        output += "\r\n".utf8
        output += body
    }
}

extension RTSPHeaders: ExpressibleByDictionaryLiteral {
    /// Fields in the order given; a name can occur more than once.
    package init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }
}
