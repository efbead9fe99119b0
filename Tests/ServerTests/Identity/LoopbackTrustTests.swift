import HTTPTypes
import Net
import Testing

@testable import Server

@Suite struct LoopbackTrustTests {
    struct Sender: CustomTestStringConvertible {
        var peer: String? = "127.0.0.1"
        var host: String? = "localhost:8080"
        var fields: [(String, String)] = []
        var testDescription: String {
            "from \(peer ?? "nowhere"), Host \(host ?? "absent") \(fields.map { "\($0.0): \($0.1)" })"
        }

        func trust() throws -> LoopbackTrust {
            var head = HTTPRequest(method: .post, scheme: "http", authority: host, path: "/demo/whip")
            for (name, value) in fields {
                head.headerFields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
            }
            return LoopbackTrust(peer: peer.flatMap { IPAddress($0) }, head: head)
        }
    }

    @Test(arguments: [
        Sender(), Sender(host: nil), Sender(peer: "::1"), Sender(peer: "127.8.8.8"), Sender(peer: "::ffff:127.0.0.1"),
        Sender(host: "localhost"), Sender(host: "LOCALHOST:8080"), Sender(host: "127.0.0.1"),
        Sender(host: "[::1]:8080"),
        Sender(host: "[::1]"), Sender(host: "turnout.localhost:8080"), Sender(host: "[::ffff:127.0.0.1]:8080"),
        Sender(fields: [("Origin", "http://localhost:8080")]), Sender(fields: [("Origin", "https://127.0.0.1:8443")]),
        Sender(fields: [("Origin", "http://[::1]:8080")]), Sender(fields: [("Cookie", "a=b"), ("X-Other", "1")]),
    ])
    func thisMachineIsTrusted(_ sender: Sender) throws {
        #expect(try sender.trust() == .trusted)
    }

    @Test(arguments: [
        Sender(peer: nil), Sender(peer: "192.0.2.1"), Sender(peer: "::ffff:192.0.2.1"), Sender(peer: "fe80::1"),
        Sender(peer: "0.0.0.0"), Sender(peer: "::"), Sender(peer: "128.0.0.1"), Sender(peer: "::127.0.0.1"),
        Sender(host: "evil.example"), Sender(host: "localhost.evil.example"), Sender(host: "evil.example:8080"),
        Sender(host: "127.0.0.1.evil.example"), Sender(host: "192.0.2.1"), Sender(host: "notlocalhost"),
        Sender(host: ""),
        Sender(host: "localhost:80@evil.example"), Sender(host: "[::1].evil.example"), Sender(host: "[::2]"),
        Sender(host: "127.1"), Sender(host: "2130706433"), Sender(host: "localhost, evil.example"),
        Sender(fields: [("Host", "evil.example")]),
        Sender(fields: [("Origin", "http://evil.example")]), Sender(fields: [("Origin", "null")]),
        Sender(fields: [("Origin", "")]), Sender(fields: [("Origin", "http://localhost.evil.example")]),
        Sender(fields: [("Origin", "http://localhost@evil.example")]), Sender(fields: [("Origin", "localhost")]),
        Sender(fields: [("Origin", "http://localhost"), ("Origin", "http://evil.example")]),
        Sender(fields: [("Origin", "http://localhost/ http://evil.example")]),
        Sender(fields: [("Forwarded", "for=127.0.0.1")]), Sender(fields: [("X-Forwarded-For", "127.0.0.1")]),
        Sender(fields: [("x-forwarded-for", "")]), Sender(fields: [("X-Forwarded-Host", "localhost")]),
        Sender(fields: [("X-Forwarded-Proto", "https")]), Sender(fields: [("X-Forwarded-Server", "a")]),
        Sender(fields: [("X-Real-IP", "127.0.0.1")]), Sender(fields: [("Via", "1.1 proxy")]),
        Sender(fields: [("CF-Connecting-IP", "127.0.0.1")]), Sender(fields: [("True-Client-IP", "127.0.0.1")]),
        Sender(fields: [("X-Client-IP", "127.0.0.1")]),
    ])
    func othersAreNot(_ sender: Sender) throws {
        #expect(try sender.trust() != .trusted)
    }
}
