import Foundation
import TestSupport
import Testing

/// What the texts beside the code say is so.
@Suite struct DocumentTests {
    private let readme: SourceFile

    init() throws {
        readme = try #require(SourceFile("README.md"))
    }

    @Test func linksOfTheReadmeResolve() {
        for line in readme.lines {
            for link in line.matches(of: /\]\(([^)#\s]+)(#[^)]*)?\)/) where !link.1.contains("://") {
                let target = Checkout.root.appending(path: String(link.1))
                #expect(FileManager.default.fileExists(atPath: target.path), "README.md links to \(link.1)")
            }
        }
    }

    /// Each key of the sample configuration stands in the README's table, as `section.key`.
    @Test func theReadmeListsEverySetting() throws {
        let settings = try Self.settings()
        #expect(settings.count > 10)
        for setting in settings {
            #expect(readme.lines.contains { $0.hasPrefix("|") && $0.contains("`\(setting)`") }, "\(setting) is missing")
        }
    }

    @Test func theReadmeSaysWhyEachPackageIsThere() throws {
        let package = try #require(SourceFile("Package.swift"))
        for line in package.lines {
            guard let url = line.firstMatch(of: /\.package\(url: "([^"]+)"/)?.1 else { continue }
            #expect(url.hasPrefix("https://github.com/"), "\(url) is no public repository")
            let name = url.split(separator: "/").last.map { $0.replacing(".git", with: "") } ?? ""
            #expect(readme.lines.contains { $0.localizedCaseInsensitiveContains(name) }, "\(name) is missing")
        }
    }

    /// The names in the sample configuration: `section.key`, or the section where it holds a value itself.
    private static func settings() throws -> [String] {
        let sample = try #require(SourceFile("Config/turnout.yaml"))
        var section = ""
        return sample.lines.compactMap { line in
            if let key = line.firstMatch(of: /^  (\w+):/) { return "\(section).\(key.1)" }
            guard let key = line.firstMatch(of: /^(\w+):(.*)/) else { return nil }
            section = String(key.1)
            return key.2.trimmingCharacters(in: .whitespaces).isEmpty ? nil : section
        }
    }
}

/// Nothing in the checkout depends on where it was written.
@Suite struct PlaceTests {
    /// The folders where people and machines keep their checkouts, in two parts so that this file may pass.
    private static let places = ["root", "home", "work", "Users", "tmp/wt"].map { "/" + $0 + "/" }

    /// Where the build, the scripts and their documents may fetch from or point to.
    private static let hosts: Set = [
        "github.com", "download.swift.org", "www.swift.org", "swift.org", "localhost", "127.0.0.1", "www.apache.org",
    ]

    @Test func noFileNamesAPlaceOfItsAuthor() {
        let files = SourceFile.all()
        #expect(files.count > 50)
        for file in files {
            for place in Self.places {
                let line = file.lines.first { $0.contains(place) && !$0.contains("://") }
                #expect(line == nil, "\(file.path): \(line ?? "")")
            }
        }
    }

    @Test func scriptsFetchFromKnownHosts() {
        let scripts = ["Package.swift", "Makefile", "LICENSE"].compactMap(SourceFile.init)
        for file in scripts + SourceFile.all(below: "scripts") + SourceFile.all(below: ".ci") {
            for line in file.lines {
                for url in line.matches(of: /https?:\/\/(?:[^\/@\s]*@)?([A-Za-z0-9.-]+)/) {
                    #expect(Self.hosts.contains(String(url.1)), "\(file.path): \(line)")
                }
            }
        }
    }
}
