import TestSupport
import Testing

/// How the sources are written.
@Suite struct StyleTests {
    private static let sources = SourceFile.all(below: "Sources", suffix: ".swift")
    private static let code = sources.map { ($0, $0.code) }
    /// Folders whose code sees what peers send.
    private static let facingPeers = ["Core", "Protocols", "Media", "Platform", "Gateways"].map { "Sources/\($0)/" }

    @Test func filesHoldOneIdea() {
        for file in Self.sources {
            #expect(file.lines.count <= 400, "\(file.path) has \(file.lines.count) lines")
        }
        let long = Self.sources.filter { $0.lines.count > 300 }.map { "\($0.path) (\($0.lines.count))" }
        if !long.isEmpty { printFigure("over 300 lines: \(long.joined(separator: ", "))") }
    }

    @Test func nothingIsLeftForLater() {
        for word in ["TODO", "FIXME", "XXX", "HACK", "ot implemented", "ot yet implemented"] {
            for file in Self.sources {
                #expect(!file.lines.contains { $0.contains(word) }, "\(file.path) says \(word)")
            }
        }
    }

    @Test func nothingForcesItsLuck() {
        for word in ["try!", "as!", "fatalError(", "preconditionFailure(", "assertionFailure("] {
            expectNone(of: word, in: Self.code)
        }
    }

    /// A trap is a crash of every room, so what peers send must not be able to reach one.
    @Test func nothingIsUnwrappedByForce() {
        let files = Self.code.filter { file, _ in Self.facingPeers.contains { file.path.hasPrefix($0) } }
        expectNone(of: "!", in: files) { $0.contains(/[\])A-Za-z0-9_"]!(?:[.),;:\[\] ]|$)/) }
    }

    /// A precondition is an invariant of ours: a comment right above it, or its message, says which.
    @Test func everyPreconditionIsExplained() {
        for (file, code) in Self.code {
            for (number, line) in code.enumerated() where line.contains("precondition(") {
                let surroundings = file.lines[max(0, number - 1)...].prefix(4)
                let isExplained = surroundings.contains { $0.contains("//") || $0.contains("\"") }
                #expect(isExplained, "\(file.path):\(number + 1): \(file.lines[number])")
            }
        }
    }

    /// Nothing here is a library for others.
    @Test func nothingIsPublic() {
        expectNone(of: "public ", in: Self.code)
        expectNone(of: "open ", in: Self.code) { $0.contains(/^\s*open (?:class|var|func)/) }
    }

    @Test func testsAreNotSwitchedOff() {
        for file in SourceFile.all(below: "Tests", suffix: "Tests.swift") {
            #expect(!file.code.contains { $0.contains(".disabled(") }, "\(file.path) switches a test off")
        }
    }

    /// - Parameter isMatch: whether a line with that word is one that must not be.
    private func expectNone(
        of word: String, in files: [(file: SourceFile, code: [String])], where isMatch: (String) -> Bool = { _ in true }
    ) {
        for (file, code) in files {
            for (number, line) in code.enumerated() where line.contains(word) && isMatch(line) {
                Issue.record("\(file.path):\(number + 1): \(file.lines[number])")
            }
        }
    }
}
