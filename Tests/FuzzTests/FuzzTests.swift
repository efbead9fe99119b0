import Foundation
import FuzzTargets
import TestSupport
import Testing

/// No input traps, whoever sends it: every target replays its old crashers, then meets inputs that almost parse. Each runs in
/// a process of its own, so that a trap is one failure among the results.
///
/// A failure names the file that holds the input; it belongs into `Tests/Fuzz/Corpus/<target>/`, for ever.
@Suite struct FuzzTests {
    @Test(arguments: FuzzTarget.all.map(\.name))
    func targetSurvives(name: String) async throws {
        let count = Checkout.runsLongTests ? 300_000 : 20_000
        let seed = Checkout.runsLongTests ? UInt64.random(in: 0...UInt64.max) : 1
        await #expect(
            processExitsWith: .success,
            "The input is in .build/fuzz-inputs/\(name); found with seed \(seed)."
        ) { [name, count = count as Int, seed = seed as UInt64] in
            let run = FuzzRun(try #require(FuzzTarget.all.first { $0.name == name }))
            try run.replayCorpus()
            try run.mutate(count: count, seed: seed)
        }
    }

    @Test func namesAreUniqueAndFitForFiles() {
        let names = FuzzTarget.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(names.allSatisfy { $0.wholeMatch(of: /[a-z0-9]+(-[a-z0-9]+)*/) != nil })
    }

    @Test func everyCorpusFolderHasATarget() throws {
        let corpus = Checkout.root.appending(path: "Tests/Fuzz/Corpus")
        let folders = try FileManager.default.contentsOfDirectory(atPath: corpus.path).filter { !$0.hasPrefix(".") }
        #expect(Set(folders).subtracting(FuzzTarget.all.map(\.name)).subtracting(["README.md"]).isEmpty)
    }

    /// The net itself: a target that traps is caught, and the input that did it is at hand.
    @Test func aTrapIsCaughtWithItsInput() async throws {
        let inputFile = FuzzRun(Self.trap).inputFile
        await #expect(processExitsWith: .failure) {
            try FuzzRun(Self.trap).mutate(count: 100_000, seed: 1)
        }
        let input = try Data(contentsOf: inputFile)
        #expect(input.count >= 4)
        #expect(input.first == 0xFF)
        try FileManager.default.removeItem(at: inputFile)
    }

    /// Reads a length and trusts it.
    private static let trap = FuzzTarget("trap", seeds: [[2, 7, 7, 7]]) { input in
        guard input.count >= 4, input[0] == 0xFF else { return }
        _ = input[Int(input[0]) * 100]
    }
}

@Suite struct InputMutatorTests {
    private let seeds = [Array("OPTIONS * RTSP/1.0\r\n\r\n".utf8), [0x80, 0x60, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3], []]

    @Test func theSeedDecidesEverything() {
        #expect(inputs(seed: 5) == inputs(seed: 5))
        #expect(inputs(seed: 5) != inputs(seed: 6))
    }

    @Test func inputsVaryInLengthAndStayInBounds() {
        let lengths = Set(inputs(seed: 5).map(\.count))
        #expect(lengths.contains(0))
        #expect(lengths.count > 300)
        #expect(lengths.allSatisfy { $0 <= InputMutator.longest })
    }

    @Test func aTargetWithoutSeedsMeetsNoise() {
        var mutator = InputMutator(seeds: [], random: SeededRandom(seed: 1))
        #expect(Set((0..<100).map { _ in mutator.next() }).count > 90)
    }

    private func inputs(seed: UInt64) -> [[UInt8]] {
        var mutator = InputMutator(seeds: seeds, random: SeededRandom(seed: seed))
        return (0..<10_000).map { _ in mutator.next() }
    }
}
