/// `Public` and `Allow` (RFC 2326 §12.28, §12.4): the methods that somebody understands, or that a URL allows.
package struct PublicHeader: Equatable, Sendable {
    /// In the order written; at most ``maximumMethods``.
    package var methods: [RTSPMethod]

    package init(_ methods: [RTSPMethod]) {
        self.methods = methods
    }

    /// Reads a field's value, or the values of several, joined by commas. What is no method's name is left out.
    package init(parsing text: some StringProtocol) {
        methods = Substring(text).parts(separatedBy: ",", limit: Self.maximumMethods).compactMap { name in
            name.utf8.count <= RTSPLimits.method && name.utf8.allSatisfy(\.isTokenCharacter)
                ? RTSPMethod(String(name)) : nil
        }
    }

    /// The field's value.
    package var text: String { methods.map(\.name).joined(separator: ", ") }

    /// Our choice; there are eleven.
    package static let maximumMethods = 32
}
