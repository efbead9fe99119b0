/// A table of figures as Markdown, the figures flush right.
package struct MarkdownTable {
    private let columns: [String]
    private var rows: [[String]] = []

    /// - Parameter columns: The first one's cells name the rows.
    package init(columns: [String]) {
        self.columns = columns
    }

    /// - Parameter cells: One for each column.
    package mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    package var text: String {
        let alignment = columns.indices.map { $0 == 0 ? "---" : "---:" }
        return ([columns, alignment] + rows).map(Self.line).joined(separator: "\n")
    }

    private static func line(_ cells: [String]) -> String {
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
}
