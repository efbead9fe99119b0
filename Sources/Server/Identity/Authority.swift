package import HTTPTypes
package import Net
import RTSP
package import RTSPGateway
package import SFU

/// Decides who may do what: one model for every protocol.
///
/// - A user may do what its rights say; everybody may do what the rights of the user ``User/anybody`` say.
/// - A stream key may publish and play its own path.
/// - This machine itself may do everything without credentials, unless `trust_loopback` is false; ``LoopbackTrust``
///   says when a request counts as local.
/// - As long as no user's rights speak of `play`, everybody may play everything. The first `play` right, whoever
///   has it, ends that: from then on a path is played by those whose rights name it.
/// - Credentials that nobody has are refused everywhere, even where none are needed, so that a typing error is
///   noticed.
package struct Authority: Sendable {
    private let users: [User]
    private let streamKeys: [StreamKey]
    private let trustLoopback: Bool
    private let everybodyPlays: Bool
    /// The secret of users who are not there.
    private let nobodysSecret: DigestSecret

    package init(_ configuration: Configuration) {
        users = configuration.users
        streamKeys = configuration.streamKeys
        trustLoopback = configuration.trustLoopback
        nobodysSecret = DigestSecret(user: "", realm: RTSPAuthentication.realm, password: "")
        everybodyPlays = !configuration.users.contains { user in user.rights.contains { $0.action == .play } }
    }

    /// Who sends this request. Takes the same time whoever it is, and whichever user comes close.
    package func requester(peer: IPAddress?, head: HTTPRequest) -> Requester {
        requester(showing: Credentials(head), trust: LoopbackTrust(peer: peer, head: head))
    }

    /// Who speaks a protocol without header fields: the peer's address alone decides whether it is this machine.
    package func requester(peer: IPAddress?, showing credentials: Credentials) -> Requester {
        requester(showing: credentials, trust: LoopbackTrust(peer: peer))
    }

    /// Who proves to know a secret without showing it. Takes the same time for users who are not there.
    package func requester(proving proof: RTSPDigestProof) -> Requester {
        let user = users.first { $0.name == proof.userName && $0.credentials != nil }
        let isMade = proof.isMade(user?.credentials?.digest ?? nobodysSecret)
        guard let user, isMade else { return .impostor }
        return .user(user)
    }

    /// The path that a text is the stream key of.
    package func path(ofKey key: String) -> StreamPath? {
        guard case .keyHolder(let path) = holder(ofKey: SecretDigest(of: key)) else { return nil }
        return path
    }

    private func requester(showing credentials: Credentials, trust: @autoclosure () -> LoopbackTrust) -> Requester {
        switch credentials {
        case .none:
            guard trustLoopback else { return .stranger("trust_loopback is off, so nobody goes without") }
            return switch trust() {
            case .trusted: .local
            case .refused(let reason): .stranger("the request is not taken for a local one, because \(reason)")
            }
        case .unreadable:
            return .impostor
        case .bearer(let token):
            let digest = SecretDigest(of: token)
            let keyHolder = holder(ofKey: digest)
            let user = user { $0.secret.matches(digest) || $0.nameAndSecret.matches(digest) }
            return keyHolder ?? user ?? .impostor
        case .basic(let nameAndSecret):
            let digest = SecretDigest(of: nameAndSecret)
            return user { $0.nameAndSecret.matches(digest) } ?? .impostor
        }
    }

    package func allows(_ requester: Requester, _ action: Action, _ path: StreamPath) -> Verdict {
        verdict(requester, action, everybody: everybodyPlays && action == .play) {
            $0.may(action, path)
        } key: {
            action != .api && $0 == path
        }
    }

    /// Whether the action is allowed on every path there is or will be.
    package func allowsEverywhere(_ requester: Requester, _ action: Action) -> Verdict {
        verdict(requester, action, everybody: everybodyPlays && action == .play) {
            $0.mayEverywhere(action)
        } key: { _ in
            false
        }
    }

    /// Whether somebody without credentials and from another machine may play anything at all.
    package var strangersPlaySomething: Bool {
        everybodyPlays || users.contains { $0.credentials == nil && $0.rights.contains { $0.action == .play } }
    }

    /// Who may do what without credentials, for whoever starts the server, and how to change it.
    package var summary: [String] {
        let watching =
            everybodyPlays
            ? "Anybody may watch; give a user a play right to end that"
            : "Watching needs a play right, since users have some"
        let rest =
            trustLoopback
            ? "Without credentials only this machine itself may publish, use the API and read metrics; "
                + "add users or stream_keys to let others, set trust_loopback to false to end even that"
            : "Publishing, the API and metrics need credentials, also from this machine (trust_loopback is false)"
        return [watching, rest]
    }

    private func verdict(
        _ requester: Requester, _ action: Action, everybody: Bool, user: (User) -> Bool, key: (StreamPath) -> Bool
    ) -> Verdict {
        if case .impostor = requester { return .unknown("These credentials are not known here.") }
        if everybody || users.contains(where: { $0.credentials == nil && user($0) }) { return .allowed }
        switch requester {
        case .local:
            return .allowed
        case .user(let known):
            return user(known)
                ? .allowed : .forbidden("The user \(known.name) may not do this (\(action.rawValue)) here.")
        case .keyHolder(let path):
            return key(path) ? .allowed : .forbidden("This stream key is for another path only.")
        case .stranger(let reason):
            return .unknown("This (\(action.rawValue)) needs credentials here: \(reason).")
        case .impostor:
            return .unknown("These credentials are not known here.")
        }
    }

    /// Looks at all users, also after one was found.
    private func user(where matches: (User.Credentials) -> Bool) -> Requester? {
        var found: Requester?
        for user in users {
            guard let credentials = user.credentials else { continue }
            if matches(credentials) { found = .user(user) }
        }
        return found
    }

    /// Looks at all keys, also after one was found.
    private func holder(ofKey digest: SecretDigest) -> Requester? {
        var found: Requester?
        for key in streamKeys where key.digest.matches(digest) { found = .keyHolder(key.path) }
        return found
    }
}

/// Who sends a request.
package enum Requester: Equatable, Sendable {
    case user(User)
    /// Somebody with the stream key of this path.
    case keyHolder(StreamPath)
    /// This machine itself, without credentials.
    case local
    /// Somebody without credentials, and why that is not enough.
    case stranger(String)
    /// Somebody with credentials that nobody has.
    case impostor
}

/// What is decided about a request.
package enum Verdict: Equatable, Sendable {
    case allowed
    /// 401: who this is, is not known. With a sentence.
    case unknown(String)
    /// 403: who this is, is known, and has no right to it. With a sentence.
    case forbidden(String)
}
