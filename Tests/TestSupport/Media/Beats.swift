import Foundation

/// When flashes were seen and beeps were heard, in seconds of one clock.
package struct Beats: Sendable {
    package let flashes: [Double]
    package let beeps: [Double]

    package init(flashes: [Double], beeps: [Double]) {
        self.flashes = flashes
        self.beeps = beeps
    }

    /// How much later the beeps come than the flashes: in the middle, in seconds. Each flash goes with the beep that is nearest
    /// to it. Nil for less than three pairs.
    package var offset: Double? {
        let offsets = flashes.compactMap { flash in
            beeps.map { $0 - flash }.min { abs($0) < abs($1) }
        }.filter { abs($0) < 0.5 }.sorted()
        return offsets.count < 3 ? nil : offsets[offsets.count / 2]
    }

    /// Decodes a stream for some seconds, and looks where the lamp is lit and the tone is loud.
    /// - Parameter lamp: what is looked at, in a picture 640 pixels wide, as ffmpeg's filter `crop` takes it.
    package init(_ input: String, seconds: Int, lamp: String) async throws {
        let directory = try TemporaryDirectory("beats")
        let (lightFile, soundFile) = (
            directory.url.appending(path: "light.txt"), directory.url.appending(path: "sound.txt")
        )
        let light = "signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=\(lightFile.path)"
        // Windows of 5 ms.
        let windows = "aresample=48000,asetnsamples=240"
        let level = "astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=Peak_level"
        let sound = "ametadata=print:key=lavfi.astats.Overall.Peak_level:file=\(soundFile.path)"
        let ffmpeg = try ChildProcess.launch(
            Checkout.ffmpeg,
            // A picture that changes its size must not begin the filters, and their files, anew.
            [
                "-v", "error", "-reinit_filter", "0", "-i", input, "-t", "\(seconds)", "-vf",
                "scale=640:360,crop=\(lamp),\(light)",
            ]
                + ["-af", "\(windows),\(level),\(sound)", "-f", "null", "-"])
        do {
            let ending = try await ffmpeg.waitUntilEnd(timeout: .seconds(3 * seconds + 30))
            guard ending == .exited(code: 0) else { throw TestFailure("ffmpeg \(ending)") }
        } catch {
            await ffmpeg.end()
            throw TestFailure("\(error); of \(input) ffmpeg said: \(ffmpeg.output.suffix(3000))")
        }
        // The middle between black and white; between the quiet tone (-26 dB) and the loud ones (-6 and -12 dB).
        flashes = try Self.rises(in: lightFile, over: 128)
        beeps = try Self.rises(in: soundFile, over: -18)
    }

    /// When the value rises over the threshold after it was under it, in what the filter `metadata` wrote: two lines a frame,
    /// `... pts_time:1.5` and `key=value`.
    private static func rises(in file: URL, over threshold: Double) throws -> [Double] {
        var (time, wasUnder, rises) = (0.0, false, [Double]())
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            if let mark = line.range(of: "pts_time:") {
                time = Double(line[mark.upperBound...].trimmingCharacters(in: .whitespaces)) ?? time
            } else if let mark = line.firstIndex(of: "="), let value = Double(line[mark...].dropFirst()) {
                if value > threshold, wasUnder { rises.append(time) }
                wasUnder = value <= threshold
            }
        }
        return rises
    }
}
