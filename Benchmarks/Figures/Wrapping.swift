extension String {
    /// The words in lines of at most `width` characters, where no word is longer.
    /// - Parameter indentation: Before each line but the first.
    package func wrapped(to width: Int, indentation: String = "") -> String {
        var lines: [String] = []
        for word in split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append((lines.isEmpty ? "" : indentation) + word)
            }
        }
        return lines.joined(separator: "\n")
    }
}
