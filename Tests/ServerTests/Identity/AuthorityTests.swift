import Foundation
import HTTPTypes
import Net
import SFU
import Testing

@testable import Server

/// Action x credentials x place: all is refused but what was granted.
@Suite struct AuthorityTests {
    enum Place: CaseIterable {
        case local, remote, forwarded, foreignOrigin, foreignHost
    }

    /// `Authorization` fields that a request might carry.
    enum Shown: CaseIterable {
        case nothing, emptyBearer
        case publisher, publisherByName, publisherBasic, viewer, operator_, key
        case wrong, wrongBasic, rightSecretOfOtherName, garbage, otherScheme, tooLong, prefix, lookalike

        var field: String? {
            switch self {
            case .nothing: nil
            case .emptyBearer: "Bearer "
            case .publisher: "Bearer pub-secret"
            case .publisherByName: "bearer studio:pub-secret"
            case .publisherBasic: "Basic \(Data("studio:pub-secret".utf8).base64EncodedString())"
            case .viewer: "Bearer view-secret"
            case .operator_: "Bearer op-secret"
            case .key: "Bearer key-of-live-one"
            case .wrong: "Bearer nobody"
            case .wrongBasic: "Basic \(Data("studio:nobody".utf8).base64EncodedString())"
            case .rightSecretOfOtherName: "Basic \(Data("viewer:pub-secret".utf8).base64EncodedString())"
            case .garbage: "Basic !!!"
            case .otherScheme: "Digest username=studio"
            case .tooLong: "Bearer " + String(repeating: "a", count: 5000)
            case .prefix: "Bearer pub-secre"
            case .lookalike: "Bearer pub-secret\u{200B}"
            }
        }

        var isKnown: Bool {
            [.publisher, .publisherByName, .publisherBasic, .viewer, .operator_, .key].contains(self)
        }
        var isNothing: Bool { self == .nothing || self == .emptyBearer }
    }

    private static let users = """
        users:
          - {name: studio, secret: pub-secret, may: [publish: live/*]}
          - {name: operator, secret: op-secret, may: [api]}
        stream_keys: {key-of-live-one: live/one}
        """
    private static let usersWithViewer = users.replacing(
        "  - {name: operator", with: "  - {name: viewer, secret: view-secret, may: [play: live/*]}\n  - {name: operator"
    )

