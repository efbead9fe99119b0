package import Foundation
import Net
package import SFU

/// A link at one moment, as the API shows it.
package struct LinkStatus: Equatable, Sendable {
    package var id: LinkID
    package var direction: LinkDirection
    package var path: StreamPath
    package var url: LinkURL
    package var options: LinkOptions
    package var origin: LinkOrigin
    package var state: LinkState
    /// When it came into that state.
    package var since: Date
    /// How often it began to connect.
    package var attempts: Int
    /// Bytes of media over all connections.
    package var bytes: UInt64
    /// What went wrong last, in a sentence.
    package var lastError: String?
}

/// The name of a link in its URL: 132 random bits.
package struct LinkID: Hashable, Sendable, CustomStringConvertible {
    /// 22 characters of `A-Za-z0-9-_`, or up to 64.
    package let text: String

    package init(text: String) {
        self.text = text
    }

    /// Nil for what cannot be the name of a link.
    init?(checking text: String) {
        guard (22...64).contains(text.utf8.count), text.utf8.allSatisfy(\.isIdentifierCharacter) else { return nil }
        self.text = text
    }

    static func random() -> LinkID {
        var generator = SystemRandomNumberGenerator()
        return LinkID(text: RandomToken.make(using: &generator))
    }

    package var description: String { text }
}

/// Who made a link.
package enum LinkOrigin: String, Sendable {
    case configuration
    case api
}

/// What a link does.
package enum LinkState: Equatable, Sendable {
    /// For its path to be live; on demand, for somebody who wants its stream.
    case waiting
    case connecting
    case connected
    case backingOff(until: Date)
    /// For good: its file was played.
    case ended
}
