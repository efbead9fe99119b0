import Net
import RTSP
import RTSPGateway
import SFU
import Testing

@testable import Server

/// Who may publish and play by RTSP: the same rights as by HTTP, shown in RTSP's ways.
@Suite struct RTSPAccessTests {
    private static let yaml = """
        users:
          - {name: studio, secret: pub-secret, may: [publish: live/*]}
          - {name: viewer, secret: "view:secret", may: [play: live/*, play: vod/*]}
          - {name: anybody, may: [play: open/*]}
        stream_keys: {key-of-live-one: live/one}
        """

    private func decide(
        _ name: String, _ credentials: RTSPClientCredentials = .none, action: RTSPAction = .publish,
        remote: String = "192.0.2.1:5000", yaml: String = yaml, servesFiles: Bool = false
    ) throws -> RTSPVerdict {
        let configuration = try Configuration(yaml: yaml, named: "t.yaml", environment: [:])
        return RTSPAccess(authority: Authority(configuration), servesFiles: servesFiles).decide(
            RTSPAuthorizationRequest(action: action, name: name, credentials: credentials, remote: remote))
    }

    private func allowed(_ path: String) throws -> RTSPVerdict { .allowed(try StreamPath(path)) }

    /// A client's answer to a challenge, checked as a gateway does.
    private func digest(_ user: String, _ password: String, weak: Bool = false) throws -> RTSPClientCredentials {
        let realm = RTSPAuthentication.realm
        let challenge = weak ? "Digest realm=\"\(realm)\", nonce=\"n\"" : Self.strongChallenge
        var client = try #require(
            RTSPClientAuthentication([challenge], credentials: RTSPCredentials(user: user, password: password)))
        var random = SystemRandomNumberGenerator()
        let field = client.authorization(for: .announce, url: "rtsp://h/live/x", using: &random)
        let answer = try RTSPAuthorization(parsing: field)
        return .digest(
            RTSPDigestProof(userName: answer.user) { answer.isProof(of: $0, realm: realm, method: .announce) })
    }

    private static let strongChallenge =
        "Digest realm=\"\(RTSPAuthentication.realm)\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256"

    @Test(arguments: [false, true])
    func usersProveWhoTheyAre(_ weak: Bool) throws {
        #expect(try decide("live/x", digest("studio", "pub-secret", weak: weak)) == allowed("live/x"))
        #expect(
            try decide("live/x", digest("viewer", "view:secret", weak: weak), action: .play) == allowed("live/x"))
    }

    @Test func usersShowWhoTheyAre() throws {
        #expect(try decide("live/x", .basic(name: "studio", password: "pub-secret")) == allowed("live/x"))
        #expect(
            try decide("live/x", .basic(name: "viewer", password: "view:secret"), action: .play) == allowed("live/x"))
        #expect(try decide("live/x", .token("pub-secret")) == allowed("live/x"))
    }

    @Test(arguments: ["", "anything", "studio", "key-of-live-one"])
    func aStreamKeyIsThePasswordOfAnyName(_ name: String) throws {
        let key = RTSPClientCredentials.basic(name: name, password: "key-of-live-one")
        #expect(try decide("live/one", key) == allowed("live/one"))
        #expect(try decide("live/one", key, action: .play) == allowed("live/one"))
        #expect(try decide("live/two", key) == .forbidden("This stream key is for another path only."))
    }

    @Test func aStreamKeyCanBeATokenToo() throws {
        #expect(try decide("live/one", .token("key-of-live-one")) == allowed("live/one"))
        #expect(
            try decide("live/two", .token("key-of-live-one")) == .forbidden("This stream key is for another path only.")
        )
    }

    /// On the machine itself too: a typing error is to be noticed.
    @Test(arguments: ["192.0.2.1:5000", "127.0.0.1:5000"])
    func whoIsNotKnownIsAskedAgain(_ remote: String) throws {
        let wrong: [RTSPClientCredentials] = [
            try digest("studio", "wrong"), try digest("viewer", "pub-secret"), try digest("nobody", "pub-secret"),
            try digest("studio", ""), try digest("", ""), try digest("", "", weak: true),
            try digest("studio", "wrong", weak: true), try digest("anybody", ""), try digest("x", "key-of-live-one"),
            .basic(name: "studio", password: "wrong"), .basic(name: "viewer", password: "pub-secret"),
            .basic(name: "", password: ""), .token("wrong"), .unusable,
        ]
        for credentials in wrong {
            #expect(
                try decide("live/x", credentials, remote: remote)
                    == .unauthenticated("These credentials are not known here."), "\(credentials)")
        }
    }

    @Test func whoIsKnownMayNotDoEverything() throws {
        let verdict = try decide("other/x", digest("studio", "pub-secret"))
        #expect(verdict == .forbidden("The user studio may not do this (publish) here."))
        let play = try decide("live/x", digest("studio", "pub-secret"), action: .play)
        #expect(play == .forbidden("The user studio may not do this (play) here."))
    }

    @Test(arguments: [("127.0.0.1:5000", true), ("[::1]:5000", true), ("192.0.2.1:5000", false), ("", false)])
    func theMachineItselfIsTrusted(_ remote: String, _ isTrusted: Bool) throws {
        let verdict = try decide("live/x", remote: remote)
        let strict = try decide("live/x", remote: remote, yaml: "trust_loopback: false")
        if isTrusted {
            #expect(try verdict == allowed("live/x"))
        } else {
            guard case .unauthenticated = verdict else {
                Issue.record("\(verdict)")
                return
            }
        }
        guard case .unauthenticated = strict else {
            Issue.record("\(strict)")
            return
        }
    }

    @Test func everybodyMayWhatAnybodyMay() throws {
        #expect(try decide("open/x", action: .play) == allowed("open/x"))
        #expect(try decide("any/path", action: .play, yaml: "") == allowed("any/path"))
        guard case .unauthenticated = try decide("live/x", action: .play) else {
            Issue.record("not asked for credentials")
            return
        }
    }

    @Test(arguments: ["", "live//x", "live/v b", "live/whip/x", "v1/x", "live/x/", "vod/a b.mp4", "../x"])
    func whatIsNoPathIsSaidSo(_ name: String) throws {
        guard case .unknownName = try decide(name, .basic(name: "studio", password: "pub-secret")) else {
            Issue.record("taken for a path")
            return
        }
    }

    @Test(arguments: [
        ("vod/film.mp4", "vod/film.mp4"), ("vod/my film.mp4", "vod/my~film.mp4"), ("vod/ä.mp4", "vod/~~.mp4"),
    ])
    func aFileHasTheRightsOfItsName(_ name: String, _ path: String) throws {
        let viewer = try digest("viewer", "view:secret")
        #expect(try decide(name, viewer, action: .play, servesFiles: true) == allowed(path))
        guard case .forbidden = try decide(name, digest("studio", "pub-secret"), action: .play, servesFiles: true)
        else {
            Issue.record("let in")
            return
        }
        guard case .unauthenticated = try decide(name, action: .play, servesFiles: true) else {
            Issue.record("let in")
            return
        }
    }

    @Test(arguments: ["vod/", "vod/../x", "vod/a//b.mp4", "vod/./b.mp4"])
    func noFileHasSuchAName(_ name: String) throws {
        guard case .unknownName = try decide(name, action: .play, remote: "127.0.0.1:1", servesFiles: true) else {
            Issue.record("taken for a file")
            return
        }
    }

    /// Files are played; streams can be published under the same names.
    @Test func onlyPlayingIsOfFiles() throws {
        guard case .unknownName = try decide("vod/my film", remote: "127.0.0.1:1", servesFiles: true) else {
            Issue.record("taken for a file")
            return
        }
        #expect(try decide("vod/x", remote: "127.0.0.1:1", servesFiles: true) == allowed("vod/x"))
    }
}
