/// `Range` (RFC 2326 §12.29): the part of a stream that is played.
package enum RangeHeader: Equatable, Sendable {
    /// `npt=`: time from the beginning of the stream.
    /// - Parameters:
    ///   - from: nil in `npt=-20`, which means from wherever the stream is.
    ///   - to: nil for the stream's end.
    case normalPlayTime(from: Start?, to: Duration?)
    /// `clock=`: time of day, as it is written.
    case clock(String)
    /// `smpte=`, `smpte-30-drop=` and `smpte-25=`: time code of the stream, as it is written behind `smpte`.
    case smpte(String)

    /// Where playing begins.
    package enum Start: Hashable, Sendable {
        /// The live end.
        case now
        /// Behind the stream's beginning; never negative.
        case at(Duration)
    }

    /// - Throws: ``RTSPError/malformed(_:)`` for another unit, and for times that cannot be read or run backwards; a
    ///   server's answer to it is ``RTSPStatus/invalidRange``.
    package init(parsing text: some StringProtocol) throws(RTSPError) {
        // `;time=` behind the range says when it is to be played, which nobody asks for.
        let (range, _) = Substring(text).cut(at: ";")
        let (unit, value) = range.trimmed.cut(at: "=")
        guard let value = value?.trimmed else { throw .malformed("a Range header has no unit") }
        switch unit.trimmed.lowercased() {
        case "npt": self = try Self.normalPlayTime(value)
        case "clock": self = .clock(String(value))
        case let unit where unit.hasPrefix("smpte"): self = .smpte("\(unit.dropFirst(5))=\(value)")
        default: throw .malformed("a Range header has an unknown unit")
        }
    }

    /// The field's value.
    package var text: String {
        switch self {
        case .normalPlayTime(let from, let to):
            let start =
                switch from {
                case .now: "now"
                case .at(let time): time.playTime
                case nil: ""
                }
            return "npt=\(start)-\(to?.playTime ?? "")"
        case .clock(let value): return "clock=\(value)"
        case .smpte(let value): return "smpte\(value)"
        }
    }

    private static func normalPlayTime(_ value: Substring) throws(RTSPError) -> RangeHeader {
        let (from, to) = value.cut(at: "-")
        let start = from.trimmed
        let end = (to ?? "").trimmed
        var first: Start?
        if start.equalsIgnoringCase("now") {
            first = .now
        } else if !start.isEmpty {
            guard let time = Duration(playTime: start) else { throw .malformed("a Range header's start is no time") }
            first = .at(time)
        }
        if end.isEmpty {
            if first == nil { throw .malformed("a Range header is empty") }
            return .normalPlayTime(from: first, to: nil)
        }
        guard let last = Duration(playTime: end) else { throw .malformed("a Range header's end is no time") }
        if case .at(let time) = first, time > last { throw .malformed("a Range header runs backwards") }
        return .normalPlayTime(from: first, to: last)
    }
}

extension Duration {
    /// Seconds, or `h:mm:ss`, with a fraction or without (RFC 2326 §3.6). Nil for anything else, and above ten years.
    fileprivate init?(playTime text: Substring) {
        let (whole, fraction) = text.cut(at: ".")
        let parts = whole.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map {
            Int64(decimal: Substring($0))
        }
        let seconds: Int64
        switch parts.count {
        case 1:
            // `.5` is no form of the specification, and written nevertheless.
            guard let value = whole.isEmpty && fraction?.isEmpty == false ? 0 : parts[0] else { return nil }
            seconds = value
        case 3:
            guard let hours = parts[0], let minutes = parts[1], let rest = parts[2], hours <= 100_000, minutes < 60,
                rest < 60
            else { return nil }
            seconds = hours * 3_600 + minutes * 60 + rest
        default: return nil
        }
        guard seconds <= 315_360_000 else { return nil }
        var nanoseconds: Int64 = 0
        if let fraction {
            guard fraction.utf8.allSatisfy(\.isDigit) else { return nil }
            let digits = Array(fraction.utf8.prefix(9))
            for index in 0..<9 {
                nanoseconds = nanoseconds * 10 + (index < digits.count ? Int64(digits[index] - UInt8(ascii: "0")) : 0)
            }
        }
        self = .seconds(seconds) + .nanoseconds(nanoseconds)
    }

    /// Seconds with as many digits of a fraction as it takes.
    fileprivate var playTime: String {
        let nanoseconds = max(0, components.attoseconds / 1_000_000_000)
        var fraction = String(nanoseconds)
        fraction = String(repeating: "0", count: 9 - fraction.utf8.count) + fraction
        while fraction.last == "0" { fraction.removeLast() }
        let seconds = max(0, components.seconds)
        return fraction.isEmpty ? "\(seconds)" : "\(seconds).\(fraction)"
    }
}
