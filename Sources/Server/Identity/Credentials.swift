import Foundation
package import HTTPTypes

/// What a request shows to be known by.
package enum Credentials: Equatable, Sendable {
    case none
    /// RFC 6750 §2.1.
    case bearer(String)
    /// `name:secret` (RFC 7617 §2).
    case basic(String)
    /// An `Authorization` field that is neither, or cannot be read.
    case unreadable

    /// Reads the `Authorization` field; tokens in the query are not looked at, since URLs end up in logs.
    package init(_ head: HTTPRequest) {
        let fields = head.headerFields[values: .authorization]
        guard let field = fields.first else {
            self = .none
            return
        }
        guard fields.count == 1, field.utf8.count <= Self.maximumLength else {
            self = .unreadable
            return
        }
        let scheme = field.prefix { $0 != " " }
        let value = field.dropFirst(scheme.count).trimming { $0 == " " }
        switch scheme.lowercased() {
        case "bearer":
            // Players with an empty token field send the scheme alone.
            self = value.isEmpty ? .none : .bearer(String(value))
        case "basic":
            guard let data = Data(base64Encoded: String(value)), let text = String(validating: data, as: UTF8.self),
                text.contains(":")
            else {
                self = .unreadable
                return
            }
            self = .basic(text)
        default:
            self = .unreadable
        }
    }

    /// Bytes of an `Authorization` field (our choice).
    package static let maximumLength = 4096
}
