import TestSupport
import Testing

/// What a page's ``ChromiumPage/measureLipSync(lamp:)`` found.
struct LipSync {
    /// Of the tone, in hertz.
    let frequency: Double
    let beats: Beats
}

extension ChromiumPage {
    /// Waits until Chromium is in step, and then watches and listens for six seconds, in the page, as a person would: each frame that is shown
    /// (`requestVideoFrameCallback`) is drawn into a small canvas, and the sound of the same stream goes through WebAudio's
    /// analyser, whose window reaches back further than the time between two looks.
    /// - Parameter lamp: the left and upper edge, the width and the height of what is looked at, in a picture 640 pixels wide.
    func measureLipSync(lamp: String = "20, 12, 120, 72") async throws -> LipSync {
        try await unmute()
        try await waitUntilInStep()
        var lipSync = try await measureOnce(lamp)
        // Its own reckoning is some ten milliseconds off what is seen and heard, and goes on coming nearer.
        for _ in 0..<Self.furtherLooks where abs(lipSync.beats.offset ?? 1) >= 0.05 {
            lipSync = try await measureOnce(lamp)
        }
        return lipSync
    }

    private func measureOnce(_ lamp: String) async throws -> LipSync {
        let result = try await evaluate("(\(Self.meter))([\(lamp)])", timeout: .seconds(60))
        let seconds = { (times: JSON) in (times.array ?? []).compactMap { $0.number.map { $0 / 1_000 } } }
        return LipSync(
            frequency: result["frequency"].number ?? 0,
            beats: Beats(flashes: seconds(result["flashes"]), beeps: seconds(result["beeps"])))
    }

    private static let furtherLooks = 3

    /// Waits until Chromium has brought picture and sound in step, by its own reckoning from sender reports. It begins with some
    /// 100 ms of sound in its jitter buffer and hardly any picture, and closes the gap to 30 ms by a few milliseconds a second.
    /// The page is one of ``Chromium/watch(_:on:)``.
    func waitUntilInStep() async throws {
        try await waitUntil(
            """
            latestPeerConnection.getStats().then(report => {
                const of = kind => [...report.values()].find(({ type, kind: its }) => type === 'inbound-rtp' && its === kind)
                const skew = of('audio').estimatedPlayoutTimestamp - of('video').estimatedPlayoutTimestamp
                return Math.abs(skew) < 40
            })
            """, timeout: .seconds(60))
        let seconds = try await evaluate("performance.now() / 1000").number ?? 0
        printFigure("Chromium has picture and sound in step \(Int(seconds.rounded())) s after its page began to load")
    }

    private static let meter = """
        async (lamp) => {
            const video = document.querySelector('video')
            const context = new AudioContext()
            await context.resume()
            const analyser = new AnalyserNode(context, { fftSize: 32768, smoothingTimeConstant: 0 })
            context.createMediaStreamSource(video.srcObject).connect(analyser)
            const samples = new Float32Array(analyser.fftSize)
            const result = { flashes: [], beeps: [], frequency: 0 }

            const pen = new OffscreenCanvas(8, 8).getContext('2d', { willReadFrequently: true })
            let wasDark = false, isOver = false
            const look = (now, frame) => {
                if (isOver) return
                // A browser that publishes may have made the picture smaller.
                const scale = video.videoWidth / 640
                pen.drawImage(video, ...lamp.map(pixels => pixels * scale), 0, 0, 8, 8)
                const pixels = pen.getImageData(0, 0, 8, 8).data
                const isDark = pixels.reduce((sum, value) => sum + value) / pixels.length < 170
                if (wasDark && !isDark) result.flashes.push(frame.expectedDisplayTime)
                wasDark = isDark
                video.requestVideoFrameCallback(look)
            }
            video.requestVideoFrameCallback(look)

            // Two milliseconds; what has been quiet for fifty may begin.
            const [step, rest] = [Math.round(context.sampleRate / 500), 25]
            const listen = () => {
                const end = performance.now()
                analyser.getFloatTimeDomainData(samples)
                let quiet = 0
                for (let from = 0; from + step <= samples.length; from += step) {
                    const peak = samples.subarray(from, from + step).reduce((most, x) => Math.max(most, Math.abs(x)), 0)
                    if (peak < 0.11) { quiet += 1; continue }
                    const time = end - (samples.length - from) / context.sampleRate * 1000
                    const isKnown = result.beeps.some(known => Math.abs(known - time) < 300)
                    if (quiet >= rest && !isKnown) result.beeps.push(time)
                    quiet = 0
                }
            }
            const start = performance.now()
            // What was before the first second is the silence that the analyser begins with.
            while (performance.now() < start + 7000) {
                await new Promise(resolve => setTimeout(resolve, 100))
                if (performance.now() > start + 1000) listen()
            }
            isOver = true

            const levels = new Float32Array(analyser.frequencyBinCount)
            analyser.getFloatFrequencyData(levels)
            const peak = levels.reduce((best, level, index) => level > levels[best] ? index : best, 1)
            const [left, top, right] = [levels[peak - 1], levels[peak], levels[peak + 1]]
            const shift = (left - right) / (2 * (left - 2 * top + right))
            result.frequency = (peak + shift) * context.sampleRate / analyser.fftSize
            await context.close()
            return result
        }
        """
}

/// Expects a tone of 1 kHz within 2 %, and picture and sound less than 60 ms apart.
func expectLipSync(_ lipSync: LipSync, _ label: String) throws {
    let (frequency, count) = (lipSync.frequency, lipSync.beats.flashes.count)
    #expect(abs(frequency - 1_000) < 20, "the tone is of \(frequency) Hz")
    try expectLipSync(lipSync.beats, "\(label), a tone of \(Int(frequency.rounded())) Hz, \(count) flashes")
}

/// Expects picture and sound less than 60 ms apart.
func expectLipSync(_ beats: Beats, _ label: String) throws {
    let offset = try #require(beats.offset, "flashes \(beats.flashes), beeps \(beats.beeps)")
    printFigure("\(label): sound \(Int((offset * 1_000).rounded())) ms after picture")
    #expect(abs(offset) < 0.06, "flashes \(beats.flashes), beeps \(beats.beeps)")
}
