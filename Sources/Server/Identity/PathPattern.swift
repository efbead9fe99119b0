package import SFU

/// Which paths a right is for.
///
/// A pattern is segments joined by `/`. A segment is literal text, in which `*` stands for any characters of that one
/// segment, also none; the segment `**` stands for one or more whole segments. So `live/*` is every stream in the
/// room `live`, `live/**` those in rooms below it too, and `**` every stream there is.
package struct PathPattern: Equatable, Sendable {
    package let text: String
    private let segments: [[UInt8]]

    /// Nil for an empty or overlong pattern, an empty segment, or a character that no path has.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard text.utf8.count <= StreamPath.maximumLength, parts.count <= StreamPath.maximumSegments else { return nil }
        for part in parts {
            // With a letter for each asterisk, it must be the segment of a path.
            let sample = part.replacing("*", with: "x")
            guard !sample.isEmpty, (try? StreamPath("a/\(sample)/a")) != nil else { return nil }
        }
        self.text = text
        segments = parts.map { Array($0.utf8) }
    }

    private init(everything: Void) {
        text = "**"
        segments = [Self.anySegments]
    }

    /// `**`
    package static let everything = PathPattern(everything: ())

    package var isEverything: Bool { segments == [Self.anySegments] }

    /// The one path that it is for; nil when it has asterisks.
    package var exactPath: StreamPath? { try? StreamPath(text) }

    /// Whether the other pattern gives way to this one: a path goes before a pattern, a pattern of so many segments before one
    /// with `**`, and then the one with more characters that are not asterisks.
    package func isMoreSpecific(than other: PathPattern) -> Bool {
        other.rank.lexicographicallyPrecedes(rank)
    }

    private var rank: [Int] {
        [
            exactPath == nil ? 0 : 1, segments.contains(Self.anySegments) ? 0 : 1,
            text.utf8.count { $0 != Self.asterisk },
        ]
    }

    /// Whether the path is one of those. Time grows with the product of both lengths, never faster.
    package func matches(_ path: StreamPath) -> Bool {
        let names = path.text.utf8.split(separator: UInt8(ascii: "/"))
        // After each pattern segment: which numbers of path segments it and those before it can stand for.
        var reachable = [true] + [Bool](repeating: false, count: names.count)
        for segment in segments {
            var next = [Bool](repeating: false, count: names.count + 1)
            if segment == Self.anySegments {
                if let first = reachable.firstIndex(of: true) {
                    for count in (first + 1)..<(names.count + 1) { next[count] = true }
                }
            } else {
                for (index, name) in names.enumerated() where reachable[index] && Self.matches(Array(name), segment) {
                    next[index + 1] = true
                }
            }
            reachable = next
        }
        return reachable[names.count]
    }

    /// Whether one segment is like a pattern with asterisks: each takes as little as it can, and more when the rest
    /// fails.
    private static func matches(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
        var position = 0
        var wanted = 0
        var lastAsterisk: (wanted: Int, position: Int)?
        while position < name.count {
            if wanted < pattern.count, pattern[wanted] == asterisk {
                lastAsterisk = (wanted, position)
                wanted += 1
            } else if wanted < pattern.count, pattern[wanted] == name[position] {
                wanted += 1
                position += 1
            } else if let last = lastAsterisk {
                lastAsterisk = (last.wanted, last.position + 1)
                wanted = last.wanted + 1
                position = last.position + 1
            } else {
                return false
            }
        }
        return pattern[wanted...].allSatisfy { $0 == asterisk }
    }

    /// What to say about a text that is none.
    static func sentence(about text: String) -> String {
        "\"\(text)\" is no pattern of paths: segments of letters, digits and - . _ ~, joined by /; "
            + "* stands for any part of a segment, ** for any segments"
    }

    private static let asterisk = UInt8(ascii: "*")
    private static let anySegments = Array("**".utf8)
}
