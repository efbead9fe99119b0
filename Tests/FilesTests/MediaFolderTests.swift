import Foundation
import TestSupport
import Testing

@testable import Files

/// Names from outside, and what the folder gives for them.
@Suite struct MediaFolderTests {
    private let directory: TemporaryDirectory
    private let root: URL

    init() throws {
        directory = try TemporaryDirectory("folder")
        root = directory.url.appending(path: "films")
        let manager = FileManager.default
        try manager.createDirectory(at: root.appending(path: "deep/er"), withIntermediateDirectories: true)
        try manager.createDirectory(at: root.appending(path: ".hidden"), withIntermediateDirectories: true)
        try manager.createDirectory(at: directory.url.appending(path: "films-secret"), withIntermediateDirectories: true)
        for name in [
            "films/a.mp4", "films/deep/er/b c.mp4", "films/.dot.mp4", "films/.hidden/c.mp4", "films/100%.mp4", "secret.mp4",
            "films-secret/d.mp4", "films/ü.mp4",
        ] {
            try Data(name.utf8).write(to: directory.url.appending(path: name))
        }
    }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: root.appending(path: name).path, withDestinationPath: target)
    }

    private var folder: MediaFolder { MediaFolder(root.path) }

    /// What is read, which is the file's name below the directory; nil when it is refused or not there.
    private func content(_ name: String) throws(MediaFileError) -> String {
        let file = try folder.open(name)
        var bytes = [UInt8](repeating: 0, count: 100)
        let count = bytes.withUnsafeMutableBufferPointer { file.read(into: $0.baseAddress!, count: $0.count, at: 0) } ?? 0
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    @Test(arguments: ["a.mp4", "deep/er/b c.mp4", "100%.mp4", "ü.mp4"])
    func filesInTheFolderOpen(_ name: String) throws {
        #expect(try content(name) == "films/\(name)")
    }

    @Test(arguments: [
        "", ".", "..", "../secret.mp4", "../films-secret/d.mp4", "deep/../a.mp4", "deep/../../secret.mp4", "deep/..", "/a.mp4",
        "/etc/passwd", "//a.mp4", "deep//er/b c.mp4", "a.mp4/", "./a.mp4", "a.mp4\0", "a\0/../../secret.mp4", "..\\secret.mp4",
        "deep\\er\\b c.mp4", "%2e%2e/secret.mp4", "%2E%2e%2Fsecret.mp4", "deep/%2e%2e/a.mp4", "a.mp4%00", "..%5csecret.mp4",
        "%252e%252e/secret.mp4", ".dot.mp4", ".hidden/c.mp4", "a.mp4\n", "a\r\nb", "\u{7F}", "a\u{1B}[2J",
        String(repeating: "a", count: 1_025),
    ])
    func namesThatLeadElsewhereAreRefused(_ name: String) {
        #expect(throws: MediaFileError.refused) { try content(name) }
    }

    @Test(arguments: ["b.mp4", "deep", "deep/er", "a.mp4/b", String(repeating: "a", count: 1_024), "deep/none/b.mp4"])
    func whatIsNoFileIsNotFound(_ name: String) {
        #expect(throws: MediaFileError.notFound) { try content(name) }
    }

    @Test(arguments: [
        "../secret.mp4", "../films-secret/d.mp4", "/etc/passwd", "/proc/self/environ", ".hidden/c.mp4", ".dot.mp4",
        "deep/../.dot.mp4",
    ])
    func linksThatLeadOutAreRefused(_ target: String) throws {
        try link("link.mp4", to: target)
        #expect(throws: MediaFileError.refused) { try content("link.mp4") }
    }

    @Test func linksOfFoldersThatLeadOutAreRefused() throws {
        try link("out", to: "..")
        #expect(throws: MediaFileError.refused) { try content("out/secret.mp4") }
        #expect(throws: MediaFileError.refused) { try content("out/films-secret/d.mp4") }
        // The way is no secret: what is at its end counts.
        #expect(try content("out/films/a.mp4") == "films/a.mp4")
    }

    @Test func linksWithinTheFolderOpen() throws {
        try link("inner.mp4", to: "deep/er/b c.mp4")
        try link("absolute.mp4", to: root.appending(path: "a.mp4").path)
        #expect(try content("inner.mp4") == "films/deep/er/b c.mp4")
        #expect(try content("absolute.mp4") == "films/a.mp4")
    }

    @Test func loopsOfLinksAndBrokenOnesAreNotFound() throws {
        try link("loop", to: "loop")
        try link("broken", to: "nowhere.mp4")
        #expect(throws: MediaFileError.notFound) { try content("loop") }
        #expect(throws: MediaFileError.notFound) { try content("broken") }
    }

    @Test func theFolderItselfMayBeALink() throws {
        let link = directory.url.appending(path: "link").path
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "films")
        _ = try MediaFolder(link).open("a.mp4")
        #expect(throws: MediaFileError.refused) { _ = try MediaFolder(link).open("../secret.mp4") }
    }

    /// Opening a FIFO would wait for somebody who writes to it.
    @Test func pipesDevicesAndSocketsAreNotOpened() throws {
        #expect(mkfifo(root.appending(path: "fifo.mp4").path, 0o600) == 0)
        #expect(throws: MediaFileError.notFound) { try content("fifo.mp4") }
        #expect(throws: MediaFileError.notFound) { _ = try MediaFolder("/dev").open("null") }
        #expect(throws: MediaFileError.notFound) { _ = try OpenedFile(path: "/dev/zero") }
        #expect(throws: MediaFileError.notFound) { _ = try OpenedFile(path: root.path) }
    }

    @Test func aFolderThatIsNotThereHasNoFiles() {
        #expect(throws: MediaFileError.notFound) { _ = try MediaFolder("/nonexistent").open("a.mp4") }
        #expect(throws: MediaFileError.notFound) { _ = try MediaFolder("").open("a.mp4") }
    }

    @Test func theRootOfTheSystemIsAFolderToo() {
        #expect(MediaFolder.isVisible(Array("/etc/passwd".utf8), in: Array("/".utf8)))
        #expect(!MediaFolder.isVisible(Array("/films2/a".utf8), in: Array("/films".utf8)))
        #expect(!MediaFolder.isVisible(Array("/films".utf8), in: Array("/films".utf8)))
    }
}
