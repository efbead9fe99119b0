import Foundation
import SFU
import Testing

@testable import Server

@Suite struct LinkStoreTests {
    private static func link(_ number: Int) throws -> StoredLink {
        StoredLink(
            id: LinkID(text: "AAAAAAAAAAAAAAAAAAAA\(10 + number)"), direction: number % 2 == 0 ? .push : .pull,
            path: try StreamPath("live/\(number)"),
            target: LinkTarget(try LinkURL("rtmp://user:secret@host/app/key\(number)")))
    }

    @Test func whatIsKeptComesBack() async throws {
        try await withFolder { folder in
            let links = try (0..<3).map(Self.link)
            // The folder itself is made too, for us alone.
            try LinkStore(directory: "\(folder)/a/state").save(links, revision: 1)
            let (kept, warnings) = LinkStore(directory: "\(folder)/a/state").load()
            #expect(kept == links)
            #expect(warnings.isEmpty)
            #expect(try permissions("\(folder)/a/state") == 0o700)
            #expect(try permissions("\(folder)/a/state/links.json") == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/a/state") == ["links.json"])
        }
    }

    @Test func nothingIsNoMistake() async throws {
        try await withFolder { folder in
            let (kept, warnings) = LinkStore(directory: "\(folder)/none").load()
            #expect(kept.isEmpty && warnings.isEmpty)
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/none"))
        }
    }

    /// Lists are written by several threads; the newest stays.
    @Test func anOlderListDoesNotReplaceANewerOne() async throws {
        try await withFolder { folder in
            let store = LinkStore(directory: folder)
            try store.save([Self.link(1), Self.link(2)], revision: 2)
            try store.save([Self.link(1)], revision: 1)
            #expect(store.load().links.count == 2)
            try store.save([], revision: 3)
            #expect(store.load().links.isEmpty)
        }
    }

    /// Others than ours may have made the draft, e.g. readable by everybody.
    @Test func aDraftThatIsThereIsReplaced() async throws {
        try await withFolder { folder in
            let draft = "\(folder)/links.json.new"
            try Data("x".utf8).write(to: URL(fileURLWithPath: draft))
            try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: draft)
            try LinkStore(directory: folder).save([Self.link(1)], revision: 1)
            #expect(try permissions("\(folder)/links.json") == 0o600)
        }
    }

    @Test(arguments: [
        "", "{", "[]", "null", #"{"version":2,"links":[]}"#, #"{"version":1}"#,
        #"{"version":1,"links":[{"id":"AAAAAAAAAAAAAAAAAAAAAA"}]}"#, "\u{0}\u{0}",
    ])
    func aDamagedFileIsMovedAside(_ contents: String) async throws {
        try await withFolder { folder in
            try Data(contents.utf8).write(to: URL(fileURLWithPath: "\(folder)/links.json"))
            let store = LinkStore(directory: folder)
            let (kept, warnings) = store.load()
            #expect(kept.isEmpty)
            #expect(warnings.count == 1)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(names.count == 1)
            let aside = try #require(names.first)
            #expect(aside.hasPrefix("links.json.damaged-"))
            #expect(warnings.first?.contains(aside) == true)
            #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(aside)")) == Data(contents.utf8))
            // And the next start is as the first one.
            #expect(store.load().warnings.isEmpty)
        }
    }

    /// What can be understood goes on, and the whole file stays to be looked at.
    @Test(arguments: [
        #""id":"short","direction":"push","path":"a","url":"rtmp://h/a/k""#,
        #""id":"AAAAAAAAAAAAAAAAAAAAAB","direction":"pish","path":"a","url":"rtmp://h/a/k""#,
        #""id":"AAAAAAAAAAAAAAAAAAAAAB","direction":"push","path":"../a","url":"rtmp://h/a/k""#,
        #""id":"AAAAAAAAAAAAAAAAAAAAAB","direction":"push","path":"a","url":"file:///etc/passwd""#,
        #""id":"AAAAAAAAAAAAAAAAAAAAAB","direction":"pull","path":"a","url":"rtsp://h/a","transport":"smoke""#,
        #""id":"AAAAAAAAAAAAAAAAAAAAAB","direction":"pull","path":"a","url":"rtsp://h/a","closeAfter":-1"#,
        #""id":"AAAAAAAAAAAAAAAAAAAAAB","direction":"pull","path":"a","url":"rtsp://h/a","closeAfter":3600001"#,
    ])
    func oneBadLinkDoesNotTakeTheOthersAlong(_ bad: String) async throws {
        try await withFolder { folder in
            let good = #""id":"AAAAAAAAAAAAAAAAAAAAAA","direction":"pull","path":"a","url":"rtmp://h/a/k""#
            let contents = #"{"version":1,"links":[{\#(bad)},{\#(good)}]}"#
            try Data(contents.utf8).write(to: URL(fileURLWithPath: "\(folder)/links.json"))
            let (kept, warnings) = LinkStore(directory: folder).load()
            #expect(kept.map(\.id.text) == ["AAAAAAAAAAAAAAAAAAAAAA"])
            #expect(warnings.count == 1)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
        }
    }

    @Test(arguments: [
        LinkOptions(transport: .udp), LinkOptions(isOnDemand: true),
        LinkOptions(transport: .tcp, isOnDemand: true, closeAfter: .milliseconds(1)),
        LinkOptions(isOnDemand: true, closeAfter: .seconds(3_600)),
    ])
    func optionsComeBack(_ options: LinkOptions) async throws {
        try await withFolder { folder in
            let link = StoredLink(
                id: LinkID(text: "AAAAAAAAAAAAAAAAAAAAAA"), direction: .pull, path: try StreamPath("a"),
                target: LinkTarget(try LinkURL("rtsp://user:secret@host/a"), options))
            try LinkStore(directory: folder).save([link], revision: 1)
            #expect(LinkStore(directory: folder).load().links == [link])
        }
    }

    /// Below a file there can be no folder, whoever we are.
    @Test func whatCannotBeWrittenIsSaid() async throws {
        try await withFolder { folder in
            try Data().write(to: URL(fileURLWithPath: "\(folder)/file"))
            let store = LinkStore(directory: "\(folder)/file/state")
            #expect(store.problem == "\(folder)/file is no folder")
            #expect(throws: LinkStoreError.self) { try store.save([], revision: 1) }
            #expect(LinkStore(directory: "\(folder)/new/state").problem == nil)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
        }
    }

    private func permissions(_ file: String) throws -> Int? {
        (try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? NSNumber)?.intValue
    }
}
