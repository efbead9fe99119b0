/// What the rest of a message may still cost, and where its values are nested.
///
/// References would let few bytes stand for a tree of any size, so what they repeat is counted as if it had been sent.
struct AMFBudget {
    private var values = AMFLimits.maximumValues
    private var repeatedBytes = AMFLimits.maximumRepeatedBytes

    /// Counts one value at a depth: 0 for a value that is not inside another one.
    mutating func spend(depth: Int) throws(AMFError) {
        guard depth <= AMFLimits.maximumDepth else { throw .tooDeep }
        guard values > 0 else { throw .tooManyValues }
        values -= 1
    }

    /// Counts text that is repeated.
    mutating func repeatText(_ text: String) throws(AMFError) {
        repeatedBytes -= text.utf8.count
        guard repeatedBytes >= 0 else { throw .tooMuchRepetition }
    }

    /// Counts all of a value that is repeated at a depth.
    mutating func repeatValue(_ value: AMF0Value, depth: Int) throws(AMFError) {
        try spend(depth: depth)
        switch value {
        case .string(let text):
            try repeatText(text)
        case .object(let properties), .ecmaArray(let properties):
            for property in properties {
                try repeatText(property.name)
                try repeatValue(property.value, depth: depth + 1)
            }
        case .strictArray(let values):
            for value in values { try repeatValue(value, depth: depth + 1) }
        case .number, .boolean, .null, .undefined, .date:
            break
        }
    }
}

/// The objects and arrays of a message in the order in which they began, which is how references name them.
struct AMFReferenceTable {
    /// Nil while a value is being read: a value inside itself is refused.
    private var values: [AMF0Value?] = []

    /// The place of a value that begins.
    mutating func begin() -> Int {
        values.append(nil)
        return values.count - 1
    }

    mutating func end(_ place: Int, _ value: AMF0Value) -> AMF0Value {
        values[place] = value
        return value
    }

    func value(_ place: Int) throws(AMFError) -> AMF0Value {
        guard values.indices.contains(place), let value = values[place] else { throw .invalidReference }
        return value
    }
}
