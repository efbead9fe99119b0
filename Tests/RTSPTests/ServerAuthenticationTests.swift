import Net
import RTSP
import TestSupport
import Testing

/// Who a client shows to be: to the gateway it matters with each question (case A21).
@Suite struct ServerAuthenticationTests {
    private static let secret = DigestSecret(user: "u", realm: "turnout", password: "p")

    /// A server whose gateway lets in nobody else, and the challenges of its answers.
    private static func guarded(offersBasic: Bool = true) throws -> ServerUnderTest {
        var server = try ServerUnderTest(offersBasic: offersBasic)
        server.policy = { $0.authorization?.user == "u" && $0.isProof(of: secret) ? .consent : .challenge }
        return server
    }

    private static func authentication(
        of answers: [RTSPResponse], password: String = "p"
    ) throws -> RTSPClientAuthentication {
        let fields = try #require(answers.first).headers.values("WWW-Authenticate")
        return try #require(
            RTSPClientAuthentication(fields, credentials: RTSPCredentials(user: "u", password: password)))
    }

    @Test func everyRequestIsSigned() throws {
        var server = try Self.guarded()
        var random = SeededRandom(seed: 3)
        // OPTIONS is free, as clients need it first.
        try server.expect("OPTIONS", is: 200)
        for method in ["ANNOUNCE", "GET_PARAMETER", "SET_PARAMETER"] { try server.expect(method, is: 401) }
        let answers = try server.ask("DESCRIBE")
        #expect(answers.map(\.status.code) == [401])
        let schemes = answers.first?.headers.values("WWW-Authenticate").map { $0.prefix(6) }
        #expect(schemes == ["Digest", "Digest", "Basic "])
        var client = try Self.authentication(of: answers)
        let url = ServerUnderTest.url
        func signed(_ method: RTSPMethod, _ control: String = "") -> RTSPHeaders {
            [
                "Authorization": client.authorization(for: method, url: url + control, using: &random),
                "Transport": ServerUnderTest.tcp,
            ]
        }
        try server.expect("DESCRIBE", "", signed(.describe), is: 200)
        // It is not enough to have been let in before.
        try server.expect("SETUP", "/a", ["Transport": ServerUnderTest.tcp], is: 401)
        // Nor to show what another request was signed with.
        try server.expect("SETUP", "/a", signed(.describe), is: 401)
        try server.expect("SETUP", "/a", signed(.setup, "/b"), is: 401)
        try server.expect("SETUP", "/a", signed(.setup, "/a"), is: 200)
        try server.expect("PLAY", session: true, is: 401)
        try server.expect("PLAY", "", signed(.setup), session: true, is: 401)
        try server.expect("PLAY", "", signed(.play), session: true, is: 200)
        // Whoever has the session need not show who they are to keep or end it.
        try server.expect("GET_PARAMETER", session: true, is: 200)
        try server.expect("TEARDOWN", session: true, is: 200)
    }

    @Test func proofOfAnotherConnectionIsWorthNothing() throws {
        var other = try Self.guarded()
        var random = SeededRandom(seed: 3)
        var client = try Self.authentication(of: try other.ask("DESCRIBE"))
        let overheard = client.authorization(for: .describe, url: ServerUnderTest.url, using: &random)
        try other.expect("DESCRIBE", "", ["Authorization": overheard], is: 200)
        var server = try Self.guarded()
        server.connection = RTSPServerConnection(
            realm: "turnout", offersBasic: true, random: &random, now: server.now)
        try server.expect("DESCRIBE", "", ["Authorization": overheard], is: 401)
        #expect(server.events.last?.question?.authorization == nil)
    }

    @Test(arguments: ["q", ""])
    func wrongPasswordIsChallengedAgain(password: String) throws {
        var server = try Self.guarded()
        var random = SeededRandom(seed: 3)
        var client = try Self.authentication(of: try server.ask("DESCRIBE"), password: password)
        let value = client.authorization(for: .describe, url: ServerUnderTest.url, using: &random)
        try server.expect("DESCRIBE", "", ["Authorization": value], is: 401)
        #expect(server.events.last?.question?.authorization?.user == "u")
    }

    @Test(arguments: [(true, 200), (false, 401)] as [(Bool, UInt16)])
    func passwordIsTakenWhereItIsOffered(offersBasic: Bool, code: UInt16) throws {
        var server = try Self.guarded(offersBasic: offersBasic)
        // u:p
        try server.expect("DESCRIBE", "", ["Authorization": "Basic dTpw"], is: code)
        try server.expect("DESCRIBE", "", ["Authorization": "Basic dTpx"], is: 401)
        try server.expect("DESCRIBE", "", ["Authorization": "Basic"], is: 401)
        try server.expect("DESCRIBE", "", ["Authorization": "Bearer x"], is: 401)
    }

    @Test func expiredNonceIsReplaced() throws {
        var server = try Self.guarded()
        var random = SeededRandom(seed: 3)
        var client = try Self.authentication(of: try server.ask("DESCRIBE"))
        server.now = server.now.advanced(by: RTSPChallenge.lifetime)
        let old = client.authorization(for: .describe, url: ServerUnderTest.url, using: &random)
        let answers = try server.ask("DESCRIBE", "", ["Authorization": old])
        #expect(answers.map(\.status.code) == [401])
        #expect(answers.first?.headers["WWW-Authenticate"]?.hasSuffix("stale=true") == true)
        client = try Self.authentication(of: answers)
        let new = client.authorization(for: .describe, url: ServerUnderTest.url, using: &random)
        try server.expect("DESCRIBE", "", ["Authorization": new], is: 200)
        try server.expect("DESCRIBE", "", ["Authorization": old], is: 401)
    }
}
