import Net
import RTSP
import TestSupport
import Testing

/// What both sides compute, by the examples of the specifications.
@Suite struct DigestTests {
    /// RFC 7616 §3.9.1, by MD5 and SHA-256, and RFC 2069 §2.4 with the response of its erratum 749.
    @Test(
        arguments: [
            (
                """
                Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", algorithm=MD5, \
                nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001, \
                cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop=auth, \
                response="8ca523f5e9506fed4657c9700eebdbec", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
                """, "http-auth@example.org", "Circle of Life"
            ),
            (
                """
                digest username="Mufasa",realm="http-auth@example.org",uri="/dir/index.html",algorithm="sha-256",\
                nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v" , nc = 00000001, \
                cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", qop="auth", \
                response="753927FA0E85D155564E2E272A28D1802CA10DAF4496794697CF8DB5856CB6C1"
                """, "http-auth@example.org", "Circle of Life"
            ),
            (
                """
                Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", \
                uri="/dir/index.html", response="1949323746fe6a43ef61f9606e7febea"
                """, "testrealm@host.com", "CircleOfLife"
            ),
        ])
    func examplesAreProofs(_ text: String, _ realm: String, _ password: String) throws {
        let authorization = try RTSPAuthorization(parsing: text)
        let get = RTSPMethod.other("GET")
        let secret = DigestSecret(user: "Mufasa", realm: realm, password: password)
        #expect(authorization.isProof(of: secret, realm: realm, method: get))
        #expect(!authorization.isProof(of: secret, realm: realm, method: .other("PUT")))
        for other in [
            DigestSecret(user: "mufasa", realm: realm, password: password),
            DigestSecret(user: "Mufasa", realm: "x", password: password),
            DigestSecret(user: "Mufasa", realm: realm, password: password.lowercased()),
        ] {
            #expect(!authorization.isProof(of: other, realm: realm, method: get))
        }
        #expect(try RTSPAuthorization(parsing: authorization.text) == authorization)
        #expect("\(authorization)" == "Mufasa:***")
    }

    @Test func secretsCanBeKeptAsHashes() throws {
        // printf 'user:turnout:pass' | md5sum, and sha256sum.
        let md5 = "704277191e7bf4784e5e74d45a2b84cc"
        let sha256 = "13d428d6d1e62000f88a051852ff030dd9b248cb63304135c2745b24a5820183"
        let secret = try #require(DigestSecret(md5: md5.uppercased(), sha256: sha256.uppercased()))
        #expect(secret == DigestSecret(user: "user", realm: "turnout", password: "pass"))
        #expect("\(secret)" == "***")
        #expect(DigestSecret(md5: sha256, sha256: md5) == nil)
        #expect(DigestSecret(md5: "g" + md5.dropFirst(), sha256: sha256) == nil)
        #expect(DigestSecret(md5: md5, sha256: "") == nil)
    }

    @Test(
        arguments: [
            ("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "Aladdin", "open sesame"), ("basic  dTpwOnE= ", "u", "p:q"),
            ("BASIC dGVzdDoxMjPCow", "test", "123£"), ("Basic Og==", "", ""),
        ])
    func basicIsRead(_ text: String, _ user: String, _ password: String) throws {
        let authorization = try RTSPAuthorization(parsing: text)
        #expect(authorization == .basic(RTSPCredentials(user: user, password: password)))
        #expect(try RTSPAuthorization(parsing: authorization.text) == authorization)
        let secret = DigestSecret(user: user, realm: "r", password: password)
        #expect(authorization.isProof(of: secret, realm: "r", method: .play))
        let wrong = DigestSecret(user: user, realm: "r", password: password + " ")
        #expect(!authorization.isProof(of: wrong, realm: "r", method: .play))
    }

    @Test(
        arguments: [
            "", "Basic", "Basic dTpw=x", "Basic dTpw===", "Basic dTpwc", "Basic dXA=", "Basic //79", "Bearer x",
            "Digest",
            "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"x\"",
            "Digest username=\"u\", realm=\"r\", nonce=\"n\", response=\"x\"",
            "Digest username=\"u\", realm=\"r\", uri=\"x\", response=\"x\"",
            "Digest username=\"u\", nonce=\"n\", uri=\"x\", response=\"x\"",
            "Digest realm=\"r\", nonce=\"n\", uri=\"x\", response=\"x\"",
            "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"x\", response=\"x",
            "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"x\", response=\"x\\",
            "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"x\", response=\"x\", stale",
            "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"x\", response=\"x\", =y",
            "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"x\", response=\"x\", algorithm=MD5-sess",
            "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"x\", response=\"x\", qop=auth, nc=1",
            "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"x\", response=\"x\", qop=auth, cnonce=1",
            "Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"x\", response=\"x\", qop=auth-int, nc=1, cnonce=1",
        ])
    func whatIsNoAuthorizationIsRefused(_ text: String) {
        #expect { try RTSPAuthorization(parsing: text) } throws: { error in
            if case .malformed? = error as? RTSPError { true } else { false }
        }
    }

