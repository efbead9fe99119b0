import Foundation
import Testing

@testable import Server

@Suite struct SettingTests {
    private static let sample = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Config/turnout.yaml")

    @Test func sampleFileEqualsTheDefaults() throws {
        #expect(try Configuration(file: Self.sample.path, environment: [:]) == Configuration())
    }

    /// Every setting stands in the sample, spelled as the table prints its default.
    @Test(arguments: Setting.all.map(\.key))
    func sampleFileHasEverySetting(_ key: String) throws {
        let setting = try #require(Setting.all.first { $0.key == key })
        let lines = try String(contentsOf: Self.sample, encoding: .utf8).split(separator: "\n")
        let name = setting.key.split(separator: ".").last ?? ""
        let indentation = setting.section == nil ? "" : "  "
        #expect(lines.contains("\(indentation)\(name): \(setting.show(Configuration()))"))
    }

    @Test func keysAndVariablesAreUnique() {
        #expect(Set(Setting.all.map(\.key)).count == Setting.all.count)
        #expect(Set(Setting.all.map(\.environmentName)).count == Setting.all.count)
    }

    /// A default that is printed can be read again, from the environment too.
    @Test(arguments: Setting.all.map(\.key))
    func printedDefaultsCanBeRead(_ key: String) throws {
        let setting = try #require(Setting.all.first { $0.key == key })
        let shown = setting.show(Configuration())
        // The environment needs no quotes around a text.
        let text = shown.hasPrefix("\"") ? shown.replacing("\"", with: "") : shown
        #expect(
            try Configuration(yaml: nil, named: "", environment: [setting.environmentName: text]) == Configuration())
    }

    @Test func documentationHasARowForEach() {
        #expect(Setting.documentation.split(separator: "\n").count == Setting.all.count + 2)
        #expect(Setting.documentation.contains("| `http.port` | `TURNOUT_HTTP_PORT` | `8080` |"))
    }

    @Test(arguments: [
        ("", "", 0), ("port", "port", 0), ("prot", "port", 1), ("por", "port", 1), ("ports", "port", 1),
        ("part", "port", 1),
        ("abc", "", 3), ("kitten", "sitting", 3),
    ])
    func editDistanceCountsEdits(_ first: String, _ second: String, _ distance: Int) {
        #expect(editDistance(first, second) == distance)
        #expect(editDistance(second, first) == distance)
    }
}
