package import RTSP
import RTSPGateway
package import SFU

/// Somebody who may do things, known by a secret; or everybody.
package struct User: Equatable, Sendable {
    package let name: String
    /// Nil for ``anybody``, who has to show none.
    package let credentials: Credentials?
    package let rights: [Right]

    /// What a user shows to be known.
    package struct Credentials: Equatable, Sendable {
        /// Of the secret alone, as a Bearer token.
        package let secret: SecretDigest
        /// Of `name:secret`, as Basic authentication sends it, and encoders that have one field for both.
        package let nameAndSecret: SecretDigest
        /// What Digest authentication compares with.
        package let digest: DigestSecret
    }

    package init(name: String, secret: String, rights: [Right]) {
        self.name = name
        credentials = Credentials(
            secret: SecretDigest(of: secret), nameAndSecret: SecretDigest(of: "\(name):\(secret)"),
            digest: DigestSecret(user: name, realm: RTSPAuthentication.realm, password: secret))
        self.rights = rights
    }

    /// The user whose rights everybody has.
    package init(anybodyMay rights: [Right]) {
        name = Self.anybody
        credentials = nil
        self.rights = rights
    }

    package func may(_ action: Action, _ path: StreamPath) -> Bool {
        rights.contains { $0.action == action && $0.paths.matches(path) }
    }

    /// Whether the right holds for every path there is or will be.
    package func mayEverywhere(_ action: Action) -> Bool {
        rights.contains { $0.action == action && $0.paths.isEverything }
    }

    /// The name that stands for everybody.
    package static let anybody = "anybody"
}

/// What can be done.
package enum Action: String, CaseIterable, Sendable {
    case publish
    case play
    /// Ask for streams and their figures; with the pattern `**`, also read metrics.
    case api
}

/// Leave to do one thing on some paths.
package struct Right: Equatable, Sendable {
    package var action: Action
    package var paths: PathPattern

    package init(_ action: Action, _ paths: PathPattern) {
        self.action = action
        self.paths = paths
    }
}

/// A Bearer token that publishes and plays one path, and names it.
package struct StreamKey: Equatable, Sendable {
    package let digest: SecretDigest
    package let path: StreamPath

    package init(key: String, path: StreamPath) {
        digest = SecretDigest(of: key)
        self.path = path
    }
}