    @Test func parametersAreBounded() {
        let text = "Digest " + (0...32).map { "p\($0)=1" }.joined(separator: ",")
        #expect(throws: RTSPError.tooLarge("number of parameters")) { try RTSPAuthorization(parsing: text) }
    }

    /// The first of a repeated parameter counts, and a backslash takes the next character as it is.
    @Test func valuesAreUnquoted() throws {
        let text =
            #"Digest username="a\"b\\", realm=x y, nonce="n, m", nonce="o", uri="", response=00,unknown="=""#
        guard case .digest(let digest) = try RTSPAuthorization(parsing: text) else {
            Issue.record("this is no Digest")
            return
        }
        #expect(digest.user == "a\"b\\")
        #expect(digest.realm == "x y")
        #expect(digest.nonce == "n, m")
        #expect(digest.uri == "")
        #expect(try RTSPAuthorization(parsing: RTSPAuthorization.digest(digest).text) == .digest(digest))
    }
}

@Suite struct ChallengeTests {
    private let credentials = RTSPCredentials(user: "user", password: "pass")
    private let secret = DigestSecret(user: "user", realm: "turnout", password: "pass")
    private let start = Instant(nanoseconds: 1_000)

    private func challenge(seed: UInt64 = 1, offersBasic: Bool = true) -> RTSPChallenge {
        var random = SeededRandom(seed: seed)
        return RTSPChallenge(realm: "turnout", offersBasic: offersBasic, now: start, using: &random)
    }

    /// What a client answers to some fields, as the server reads it.
    private func answer(
        to fields: [String], _ request: RTSPRequest, signing url: String? = nil
    ) throws -> RTSPAuthorization {
        var random = SeededRandom(seed: 2)
        var client = try #require(RTSPClientAuthentication(fields, credentials: credentials))
        return try RTSPAuthorization(
            parsing: client.authorization(for: request.method, url: url ?? request.url, using: &random))
    }

