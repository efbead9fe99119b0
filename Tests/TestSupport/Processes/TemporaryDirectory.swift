package import Foundation

/// A directory that exists as long as this object does.
package final class TemporaryDirectory: Sendable {
    package let url: URL

    /// - Parameter label: appears in the directory's name.
    package init(_ label: String) throws {
        url = FileManager.default.temporaryDirectory.appending(path: "turnout-\(label)-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }
}
