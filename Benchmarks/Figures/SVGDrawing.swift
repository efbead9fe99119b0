/// A drawing of rectangles, lines and texts, as an SVG document that stands alone. Colours come from classes, so that the
/// drawing suits a light and a dark page.
package struct SVGDrawing {
    package enum Anchor: String {
        case start, middle, end
    }

    private let width: Double
    private let height: Double
    /// What those hear who do not see it.
    private let title: String
    private let style: String
    private var elements: [String] = []

    /// - Parameter style: A style sheet.
    package init(width: Double, height: Double, title: String, style: String) {
        self.width = width
        self.height = height
        self.title = title
        self.style = style
    }

    /// - Parameter corner: The radius of its corners.
    package mutating func rectangle(
        x: Double, y: Double, width: Double, height: Double, corner: Double = 0, class name: String
    ) {
        elements.append(
            "<rect class=\"\(name)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" "
                + "width=\"\(Self.number(max(0, width)))\" height=\"\(Self.number(height))\" "
                + "rx=\"\(Self.number(corner))\"/>")
    }

    /// A line through points.
    package mutating func line(_ points: [(x: Double, y: Double)], class name: String) {
        let list = points.map { "\(Self.number($0.x)),\(Self.number($0.y))" }.joined(separator: " ")
        elements.append("<polyline class=\"\(name)\" points=\"\(list)\"/>")
    }

    /// - Parameter y: Of the line that the letters stand on.
    package mutating func text(
        _ text: String, x: Double, y: Double, anchor: Anchor = .start, class name: String
    ) {
        elements.append(
            "<text class=\"\(name)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" "
                + "text-anchor=\"\(anchor.rawValue)\">\(Self.escaped(text))</text>")
    }

    package var document: String {
        let size = "width=\"\(Self.number(width))\" height=\"\(Self.number(height))\""
        let box = "viewBox=\"0 0 \(Self.number(width)) \(Self.number(height))\""
        let head = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) \(box) role=\"img\">",
            "<title>\(Self.escaped(title))</title>", "<style>\n\(Self.escaped(style))\n</style>",
        ]
        return (head + elements + ["</svg>"]).joined(separator: "\n") + "\n"
    }

    /// To a tenth of a pixel.
    private static func number(_ value: Double) -> String {
        let rounded = (value * 10).rounded() / 10
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