    @Test func strongestSchemeStandsFirst() throws {
        let fields = challenge().fields()
        #expect(fields.count == 3)
        let digest = try #require(fields[1].wholeMatch(of: /Digest realm="turnout", nonce="([A-Za-z0-9_-]{22})"/))
        #expect(fields[0] == "\(digest.output.0), qop=\"auth\", algorithm=SHA-256")
        #expect(fields[2] == "Basic realm=\"turnout\"")
        #expect(challenge(offersBasic: false).fields() == Array(fields[..<2]))
        #expect(
            challenge().fields(isStale: true) == [fields[0] + ", stale=true", fields[1] + ", stale=true", fields[2]])
        #expect(challenge(seed: 2).fields()[1] != fields[1])
    }

    /// Each scheme alone, and the strongest of them wherever it stands.
    @Test(arguments: [[0], [1], [2], [0, 1, 2], [2, 1, 0], [1, 2], [2, 1], [1, 0]])
    func bothSidesAgree(_ chosen: [Int]) throws {
        let challenge = challenge()
        let fields = challenge.fields()
        let request = RTSPRequest(.describe, url: "rtsp://h/live/bbb")
        let authorization = try answer(to: chosen.map { fields[$0] }, request)
        switch (authorization, chosen.min()) {
        case (.digest(let digest), 0):
            #expect(digest.algorithm == .sha256)
            #expect(digest.protection?.count == "00000001")
            #expect(digest.protection?.clientNonce.isEmpty == false)
        case (.digest(let digest), 1):
            #expect(digest.algorithm == .md5)
            #expect(digest.protection == nil)
        case (.basic, 2): break
        default: Issue.record("\(authorization) is another scheme")
        }
        #expect(challenge.verdict(on: authorization, for: request, now: start) == .current)
        #expect(authorization.isProof(of: secret, realm: "turnout", method: .describe))
        let wrong = DigestSecret(user: "user", realm: "turnout", password: "Pass")
        #expect(!authorization.isProof(of: wrong, realm: "turnout", method: .describe))
    }

    @Test func requestsAreCounted() throws {
        var client = try #require(RTSPClientAuthentication(challenge().fields(), credentials: credentials))
        var random = SeededRandom(seed: 3)
        var seen: Set<String> = []
        for count in 1...17 {
            let text = client.authorization(for: .play, url: "rtsp://h/x", using: &random)
            guard case .digest(let digest) = try RTSPAuthorization(parsing: text) else {
                Issue.record("\(text) is no Digest")
                continue
            }
            #expect(digest.protection?.count == (count < 16 ? "0000000" : "000000") + String(count, radix: 16))
            seen.insert(digest.protection?.clientNonce ?? "")
            #expect(
                digest.isEqualButForCounting(to: try answer(to: challenge().fields(), .init(.play, url: "rtsp://h/x"))))
        }
        #expect(seen.count == 17)
    }

    /// A nonce is good for 600 seconds, and on its own connection.
    @Test func nonceExpiresAndStaysAtHome() throws {
        let request = RTSPRequest(.play, url: "rtsp://h/live/bbb/")
        let authorization = try answer(to: challenge().fields(), request)
        let last = start.advanced(by: .seconds(600) - .nanoseconds(1))
        #expect(challenge().verdict(on: authorization, for: request, now: last) == .current)
        #expect(challenge().verdict(on: authorization, for: request, now: start.advanced(by: .seconds(600))) == .stale)
        #expect(challenge(seed: 9).verdict(on: authorization, for: request, now: start) == .foreign)
        var random = SeededRandom(seed: 1)
        let otherRealm = RTSPChallenge(realm: "x", now: start, using: &random)
        #expect(otherRealm.verdict(on: authorization, for: request, now: start) == .foreign)
    }

    @Test func basicIsTakenWhereItIsOffered() {
        let request = RTSPRequest(.play, url: "rtsp://h/x")
        let basic = RTSPAuthorization.basic(credentials)
        #expect(challenge().verdict(on: basic, for: request, now: .distantFuture) == .current)
        #expect(challenge(offersBasic: false).verdict(on: basic, for: request, now: start) == .foreign)
    }

    /// A signature is for one URL; in a SETUP, VLC signs the URL of the whole.
    @Test(
        arguments: [
            (RTSPMethod.play, "rtsp://h/live/bbb", "rtsp://h/live/bbb", true),
            (.play, "rtsp://h/x/", "rtsp://h/x", true),
            (.play, "rtsp://h/x", "rtsp://h/x/", true), (.play, "rtsp://h/x", "rtsp://h/y", false),
            (.play, "rtsp://h/x", "rtsp://i/x", false), (.play, "rtsp://h/x/t", "rtsp://h/x", false),
            (.play, "rtsp://h/x", "/x", false), (.play, "rtsp://h/x", "", false),
            (.setup, "rtsp://h/x/t", "rtsp://h/x", true), (.setup, "rtsp://h/x/t", "rtsp://h/x/", true),
            (.setup, "rtsp://h/x?a=1/t", "rtsp://h/x?a=1", true), (.setup, "rtsp://h/x/t", "rtsp://h/x/t", true),
            (.setup, "rtsp://h/x/t", "rtsp://h/x/u", false), (.setup, "rtsp://h/x/y/t", "rtsp://h/x", false),
            (.setup, "rtsp://h/x", "rtsp://h/x/t", false), (.setup, "rtsp://h/xt", "rtsp://h/x", false),
        ] as [(RTSPMethod, String, String, Bool)])
    func signatureIsForTheRequest(_ method: RTSPMethod, _ url: String, _ signed: String, _ isGood: Bool) throws {
        let request = RTSPRequest(method, url: url)
        let authorization = try answer(to: challenge().fields(), request, signing: signed)
        #expect(authorization.isProof(of: secret, realm: "turnout", method: method))
        #expect(
            challenge().verdict(on: authorization, for: request, now: start) == (isGood ? .current : .foreign))
    }

    /// As cameras of Hikvision and Dahua and a server with RFC 7616 write them.
    @Test(
        arguments: [
            (
                [
                    "Digest realm=\"IP Camera(C1234)\", nonce=\"4c0c\", stale=\"FALSE\"",
                    "Basic realm=\"IP Camera(C1234)\"",
                ], "IP Camera(C1234)"
            ),
            (["Basic realm=\"/\"", "Digest realm=\"Login to 4H0\", nonce=\"4c0c\""], "Login to 4H0"),
            (["Digest realm=r, nonce=4c0c, algorithm=md5, opaque=\"\""], "r"),
            (
                [
                    "Digest realm=r, nonce=1, algorithm=SHA-512-256", "Digest realm=s, nonce=1, algorithm=MD5-sess",
                    "Digest realm=t, nonce=1",
                ], "t"
            ),
            (
                [
                    "Digest nonce=1", "Digest realm=r", "Digest realm=r, nonce=1, qop=auth-int",
                    "Digest realm=s, nonce=1",
                ], "s"
            ),
            (["Digest realm=r, nonce=1", "Digest realm=s, nonce=1"], "r"),
        ])
    func challengesOfOthersAreAnswered(_ fields: [String], _ realm: String) throws {
        guard case .digest(let digest) = try answer(to: fields, RTSPRequest(.options, url: "*")) else {
            Issue.record("this is no Digest")
            return
        }
        #expect(digest.realm == realm)
        #expect(digest.uri == "*")
    }

    @Test(arguments: [[], [""], ["Bearer x"], ["Digest"], ["Digest realm=r, nonce=1, algorithm=x"]])
    func whatIsNoChallengeIsNotAnswered(_ fields: [String]) {
        #expect(RTSPClientAuthentication(fields, credentials: credentials) == nil)
    }
}

extension DigestResponse {
    fileprivate func isEqualButForCounting(to other: RTSPAuthorization) -> Bool {
        guard case .digest(var digest) = other else { return false }
        digest.protection = protection
        digest.response = response
        return digest == self
    }
}
