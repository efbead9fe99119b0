import Foundation
import TestSupport

/// A text file of the checkout.
struct SourceFile {
    /// From the checkout's root, e.g. `Sources/Platform/Net/Instant.swift`.
    let path: String
    let lines: [String]

    /// Nil when there is no such file, or when it is no text.
    init?(_ path: String) {
        let file = Checkout.root.appending(path: path)
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
        self.path = path
        let body = text.hasSuffix("\n") ? text.dropLast() : text[...]
        lines = body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// All text files below a folder, or below the root; without what was built, and without what is hidden but for the CI
    /// entry.
    static func all(below folder: String = "", suffix: String = "") -> [SourceFile] {
        let (files, root) = (FileManager.default, Checkout.root)
        let names = (try? files.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? []
        return names.sorted().flatMap { name -> [SourceFile] in
            guard !name.hasPrefix(".") || name == ".ci" else { return [] }
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            var isFolder: ObjCBool = false
            guard files.fileExists(atPath: root.appending(path: path).path, isDirectory: &isFolder) else { return [] }
            if isFolder.boolValue { return all(below: path, suffix: suffix) }
            return name.hasSuffix(suffix) ? [SourceFile(path)].compactMap(\.self) : []
        }
    }

    /// The modules that a Swift file imports.
    var imports: [String] {
        let declaration = /^(?:@\w+ )*(?:package |public |internal )?import (?:(?:struct|func|enum|class) )?(\w+)/
        return lines.compactMap { $0.firstMatch(of: declaration).map { String($0.1) } }
    }

    /// The lines of a Swift file without comments, and with their string literals empty.
    var code: [String] {
        var isInText = false
        return lines.map { line in
            let opensOrClosesText = line.contains("\"\"\"")
            defer { if opensOrClosesText { isInText.toggle() } }
            return isInText || opensOrClosesText ? "" : Self.withoutWords(line)
        }
    }

    /// One line without its comment and without what its string literals say.
    private static func withoutWords(_ line: String) -> String {
        var code: [UInt8] = []
        var (isInString, isEscaped) = (false, false)
        for byte in line.utf8 {
            if isInString {
                isInString = isEscaped || byte != UInt8(ascii: "\"")
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                if isInString { continue }
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            }
            code.append(byte)
            guard isInString || !code.suffix(2).elementsEqual("//".utf8) else {
                code.removeLast(2)
                break
            }
        }
        return String(decoding: code, as: UTF8.self)
    }
}
