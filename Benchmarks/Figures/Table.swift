/// A table of figures, as text.
package struct Table {
    private let title: String
    private let columns: [String]
    private let notes: [String]
    private var rows: [[String]] = []

    /// - Parameters:
    ///   - columns: heads of the columns behind the first, which names the rows.
    ///   - notes: what one must know to read the figures.
    package init(_ title: String, columns: [String], notes: [String] = []) {
        self.title = title
        self.columns = columns
        self.notes = notes
    }

    /// Adds a row of figures, each in nanoseconds; nil where there is none.
    package mutating func add(_ name: String, _ figures: [Double?]) {
        add(name, figures.map { $0.map(Self.time) ?? "-" })
    }

    package mutating func add(_ name: String, _ cells: [String]) {
        rows.append([name] + cells)
    }

    package func print() {
        Swift.print("\n" + text)
    }

    package var text: String {
        let table = [[title] + columns] + rows
        let widths = table[0].indices.map { column in table.map { $0[column].count }.max() ?? 0 }
        let lines = table.map { row in
            let cells = zip(row, widths).enumerated().map { index, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return index == 0 ? cell.0 + padding : padding + cell.0
            }
            return cells.joined(separator: "   ")
        }
        return (lines + notes.map { "  \($0)" }).joined(separator: "\n")
    }

    /// Three digits and the unit that suits: `92.0 ns`, `1.25 µs`.
    package static func time(_ nanoseconds: Double) -> String {
        switch nanoseconds {
        case ..<1_000: "\(digits(nanoseconds)) ns"
        case ..<1_000_000: "\(digits(nanoseconds / 1_000)) µs"
        default: "\(digits(nanoseconds / 1_000_000)) ms"
        }
    }

    /// A number with three digits: `0.52`, `5.23`, `52.3`, `523`; a dash for what is no number.
    package static func digits(_ value: Double) -> String {
        guard value.isFinite else { return "-" }
        let scale = value < 10 ? 100 : value < 100 ? 10 : 1
        let number = Int((value * Double(scale)).rounded())
        guard scale > 1 else { return "\(number)" }
        let fraction = "\(number % scale)"
        let zeros = String(repeating: "0", count: (scale == 100 ? 2 : 1) - fraction.count)
        return "\(number / scale).\(zeros)\(fraction)"
    }
}
