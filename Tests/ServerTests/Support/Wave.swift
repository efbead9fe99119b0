/// Files that tests play.
enum Wave {
    /// Silence in G.711, as a WAV file: one channel, 8,000 bytes a second.
    static func silence(seconds: Int) -> [UInt8] {
        func little(_ value: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(value >> (8 * $0) & 0xFF) } }
        let samples = [UInt8](repeating: 0xFF, count: seconds * 8_000)
        let format = little(7, 2) + little(1, 2) + little(8_000, 4) + little(8_000, 4) + little(1, 2) + little(8, 2)
        let chunks =
            Array("WAVEfmt ".utf8) + little(format.count, 4) + format + Array("data".utf8) + little(samples.count, 4)
            + samples
        return Array("RIFF".utf8) + little(chunks.count, 4) + chunks
    }
}
