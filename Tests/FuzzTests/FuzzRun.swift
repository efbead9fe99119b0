import Foundation
import FuzzTargets
import TestSupport

/// Hands inputs to a target, noting each one down first: when the target traps, its process is gone, and the file with the
/// last input is what remains.
struct FuzzRun {
    let target: FuzzTarget
    /// The file of the input at hand. Nothing is there before and after a run that survives.
    let inputFile: URL

    init(_ target: FuzzTarget) {
        self.target = target
        inputFile = Checkout.root.appending(path: ".build/fuzz-inputs/\(target.name)")
    }

    /// Every input that ever crashed the target.
    func replayCorpus() throws {
        let folder = Checkout.root.appending(path: "Tests/Fuzz/Corpus/\(target.name)")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        try run(try files.map { [UInt8](try Data(contentsOf: $0)) })
    }

    /// The target's seeds as they are, then `count` mutations of them.
    func mutate(count: Int, seed: UInt64) throws {
        var mutator = InputMutator(seeds: target.seeds, random: SeededRandom(seed: seed))
        try run(target.seeds)
        try run((0..<count).lazy.map { _ in mutator.next() })
    }

    private func run(_ inputs: some Sequence<[UInt8]>) throws {
        try FileManager.default.createDirectory(
            at: inputFile.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data().write(to: inputFile)
        let note = try FileHandle(forWritingTo: inputFile)
        for input in inputs {
            try note.truncate(atOffset: 0)
            try note.write(contentsOf: input)
            target.run(input.span)
        }
        try note.close()
        try FileManager.default.removeItem(at: inputFile)
    }
}
