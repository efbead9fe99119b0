package import Figures
import Foundation

/// Two bars for each scenario: what a packet costs the server, and the floor. GCM left, SHA1 right.
package struct ForwardingChart {
    private let results: [ScenarioResult]
    private let machine: Machine

    package init(_ results: [ScenarioResult], machine: Machine) {
        self.results = results
        self.machine = machine
    }

    package var document: String {
        let panels = [false, true].map { isSHA1 in results.filter { $0.scenario.isSHA1 == isSHA1 } }
        let rows = panels.map(\.count).max() ?? 0
        let height = Self.top + Double(rows) * Self.rowHeight + Self.bottom
        var drawing = SVGDrawing(
            width: Self.width, height: height,
            title: "CPU microseconds for each forwarded packet: Turnout beside the floor", style: Self.style)
        drawing.rectangle(x: 0, y: 0, width: Self.width, height: height, corner: 10, class: "page")
        drawing.text("CPU time for each packet to each viewer", x: Self.margin, y: 32, class: "title")
        drawLegend(&drawing)
        for (number, panel) in panels.enumerated() {
            let left = Self.margin + Double(number) * (Self.panelWidth + Self.gap)
            draw(panel, cipher: number == 0 ? "AES-128-GCM" : "AES-128-CM, HMAC-SHA1", left: left, &drawing)
        }
        drawing.text(
            "µs, medians; floor: the same packets with nothing but kernel and cipher. \(machine.description)",
            x: Self.margin, y: height - 16, class: "note")
        return drawing.document
    }

    private func drawLegend(_ drawing: inout SVGDrawing) {
        let right = Self.width - Self.margin
        drawing.rectangle(x: right - 176, y: 22, width: 12, height: 12, corner: 2, class: "server")
        drawing.text("Turnout", x: right - 158, y: 32, class: "label")
        drawing.rectangle(x: right - 90, y: 22, width: 12, height: 12, corner: 2, class: "floor")
        drawing.text("the floor", x: right - 72, y: 32, class: "label")
    }

    private func draw(_ panel: [ScenarioResult], cipher: String, left: Double, _ drawing: inout SVGDrawing) {
        guard !panel.isEmpty else { return }
        drawing.text(cipher, x: left, y: Self.top - 14, class: "head")
        let origin = left + Self.labelWidth
        for (number, result) in panel.enumerated() {
            let y = Self.top + Double(number) * Self.rowHeight
            drawing.text(result.scenario.title, x: origin - 8, y: y + 21, anchor: .end, class: "label")
            bar(result.serverUs, of: "server", ratio: result.ratio, x: origin, y: y, &drawing)
            bar(result.floorUs, of: "floor", ratio: nil, x: origin, y: y + Self.barHeight + 2, &drawing)
        }
        let bottom = Self.top + Double(panel.count) * Self.rowHeight - 4
        drawing.line([(origin, Self.top - 4), (origin, bottom)], class: "axis")
    }

    /// A bar that would leave the panel is cut, and shows it by a slanted gap.
    private func bar(
        _ value: Double, of name: String, ratio: Double?, x: Double, y: Double, _ drawing: inout SVGDrawing
    ) {
        guard value.isFinite else { return }
        let isCut = value > limit
        let length = min(value, limit) / limit * Self.barWidth
        drawing.rectangle(x: x, y: y, width: length, height: Self.barHeight, corner: 2, class: name)
        if isCut {
            let cut = x + length * 0.9
            drawing.line([(cut - 3, y + Self.barHeight + 1), (cut + 3, y - 1)], class: "cut")
        }
        let times = ratio.map { " (\(Table.digits($0)) ×)" } ?? ""
        drawing.text(
            Table.digits(value) + times, x: x + length + 6, y: y + Self.barHeight - 3,
            class: ratio == nil ? "small" : "value")
    }

    /// What the longest bar stands for, in µs: a few viewers cost so much more a packet, since there are so few of them,
    /// that the others' bars would not be seen beside theirs.
    private var limit: Double {
        let values = results.flatMap { [$0.serverUs, $0.floorUs] }.filter(\.isFinite)
        let usual = values.filter { $0 <= 3 * values.median }
        return max(usual.max() ?? 1, 0.001)
    }

    private static let width = 960.0
    private static let margin = 24.0
    private static let gap = 20.0
    private static let panelWidth = (width - 2 * margin - gap) / 2
    private static let labelWidth = 175.0
    /// What is left is for the figure behind the bar.
    private static let barWidth = panelWidth - labelWidth - 96
    private static let barHeight = 14.0
    private static let rowHeight = 42.0
    private static let top = 86.0
    private static let bottom = 36.0

    private static let style = """
        text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; fill: #24292f; }
        .title { font-size: 17px; font-weight: 600; }
        .head { font-size: 14px; font-weight: 600; }
        .label { font-size: 13px; }
        .value { font-size: 12px; font-weight: 600; }
        .small { font-size: 12px; fill: #57606a; }
        .note { font-size: 11px; fill: #57606a; }
        .page { fill: #ffffff; stroke: #d0d7de; }
        .server { fill: #e8590c; }
        .floor { fill: #8c959f; }
        .axis { fill: none; stroke: #8c959f; stroke-width: 1; }
        .cut { fill: none; stroke: #ffffff; stroke-width: 3; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .small, .note { fill: #9198a1; }
          .page { fill: #0d1117; stroke: #3d444d; }
          .cut { stroke: #0d1117; }
        }
        """
}
