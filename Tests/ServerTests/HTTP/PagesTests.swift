import Foundation
import NIOCore
import Testing

@testable import Server

@Suite struct PagesTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("web")

    @Test func binaryHoldsTheFolder() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { !$0.hasPrefix(".") }
        #expect(Set(names) == Set(embeddedWebFiles.keys))
        for (name, content) in embeddedWebFiles {
            #expect(try Data(contentsOf: Self.folder.appendingPathComponent(name)) == Data(content.readableBytesView))
        }
    }

    @Test(arguments: [
        ("/", "index.html", "'none'"), ("/demo", "watch.html", "*"), ("/live/bbb", "watch.html", "*"),
        ("/demo/publish", "publish.html", "'none'"), ("/demo?muted=1", "watch.html", "*"),
    ])
    func pages(_ target: String, _ file: String, _ ancestors: String) async throws {
        try await withServer { client, _ in
            let response = try await client.request("GET", target, host: "media.example")
            #expect(response.status == 200)
            #expect(response["content-type"] == "text/html; charset=utf-8")
            #expect(response.body == embeddedWebFiles[file].map { String(buffer: $0) })
            let policy = try #require(response["content-security-policy"])
            #expect(policy.contains("default-src 'none'; script-src 'self'; style-src 'self'"))
            #expect(policy.hasSuffix("frame-ancestors \(ancestors)"))
            #expect(response["x-content-type-options"] == "nosniff")
            #expect(response["access-control-allow-origin"] == nil)
        }
    }

    @Test func headHasNoBody() async throws {
        try await withServer { client, _ in
            for target in ["/", "/demo", "/healthz", "/v1/streams", "/assets/style.css", "/metrics"] {
                let got = try await client.request("GET", target)
                let head = try await client.request("HEAD", target)
                #expect(head.status == 200)
                #expect(head.body.isEmpty)
                #expect(head["content-type"] == got["content-type"])
                // What the counters say grows between the two.
                if target != "/metrics" { #expect(head["content-length"] == "\(got.body.utf8.count)") }
            }
        }
    }

    @Test(arguments: [("style.css", "text/css; charset=utf-8"), ("watch.js", "text/javascript; charset=utf-8")])
    func assets(_ name: String, _ type: String) async throws {
        try await withServer { client, _ in
            let response = try await client.request("GET", "/assets/\(name)")
            #expect(response.status == 200)
            #expect(response["content-type"] == type)
            #expect(response.body == embeddedWebFiles[name].map { String(buffer: $0) })
            let entityTag = try #require(response["etag"])
            let again = try await client.request("GET", "/assets/\(name)", ["If-None-Match: \(entityTag)"])
            #expect(again.status == 304)
            #expect(again.body.isEmpty)
            #expect(try await client.request("GET", "/assets/\(name)", ["If-None-Match: \"x\""]).status == 200)
        }
    }

    /// Nothing but the folder's own files, whichever way it is asked for.
    @Test(arguments: [
        "..", "../Package.swift", "%2e%2e%2fPackage.swift", "..%2fPackage.swift", "....//Package.swift", ".git",
        "nothing.js",
        "index.html", "watch.html", "style.css/", "style.css%00", "", ".", "../web/style.css", "style", "Package.swift",
        "..\\Package.swift",
    ])
    func otherFilesAreNotServed(_ name: String) async throws {
        for yaml in ["", "http: {web_directory: \"\(Self.folder.path)\"}"] {
            try await withServer(yaml: yaml) { (client, _) async throws in
                #expect(try await client.request("GET", "/assets/\(name)").status == 404)
            }
        }
    }

    @Test func folderIsServedInstead() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "turnout-pages-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("<p>mine".utf8).write(to: folder.appendingPathComponent("watch.html"))
        try await withServer(yaml: "http: {web_directory: \"\(folder.path)\"}") { client, _ in
            let response = try await client.request("GET", "/demo")
            #expect(response.body == "<p>mine")
            #expect(response["cache-control"] == "no-store")
            #expect(try await client.request("GET", "/").status == 404)
        }
    }
}
