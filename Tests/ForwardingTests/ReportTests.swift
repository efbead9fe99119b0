import Figures
import Foundation
import FoundationXML
import TestSupport
import Testing

@testable import Forwarding

/// A result of one round for each scenario.
private func results(lossPercent: Double = 0) -> [ScenarioResult] {
    Scenario.all.map { scenario in
        let cost = 1 + 10 / Double(scenario.traffic.viewers)
        let server = ServerFigures(
            cpuUsPerPacket: 1.5 * cost, callsPerThousandPackets: 2, transitP99Ms: 1.25, latencyP99Ms: nil,
            memoryMib: 30 + Double(scenario.traffic.viewers) / 16, memoryKibPerViewer: 64, lossPercent: lossPercent,
            cipherEngine: "openssl")
        let floor = FloorFigures(cpuUsPerPacket: cost, packets: 1, callsPerThousandPackets: 5, lossPercent: 0)
        return ScenarioResult(scenario: scenario, rounds: [Round(server: server, floor: floor)])
    }
}

private let machine = Machine(processor: "Fast & <cheap>", cores: 2, kernel: "6.1", date: "2026-01-02")

@Suite struct ResultsTests {
    @Test func theRatioIsTheMedianOfRatios() throws {
        var result = try #require(results().first)
        let round = try #require(result.rounds.first)
        result.rounds = [(2.0, 1.0), (9, 3), (8, 2)].map { server, floor in
            var round = round
            round.server.cpuUsPerPacket = server
            round.floor.cpuUsPerPacket = floor
            return round
        }
        #expect(result.serverUs == 8)
        #expect(result.floorUs == 2)
        #expect(result.ratio == 3)
    }

    @Test func tablesNameTheMachineAndTheFigures() {
        let table = ResultsTable(results(), machine: machine, seconds: 3)
        #expect(table.markdown.hasPrefix("Fast & <cheap>, 2 cores, Linux 6.1, 2026-01-02:\n\n| forwarding |"))
        #expect(table.markdown.contains("| 100 viewers, GCM | 1.65 | 1.10 | 1.50 | 64.0 | 2.00 | 1.25 ms | - | 0 |"))
        // What one viewer adds cannot be seen.
        #expect(table.markdown.contains("| 1 viewer, SHA1 | 16.5 | 11.0 | 1.50 | - |"))
        #expect(table.markdown.contains("it is 64.0 KiB a viewer"))
        #expect(table.text.contains("10 rooms of 10, SHA1"))
    }

    @Test func lossIsSaid() {
        let table = ResultsTable(results(lossPercent: 2.5), machine: machine, seconds: 3)
        #expect(table.markdown.contains("| 2.50 % (1 of 1 rounds) |"))
    }
}

@Suite struct ChartTests {
    private final class Reader: NSObject, XMLParserDelegate {
        var texts: [String] = []
        var bars = 0
        private var text = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            text = ""
            if name == "rect", let width = attributes["width"].flatMap(Double.init), width > 12 { bars += 1 }
        }

        func parser(_ parser: XMLParser, foundCharacters characters: String) { text += characters }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
        ) {
            if name == "text" { texts.append(text) }
        }
    }

    private func read(_ document: String) -> Reader? {
        let (parser, reader) = (XMLParser(data: Data(document.utf8)), Reader())
        parser.delegate = reader
        return parser.parse() ? reader : nil
    }

    @Test func theChartIsWellFormedAndWhole() throws {
        let reader = try #require(read(ForwardingChart(results(), machine: machine).document))
        for scenario in Scenario.all { #expect(reader.texts.contains(scenario.title)) }
        #expect(reader.texts.contains { $0.contains("Fast & <cheap>") })
        #expect(reader.texts.contains("1.65 (1.50 ×)"))
        // Two bars for each scenario, and the page.
        #expect(reader.bars == 2 * Scenario.all.count + 1)
    }

    @Test func aChartOfNothingIsWellFormed() {
        #expect(read(ForwardingChart([], machine: machine).document) != nil)
    }
}

@Suite struct DocumentsTests {
    @Test func theRestOfADocumentStays() throws {
        let document = "before\n\(Documents.beginMarker)\nold\n\(Documents.endMarker)\nafter\n"
        let changed = try Documents.replacing(in: document, by: "new")
        #expect(changed == "before\n\(Documents.beginMarker)\nnew\n\(Documents.endMarker)\nafter\n")
        #expect(try Documents.replacing(in: changed, by: "new") == changed)
    }

    @Test(arguments: ["nothing", Documents.beginMarker, "\(Documents.endMarker)\n\(Documents.beginMarker)"])
    func aDocumentNeedsBothMarkers(document: String) {
        #expect(throws: ForwardingError.self) { try Documents.replacing(in: document, by: "new") }
    }

    /// Whoever runs `make bench` finds the README changed, and nothing else of it.
    @Test func allThreeDocumentsAreWritten() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "forwarding-\(UUID())")
        try FileManager.default.createDirectory(
            at: folder.appending(path: "Benchmarks"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let readme = try String(contentsOf: Checkout.root.appending(path: "README.md"), encoding: .utf8)
        try Data(readme.utf8).write(to: folder.appending(path: "README.md"))
        try Documents(root: folder.path).write(table: "the table", chart: "the chart")
        func text(_ name: String) throws -> String {
            try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        }
        #expect(try text("README.md") == Documents.replacing(in: readme, by: "the table"))
        #expect(try text("Benchmarks/results.md").hasSuffix("the table\n"))
        #expect(try text("Benchmarks/forwarding.svg") == "the chart")
    }
}
