import Net

/// Bits in a second, as people write them: `800k`, `2.5M`, `2500000`.
package struct Bitrate: Sendable, Equatable, CustomStringConvertible {
    package let bitsPerSecond: Int

    package init(bitsPerSecond: Int) {
        self.bitsPerSecond = bitsPerSecond
    }

    package init(_ text: String) throws(PlanError) {
        let units: [Character: Double] = ["k": 1e3, "K": 1e3, "m": 1e6, "M": 1e6]
        let unit = text.last.flatMap { units[$0] }
        guard let number = Double(unit == nil ? text[...] : text.dropLast()), number.isFinite, number >= 0,
            number * (unit ?? 1) <= 1e12
        else { throw .notABitrate(text) }
        bitsPerSecond = Int(number * (unit ?? 1))
    }

    package var description: String { bitsPerSecond % 1_000 == 0 ? "\(bitsPerSecond / 1_000)k" : "\(bitsPerSecond)" }
}

/// A time as people write it: `500ms`, `10s`, `2m`, or seconds without a unit.
package struct Period: Sendable, Equatable, CustomStringConvertible {
    package let duration: Duration

    package init(_ duration: Duration) {
        self.duration = duration
    }

    package init(_ text: String) throws(PlanError) {
        let units = [("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3_600), ("", 1)]
        for (unit, seconds) in units where text.hasSuffix(unit) {
            guard let number = Double(text.dropLast(unit.count)), number.isFinite, (0...1e9).contains(number) else {
                continue
            }
            duration = .seconds(number * seconds)
            return
        }
        throw .notADuration(text)
    }

    package var description: String {
        let milliseconds = duration.wholeNanoseconds / 1_000_000
        return milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000)s" : "\(milliseconds)ms"
    }
}
