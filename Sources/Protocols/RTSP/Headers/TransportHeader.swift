/// `Transport` (RFC 2326 §12.39): in a request what a client can take, best first, in a response the one that is used.
package struct TransportHeader: Equatable, Sendable {
    /// At least one; at most ``maximumSpecifications``.
    package var specifications: [TransportSpecification]

    /// - Parameter specifications: best first; at least one.
    package init(_ specifications: [TransportSpecification]) {
        self.specifications = specifications
    }

    /// Reads the value of a field, or the values of several, joined by commas. What goes beyond
    /// ``maximumSpecifications`` is liked least, and left out.
    /// - Throws: ``RTSPError/malformed(_:)`` where one of them, or all, cannot be read.
    package init(parsing text: some StringProtocol) throws(RTSPError) {
        specifications = []
        for part in Substring(text).parts(separatedBy: ",", limit: Self.maximumSpecifications) {
            specifications.append(try TransportSpecification(parsing: part))
        }
        if specifications.isEmpty { throw .malformed("a Transport header is empty") }
    }

    /// The field's value.
    package var text: String { specifications.map(\.text).joined(separator: ",") }

    /// Our choice; clients name one to three.
    package static let maximumSpecifications = 16
}
