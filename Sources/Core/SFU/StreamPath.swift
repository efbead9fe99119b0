/// The name of a stream on every protocol: one or more segments joined by `/`, e.g. `live/bbb`.
///
/// This is the one validator of names. A path that exists is safe to print, to put into a URL, and to use as a relative
/// file name: no empty, `.` or `..` segment, no character outside letters, digits and `-._~`, no reserved word.
package struct StreamPath: Hashable, Sendable {
    package let text: String

    /// - Throws: ``StreamPathError`` saying what is wrong with `text`.
    package init(_ text: some StringProtocol) throws(StreamPathError) {
        let bytes = text.utf8
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= Self.maximumLength else { throw .tooLong }
        let segments = text.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.count <= Self.maximumSegments else { throw .tooManySegments }
        for segment in segments {
            guard !segment.isEmpty else { throw .emptySegment }
            guard segment != ".", segment != ".." else { throw .dotSegment }
            guard !Self.reservedSegments.contains(String(segment)) else { throw .reserved(String(segment)) }
            guard segment.utf8.allSatisfy(Self.isAllowed) else { throw .forbiddenCharacter }
        }
        guard let first = segments.first, let last = segments.last else { throw .empty }
        guard !Self.reservedFirstSegments.contains(String(first)) else { throw .reserved(String(first)) }
        guard !Self.reservedLastSegments.contains(String(last)), !last.hasPrefix("snapshot.") else {
            throw .reserved(String(last))
        }
        self.text = String(text)
    }

    /// The path without its last segment; empty for the root room.
    package var room: String {
        text.lastIndex(of: "/").map { String(text[..<$0]) } ?? ""
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }

    /// Bytes in a whole path (our choice).
    package static let maximumLength = 255
    /// Segments in a path (our choice).
    package static let maximumSegments = 16
    /// Words behind which a URL names a session, wherever they stand.
    package static let reservedSegments: Set<String> = ["whip", "whep"]
    /// Words that a URL's last segment uses for something else.
    package static let reservedLastSegments: Set<String> = [
        "publish", "push", "pull", "record", "ingest", "index.m3u8", "manifest.mpd",
    ]
    /// Words that a URL's first segment uses for something else.
    package static let reservedFirstSegments: Set<String> = [
        "v1", "hls", "dash", "metrics", "healthz", "readyz", "assets",
    ]
}

extension StreamPath: CustomStringConvertible {
    package var description: String { text }
}

/// What is wrong with a stream's name.
package enum StreamPathError: Error, Equatable, CustomStringConvertible {
    case empty
    case tooLong
    case tooManySegments
    case emptySegment
    case dotSegment
    case forbiddenCharacter
    case reserved(String)

    package var description: String {
        switch self {
        case .empty: "The stream's name is empty."
        case .tooLong: "The stream's name is longer than \(StreamPath.maximumLength) bytes."
        case .tooManySegments: "The stream's name has more than \(StreamPath.maximumSegments) segments."
        case .emptySegment: "The stream's name has an empty segment (two slashes in a row, or one at an end)."
        case .dotSegment: "The stream's name has a segment that is only dots."
        case .forbiddenCharacter: "A stream's name may hold letters, digits and - . _ ~ only, in segments joined by /."
        case .reserved(let word):
            "The word \"\(word)\" has a meaning of its own in URLs and cannot stand there in a stream's name."
        }
    }
}
