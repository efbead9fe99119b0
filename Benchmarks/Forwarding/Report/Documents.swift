import Foundation

/// The files that show the figures: `Benchmarks/results.md`, `Benchmarks/forwarding.svg`, and a part of the README.
package struct Documents {
    private let root: URL

    /// - Parameter root: The checkout's folder.
    package init(root: String) {
        self.root = URL(filePath: root)
    }

    /// - Throws: ``ForwardingError``, and what writing files throws.
    package func write(table: String, chart: String) throws {
        let readme = root.appending(path: "README.md")
        let text = try Self.replacing(in: String(contentsOf: readme, encoding: .utf8), by: table)
        let page = "# What forwarding costs\n\n![CPU time for each packet](forwarding.svg)\n\n\(table)\n"
        try write(page, to: root.appending(path: "Benchmarks/results.md"))
        try write(chart, to: root.appending(path: "Benchmarks/forwarding.svg"))
        try write(text, to: readme)
    }

    /// Writes what players cost into its part of the README.
    /// - Parameter markers: Between which that part stands.
    /// - Throws: ``ForwardingError``, and what writing files throws.
    package func write(players table: String, between markers: (begin: String, end: String)) throws {
        let readme = root.appending(path: "README.md")
        let text = try Self.replacing(
            in: String(contentsOf: readme, encoding: .utf8), by: table, between: markers)
        try write(text, to: readme)
    }

    /// A document whose part between two markers is another one.
    /// - Throws: ``ForwardingError`` when it does not have both markers.
    package static func replacing(
        in document: String, by part: String, between markers: (begin: String, end: String) = (beginMarker, endMarker)
    ) throws(ForwardingError) -> String {
        guard let begin = document.firstRange(of: markers.begin),
            let end = document[begin.upperBound...].firstRange(of: markers.end)
        else { throw .wrong("the document does not have \(markers.begin) and \(markers.end)") }
        return document[..<begin.upperBound] + "\n\(part)\n" + document[end.lowerBound...]
    }

    private func write(_ text: String, to file: URL) throws {
        try Data(text.utf8).write(to: file, options: .atomic)
    }

    package static let beginMarker = "<!-- benchmark: written by make bench -->"
    package static let endMarker = "<!-- end of benchmark -->"
    /// - Parameter name: Of the protocol that players speak.
    package static func playersMarkers(_ name: String) -> (begin: String, end: String) {
        ("<!-- \(name) players: written by make bench -->", "<!-- end of \(name) players -->")
    }
}
