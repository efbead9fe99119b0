import CLibAVFormat

/// A folder whose files anybody may ask for by name.
///
/// No name leads out of it. Names that try are refused as text; what symbolic links do is decided by where they end:
/// the file is found first, without being opened, then the system is asked for the place of what was found, and only
/// that very file is opened. Nothing that changes in between can put another one in its place.
package struct MediaFolder: Sendable, Hashable {
    private let root: String

    /// - Parameter root: its path; need not exist yet.
    package init(_ root: String) {
        self.root = root
    }

    /// Finds a file and opens it.
    /// - Parameter name: relative, with `/` between its parts, percent-decoded once.
    package func open(_ name: String) throws(MediaFileError) -> OpenedFile {
        guard Self.isAcceptable(name) else { throw .refused }
        let folder = FileHandle(clibavformat_find(root))
        guard folder.isOpen, let place = folder.place else { throw .notFound }
        let found = FileHandle(clibavformat_find_in(folder.descriptor, name))
        guard found.isOpen, let end = found.place else { throw .notFound }
        guard Self.isVisible(end, in: place) else { throw .refused }
        return try OpenedFile(found)
    }

    /// Whether a name is one that a file in the folder can have.
    static func isAcceptable(_ name: String) -> Bool {
        let bytes = name.utf8
        // Control characters would end up in logs and answers; backslashes and encoded forms mean something elsewhere.
        guard (1...longestName).contains(bytes.count),
            bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }),
            !containsEncodedForm(Array(bytes))
        else { return false }
        // Absolute paths begin with an empty part, `..` and hidden files with a dot.
        return bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.first != UInt8(ascii: ".") }
    }

    /// Whether a name has `%00`, `%2e`, `%2f`, `%5c` or `%25` in it: what somebody writes who hopes that it is
    /// decoded again.
    private static func containsEncodedForm(_ name: [UInt8]) -> Bool {
        name.indices.contains { start in
            guard name[start] == UInt8(ascii: "%"), start + 2 < name.count else { return false }
            let digits = String(decoding: name[(start + 1)...(start + 2)], as: UTF8.self).lowercased()
            return ["00", "2e", "2f", "5c", "25"].contains(digits)
        }
    }

    /// Whether a place is below a folder's, with no hidden part on the way. Byte by byte: to texts, different bytes
    /// can be the same.
    static func isVisible(_ place: [UInt8], in folder: [UInt8]) -> Bool {
        let slash = UInt8(ascii: "/")
        let start = folder.last == slash ? folder : folder + [slash]
        guard place.starts(with: start) else { return false }
        return place.dropFirst(start.count).split(separator: slash, omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.first != UInt8(ascii: ".") }
    }

    /// Bytes of a name (our choice).
    static let longestName = 1_024
}
