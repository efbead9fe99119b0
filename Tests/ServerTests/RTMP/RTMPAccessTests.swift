import RTMP
import RTMPGateway
import SFU
import Testing

@testable import Server

/// Who may publish and play by RTMP: the same rights as by HTTP, shown in RTMP's ways.
@Suite struct RTMPAccessTests {
    private static let yaml = """
        users:
          - {name: studio, secret: pub-secret, may: [publish: live/*]}
          - {name: viewer, secret: "view:secret", may: [play: live/*]}
        stream_keys: {key-of-live-one: live/one, "odd+key/with?signs": live/two}
        """

    private func decide(
        _ name: String, _ credentials: RTMPCredentials? = nil, action: RTMPSessionRole = .publisher,
        remote: String = "192.0.2.1:5000", yaml: String = yaml
    ) throws -> RTMPVerdict {
        let configuration = try Configuration(yaml: yaml, named: "t.yaml", environment: [:])
        return RTMPAccess(authority: Authority(configuration)).decide(
            RTMPAuthorizationRequest(action: action, name: name, credentials: credentials, remote: remote))
    }

    private func allowed(_ path: String) throws -> RTMPVerdict { .allowed(try StreamPath(path)) }

    @Test func usersShowWhoTheyAre() throws {
        let studio = RTMPCredentials.password(user: "studio", password: "pub-secret")
        #expect(try decide("live/x", studio) == allowed("live/x"))
        #expect(try decide("live/x", .token("pub-secret")) == allowed("live/x"))
        #expect(try decide("live/x", .token("studio:pub-secret")) == allowed("live/x"))
        #expect(
            try decide("live/x", .password(user: "viewer", password: "view:secret"), action: .player)
                == allowed("live/x"))
    }

    @Test(arguments: [
        (RTMPCredentials.password(user: "studio", password: "wrong"), "live/x", "not known"),
        (.password(user: "viewer", password: "pub-secret"), "live/x", "not known"),
        (.password(user: "studio", password: ""), "live/x", "not known"), (.token("nobody"), "live/x", "not known"),
        (.token("pub-secret"), "other/x", "studio may not do this (publish)"),
        (.token("view:secret"), "live/x", "viewer may not do this (publish)"),
        (.token("key-of-live-one"), "live/two", "another path"),
    ])
    func othersAreRefused(_ credentials: RTMPCredentials, _ name: String, _ words: String) throws {
        // On the machine itself too: a typing error is to be noticed.
        for remote in ["192.0.2.1:5000", "127.0.0.1:5000"] {
            guard case .refused(let sentence) = try decide(name, credentials, remote: remote) else {
                Issue.record("not refused")
                continue
            }
            #expect(sentence.contains(words), "\(sentence)")
        }
    }

    @Test(arguments: [
        ("live/key-of-live-one", "live/one"), ("key-of-live-one", "live/one"),
        ("any/thing/key-of-live-one", "live/one"), ("x/key-of-live-one", "live/one"),
    ])
    func aStreamKeyStandsForItsPath(_ name: String, _ path: String) throws {
        #expect(try decide(name) == allowed(path))
        #expect(try decide(name, action: .player) == allowed(path))
        // Where the machine trusts itself, the key still means its path.
        #expect(try decide(name, remote: "127.0.0.1:5000") == allowed(path))
    }

    @Test func aStreamKeyCanBeATokenToo() throws {
        #expect(try decide("live/one", .token("key-of-live-one")) == allowed("live/one"))
    }

    @Test(arguments: [
        ("127.0.0.1:5000", true), ("[::1]:5000", true), ("[::ffff:127.0.0.1]:5000", true), ("192.0.2.1:5000", false),
        ("[2001:db8::1]:5000", false), ("unknown", false), ("", false),
    ])
    func theMachineItselfIsTrusted(_ remote: String, _ isTrusted: Bool) throws {
        let verdict = try decide("any/path", remote: remote)
        if isTrusted {
            let expected = try allowed("any/path")
            #expect(verdict == expected)
            let none = try decide("any/path", remote: remote, yaml: "trust_loopback: false")
            #expect(
                none
                    == .refused("This (publish) needs credentials here: trust_loopback is off, so nobody goes without.")
            )
        } else {
            #expect(
                verdict
                    == .refused(
                        "This (publish) needs credentials here: the request is not taken for a local one, because it "
                            + "comes from another machine."))
        }
    }

    @Test func everybodyPlaysAsLongAsNobodyHasThatRight() throws {
        #expect(try decide("any/path", action: .player, yaml: "") == allowed("any/path"))
        guard case .refused = try decide("any/path", action: .player) else {
            Issue.record("not refused")
            return
        }
    }

    @Test(arguments: ["", "live//x", "live/v b", "live/whip/x", "v1/x", "live/wrong+key"])
    func whatIsNoPathIsSaidSo(_ name: String) throws {
        guard case .unknownName = try decide(name, .token("pub-secret")) else {
            Issue.record("taken for a path")
            return
        }
    }

    /// Pushes and pulls are ours.
    @Test(arguments: [RTMPSessionRole.push, .pull])
    func nobodyAsksForLinks(_ role: RTMPSessionRole) throws {
        guard case .refused = try decide("live/x", .token("pub-secret"), action: role) else {
            Issue.record("allowed")
            return
        }
    }
}
