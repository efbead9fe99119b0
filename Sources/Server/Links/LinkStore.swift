import Foundation
import Glibc
import SFU
import Synchronization

/// The file that the API's links survive a restart in: `links.json` in the state directory. It holds credentials, so only our
/// user may read it; it is written beside the old one and then takes its name, so that it is whole at every moment.
package final class LinkStore: Sendable {
    private let directory: String
    /// The newest list that was written: lists come from many threads.
    private let written = Mutex<UInt64>(0)

    /// - Parameter directory: made when there is something to write.
    package init(directory: String) {
        self.directory = directory
    }

    private var file: String { "\(directory)/\(Self.fileName)" }

    // MARK: Reading

    /// What was kept, and a sentence for each thing that is wrong. A file that cannot be understood is moved aside, never lost.
    func load() -> (links: [StoredLink], warnings: [String]) {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        } catch {
            guard access(file, F_OK) == 0 else { return ([], []) }
            return ([], ["\(file) cannot be read. \(moveAside())"])
        }
        guard let contents = try? JSONDecoder().decode(Contents.self, from: bytes), contents.version == Self.version
        else {
            return ([], ["\(file) is damaged, or of another version. \(moveAside())"])
        }
        let links = contents.links.compactMap(\.link)
        guard links.count < contents.links.count else { return (links, []) }
        let lost = contents.links.count - links.count
        return (links, ["\(lost) of the links in \(file) cannot be understood. \(moveAside())"])
    }

    private func moveAside() -> String {
        let aside = "\(file).damaged-\(Int(Date.now.timeIntervalSince1970))"
        guard rename(file, aside) == 0 else {
            return "It cannot be moved aside either, so links made now will replace it."
        }
        return "It was moved to \(aside)."
    }

    /// A sentence that says why nothing can be kept here; nil when something can. Changes nothing.
    var problem: String? {
        var folder = URL(fileURLWithPath: directory).standardizedFileURL
        while access(folder.path, F_OK) != 0, folder.path != "/" { folder.deleteLastPathComponent() }
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isDirectory), isDirectory.boolValue
        else {
            return "\(folder.path) is no folder"
        }
        guard access(folder.path, W_OK | X_OK) == 0 else { return Self.words(errno) }
        return nil
    }

    // MARK: Writing

    /// Keeps these links and no others; waits for the disk.
    /// - Parameter revision: of two lists, the one with the higher number counts, whichever comes later.
    func save(_ links: [StoredLink], revision: UInt64) throws(LinkStoreError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let contents = Contents(version: Self.version, links: links.map { Contents.Entry($0) })
        guard let bytes = try? encoder.encode(contents) else {
            throw LinkStoreError(reason: "it cannot be written as JSON")
        }
        let failure: LinkStoreError? = written.withLock { written in
            guard revision > written else { return nil }
            do throws(LinkStoreError) {
                try write(bytes)
                written = revision
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    private func write(_ bytes: Data) throws(LinkStoreError) {
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw LinkStoreError(reason: "the folder \(directory) cannot be made")
        }
        let draft = "\(file).new"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw LinkStoreError(reason: Self.words(errno)) }
        var failure = Self.write(bytes, to: descriptor)
        if failure == 0, fsync(descriptor) != 0 { failure = errno }
        close(descriptor)
        if failure == 0, rename(draft, file) != 0 { failure = errno }
        guard failure == 0 else {
            unlink(draft)
            throw LinkStoreError(reason: Self.words(failure))
        }
    }

    /// - Returns: 0, or the number of the error.
    private static func write(_ bytes: Data, to descriptor: CInt) -> CInt {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return errno }
                rest = rest.dropFirst(count)
            }
            return 0
        }
    }

    private static func words(_ error: CInt) -> String { String(cString: strerror(error)) }

    private static let fileName = "links.json"
    private static let version = 1
}

/// A link as it is kept.
struct StoredLink: Equatable, Sendable {
    var id: LinkID
    var direction: LinkDirection
    var path: StreamPath
    var target: LinkTarget
}

/// Why nothing could be kept.
struct LinkStoreError: Error, Equatable {
    /// The second half of a sentence.
    var reason: String
}

/// The file's shape.
private struct Contents: Codable {
    var version: Int
    var links: [Entry]

    struct Entry: Codable {
        var id: String
        var direction: String
        var path: String
        var url: String
        var transport: String?
        var onDemand: Bool?
        /// Milliseconds.
        var closeAfter: Int64?

        init(_ link: StoredLink) {
            id = link.id.text
            direction = link.direction.rawValue
            path = link.path.text
            let options = link.target.options
            url = link.target.url.text
            if options.transport != .auto { transport = options.transport.rawValue }
            guard options.isOnDemand else { return }
            onDemand = true
            closeAfter = Int64(options.closeAfter / .milliseconds(1))
        }

        /// Nil when it makes no sense here.
        var link: StoredLink? {
            guard let id = LinkID(checking: id), let direction = LinkDirection(rawValue: direction),
                let path = try? StreamPath(path), let url = try? LinkURL(url)
            else { return nil }
            var options = LinkOptions(isOnDemand: onDemand ?? false)
            if let transport {
                guard let known = LinkTransport(rawValue: transport) else { return nil }
                options.transport = known
            }
            if let closeAfter {
                guard LinkOptions.closeAfterRange.contains(.milliseconds(closeAfter)) else { return nil }
                options.closeAfter = .milliseconds(closeAfter)
            }
            return StoredLink(id: id, direction: direction, path: path, target: LinkTarget(url, options))
        }
    }
}
