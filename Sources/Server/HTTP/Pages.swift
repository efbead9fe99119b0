import Bytes
import Cryptography
import Foundation
import HTTPTypes
import Hummingbird

/// The pages and what they load: from the binary, or, for those who change them, from a folder.
struct Pages: Sendable {
    enum Page: String {
        case index = "index.html"
        case player = "watch.html"
        case publisher = "publish.html"
    }

    private enum Source {
        case embedded([String: (content: ByteBuffer, entityTag: String)])
        case directory(URL)
    }

    private let source: Source

    /// - Parameter directory: name of a folder; empty for the binary's own pages.
    init(directory: String) {
        if directory.isEmpty {
            source = .embedded(
                embeddedWebFiles.mapValues { content in
                    let digest = SHA256.hash(Array(content.readableBytesView).span).prefix(8)
                    return (content, "\"\(Hex.string(digest))\"")
                })
        } else {
            source = .directory(URL(fileURLWithPath: directory, isDirectory: true))
        }
    }

    func page(_ page: Page, for request: Request) throws(Problem) -> Response {
        var response = try file(page.rawValue, for: request)
        // A player may stand in other sites' pages; a page that turns on the camera or lists streams may not.
        let ancestors = page == .player ? "*" : "'none'"
        response.headers[.contentSecurityPolicy] = "\(Self.policy); frame-ancestors \(ancestors)"
        return response
    }

    /// Anything but the pages themselves.
    func asset(_ name: String, for request: Request) throws(Problem) -> Response {
        guard !name.hasSuffix(".html") else { throw Self.missing }
        return try file(name, for: request)
    }

    private func file(_ name: String, for request: Request) throws(Problem) -> Response {
        guard !name.hasPrefix("."), name.utf8.allSatisfy(Self.isAllowed),
            let type = name.split(separator: ".").last.flatMap({ Self.mediaTypes[String($0)] })
        else { throw Self.missing }
        switch source {
        case .embedded(let files):
            guard let file = files[name] else { throw Self.missing }
            let headers: HTTPFields = [.contentType: type, .eTag: file.entityTag, .cacheControl: "no-cache"]
            if request.headers[.ifNoneMatch] == file.entityTag {
                return Response(status: .notModified, headers: headers)
            }
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.content))
        case .directory(let directory):
            guard let data = try? Data(contentsOf: directory.appendingPathComponent(name)) else { throw Self.missing }
            return Response(
                status: .ok, headers: [.contentType: type, .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
        }
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static let missing = Problem(.notFound, "There is no such file.")

    /// Scripts and styles come from files of ours alone; no plug-ins, no forms that leave, no other base.
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'"

    private static let mediaTypes = [
        "html": "text/html; charset=utf-8",
        "js": "text/javascript; charset=utf-8",
        "css": "text/css; charset=utf-8",
        "svg": "image/svg+xml",
        "png": "image/png",
        "ico": "image/x-icon",
        "json": "application/json",
    ]
}