    private func requester(_ shown: Shown, _ place: Place, _ authority: Authority) throws -> Requester {
        var head = HTTPRequest(
            method: .post, scheme: "http", authority: place == .foreignHost ? "evil.example" : "localhost", path: "/")
        if let field = shown.field { head.headerFields.append(HTTPField(name: .authorization, value: field)) }
        if place == .foreignOrigin { head.headerFields[.origin] = "http://evil.example" }
        if place == .forwarded { head.headerFields[try #require(HTTPField.Name("X-Forwarded-For"))] = "127.0.0.1" }
        let peer = place == .remote ? IPAddress(v4: 0xC000_0201) : .loopbackV4
        return authority.requester(peer: peer, head: head)
    }

    private func granted(_ shown: Shown, _ action: Action, _ path: String) -> Bool {
        switch (shown, action, path) {
        case (.publisher, .publish, "live/one"), (.publisher, .publish, "live/two"): true
        case (.publisherByName, .publish, "live/one"), (.publisherByName, .publish, "live/two"): true
        case (.publisherBasic, .publish, "live/one"), (.publisherBasic, .publish, "live/two"): true
        case (.viewer, .play, "live/one"), (.viewer, .play, "live/two"): true
        case (.operator_, .api, _): true
        case (.key, .publish, "live/one"), (.key, .play, "live/one"): true
        default: false
        }
    }

    @Test(arguments: Shown.allCases, Place.allCases)
    func grantsAreExact(_ shown: Shown, _ place: Place) throws {
        let authority = Authority(try Configuration(yaml: Self.usersWithViewer, named: "", environment: [:]))
        let requester = try requester(shown, place, authority)
        for action in Action.allCases {
            for path in ["live/one", "live/two", "other", "live/one/deep"] {
                let verdict = authority.allows(requester, action, try StreamPath(path))
                if granted(shown, action, path) || shown.isNothing && place == .local {
                    #expect(verdict == .allowed, "\(action) \(path)")
                } else if shown.isKnown {
                    #expect(verdict.isForbidden, "\(action) \(path)")
                } else {
                    #expect(verdict.isUnknown, "\(action) \(path)")
                }
            }
        }
    }

    @Test(arguments: Shown.allCases, Place.allCases)
    func everybodyPlaysUntilAUserHasAPlayRight(_ shown: Shown, _ place: Place) throws {
        let authority = Authority(try Configuration(yaml: Self.users, named: "", environment: [:]))
        let verdict = authority.allows(try requester(shown, place, authority), .play, try StreamPath("other"))
        let isKnownOrNobody = shown.isKnown && shown != .viewer || shown.isNothing
        #expect(isKnownOrNobody ? verdict == .allowed : verdict.isUnknown)
    }

    /// The built-in defaults: anybody watches; only this machine does the rest.
    @Test(arguments: Place.allCases)
    func defaultsAreSafe(_ place: Place) throws {
        let authority = Authority(Configuration())
        let requester = try requester(.nothing, place, authority)
        let path = try StreamPath("demo")
        #expect(authority.allows(requester, .play, path) == .allowed)
        for action in [Action.publish, .api] {
            let verdict = authority.allows(requester, action, path)
            #expect(place == .local ? verdict == .allowed : verdict.isUnknown)
        }
        let verdict = authority.allowsEverywhere(requester, .api)
        #expect(place == .local ? verdict == .allowed : verdict.isUnknown)
    }

    @Test func trustInLoopbackCanBeEnded() throws {
        var configuration = Configuration()
        configuration.trustLoopback = false
        let authority = Authority(configuration)
        let requester = try requester(.nothing, .local, authority)
        #expect(authority.allows(requester, .publish, try StreamPath("demo")).isUnknown)
        #expect(authority.allows(requester, .api, try StreamPath("demo")).isUnknown)
        #expect(authority.allows(requester, .play, try StreamPath("demo")) == .allowed)
    }

    @Test func whatAnybodyMayEverybodyMay() throws {
        let yaml =
            "users: [{name: anybody, may: [play: open/*, publish: open/in]}, {name: a, secret: b, may: [play: shut]}]"
        let authority = Authority(try Configuration(yaml: yaml, named: "", environment: [:]))
        let stranger = try requester(.nothing, .remote, authority)
        #expect(authority.allows(stranger, .play, try StreamPath("open/x")) == .allowed)
        #expect(authority.allows(stranger, .publish, try StreamPath("open/in")) == .allowed)
        #expect(authority.allows(stranger, .publish, try StreamPath("open/x")).isUnknown)
        #expect(authority.allows(stranger, .play, try StreamPath("shut")).isUnknown)
        // The name has no secret, so it cannot be shown either.
        let impostor = authority.requester(
            peer: .loopbackV4,
            head: HTTPRequest(
                method: .get, scheme: nil, authority: nil, path: "/", headerFields: [.authorization: "Bearer anybody:"])
        )
        #expect(authority.allows(impostor, .play, try StreamPath("open/x")).isUnknown)
    }

    /// Metrics speak of every stream, so a right to some is not enough.
    @Test func metricsNeedTheWholeApi() throws {
        let yaml = "users: [{name: a, secret: some, may: [api: live/**]}, {name: b, secret: all, may: [api: '**']}]"
        let authority = Authority(try Configuration(yaml: yaml, named: "", environment: [:]))
        func verdict(_ token: String) -> Verdict {
            let head = HTTPRequest(
                method: .get, scheme: nil, authority: nil, path: "/", headerFields: [.authorization: "Bearer \(token)"])
            return authority.allowsEverywhere(authority.requester(peer: nil, head: head), .api)
        }
        #expect(verdict("all") == .allowed)
        #expect(verdict("some").isForbidden)
    }
}

extension Verdict {
    var isUnknown: Bool {
        if case .unknown = self { true } else { false }
    }
    var isForbidden: Bool {
        if case .forbidden = self { true } else { false }
    }
}
