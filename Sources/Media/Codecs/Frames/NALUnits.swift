/// Walks over the NAL units of one frame, of H.264 or H.265, without allocation.
///
/// ```swift
/// var units = NALUnits()
/// while let unit = units.next(in: frame.bytes.span) { … }
/// guard !units.isMalformed else { … }
/// ```
///
/// The same bytes are given at every call. Units without a byte are passed over.
package struct NALUnits: Sendable {
    /// How units are told apart.
    package enum Form: Equatable, Sendable {
        /// Each is behind its length, big-endian in that many bytes (ISO/IEC 14496-15 §5.3.2). 1...4.
        case lengths(Int)
        /// Each is behind 0 0 1 (H.264 and H.265, Annex B).
        case startCodes
    }

    /// Whether a length reached past the end, or no start code came first: there is no further unit then, and those before
    /// may be nonsense.
    package private(set) var isMalformed = false
    private let form: Form
    private var offset = 0

    /// - Parameter form: by default that of frames in Turnout.
    package init(_ form: Form = .lengths(4)) {
        self.form = form
    }

    /// The place of the next unit, at least one byte; nil behind the last.
    package mutating func next(in bytes: Span<UInt8>) -> Range<Int>? {
        guard !isMalformed else { return nil }
        let unit =
            switch form {
            case .lengths(let size): nextBehindLength(in: bytes, size: size)
            case .startCodes: nextBehindStartCode(in: bytes)
            }
        return unit
    }

    private mutating func nextBehindLength(in bytes: Span<UInt8>, size: Int) -> Range<Int>? {
        while offset < bytes.count {
            guard (1...4).contains(size), size <= bytes.count - offset else { return fail() }
            var length = 0
            for index in offset..<(offset + size) { length = length << 8 | Int(bytes[index]) }
            offset += size
            guard length <= bytes.count - offset else { return fail() }
            defer { offset += length }
            if length > 0 { return offset..<(offset + length) }
        }
        return nil
    }

    private mutating func nextBehindStartCode(in bytes: Span<UInt8>) -> Range<Int>? {
        if offset == 0 {
            // Zeros alone may come before the first start code (leading_zero_8bits, §B.1.1).
            guard let first = Self.startCode(in: bytes, from: 0) else { return bytes.count == 0 ? nil : fail() }
            guard Self.endWithoutZeros(of: 0..<first, in: bytes) == 0 else { return fail() }
            offset = first + 3
        }
        while offset < bytes.count {
            let start = offset
            let next = Self.startCode(in: bytes, from: start)
            offset = next.map { $0 + 3 } ?? bytes.count
            // No unit ends with a zero: those behind it belong to the next start code, or to nothing (§B.1.1).
            let end = Self.endWithoutZeros(of: start..<(next ?? bytes.count), in: bytes)
            if end > start { return start..<end }
        }
        return nil
    }

    private mutating func fail() -> Range<Int>? {
        isMalformed = true
        return nil
    }

    /// Where the next 0 0 1 begins.
    private static func startCode(in bytes: Span<UInt8>, from start: Int) -> Int? {
        var index = start + 2
        while index < bytes.count {
            // Read at the third byte: whatever is above 1 rules out three places at once.
            let byte = bytes[index]
            if byte > 1 {
                index += 3
            } else if byte == 1, bytes[index - 1] == 0, bytes[index - 2] == 0 {
                return index - 2
            } else {
                index += 1
            }
        }
        return nil
    }

    private static func endWithoutZeros(of range: Range<Int>, in bytes: Span<UInt8>) -> Int {
        var end = range.upperBound
        while end > range.lowerBound, bytes[end - 1] == 0 { end -= 1 }
        return end
    }
}
