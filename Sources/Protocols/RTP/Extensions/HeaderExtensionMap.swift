/// Which local identifier stands for which header extension on one m-line (`a=extmap`, RFC 8285 §5), looked up both ways
/// without search or allocation. It reads its tables through spans, because reading the arrays themselves copies them.
package struct HeaderExtensionMap: Sendable {
    /// Raw values of kinds by identifier; 0 where an identifier is free.
    private var kinds = [256 of UInt8](repeating: 0)
    /// Identifiers by raw value of kind; 0 where a kind has none.
    private var ids = [16 of UInt8](repeating: 0)

    package init() {}

    /// Lets `id` stand for `kind`; what either of them stood for before is forgotten.
    /// - Parameter id: 1...255.
    /// - Returns: false, and nothing changes, for the identifier 0, which is padding.
    @discardableResult
    package mutating func set(_ kind: HeaderExtensionKind, id: UInt8) -> Bool {
        guard id != 0 else { return false }
        if let before = self[id] { ids[Int(before.rawValue)] = 0 }
        if let before = self[kind] { kinds[Int(before)] = 0 }
        kinds[Int(id)] = kind.rawValue
        ids[Int(kind.rawValue)] = id
        return true
    }

    /// The kind that `id` stands for; nil when it was not negotiated.
    package subscript(id: UInt8) -> HeaderExtensionKind? {
        HeaderExtensionKind(rawValue: kinds.span[Int(id)])
    }

    /// The identifier of `kind`; nil when it was not negotiated.
    package subscript(kind: HeaderExtensionKind) -> UInt8? {
        let id = ids.span[Int(kind.rawValue)]
        return id == 0 ? nil : id
    }
}

extension HeaderExtensionMap: Equatable {
    package static func == (left: HeaderExtensionMap, right: HeaderExtensionMap) -> Bool {
        HeaderExtensionKind.allCases.allSatisfy { left[$0] == right[$0] }
    }
}
