import RTMP
import RTSP

/// The address of another server's stream, to push to or to pull from.
package struct LinkURL: Hashable, Sendable {
    package let scheme: LinkScheme
    /// As it was given, with the credentials in it; of a file its name.
    package let text: String
    /// Without credentials and key.
    package let redacted: String

    package init(_ text: String) throws(LinkURLError) {
        guard text.utf8.count <= Self.maximumLength else { throw .malformed }
        guard let end = text.firstIndex(of: ":"), end != text.startIndex else { throw .malformed }
        let word = text[..<end].lowercased()
        guard word.utf8.allSatisfy(Self.isSchemeCharacter) else { throw .malformed }
        guard let scheme = LinkScheme(rawValue: word), LinkScheme.spoken.contains(scheme) else {
            throw .unsupported(scheme: String(word.prefix(32)))
        }
        switch scheme {
        case .rtmp, .rtmps:
            guard let url = RTMPURL(text), !url.app.isEmpty || !url.key.isEmpty else { throw .malformed }
            redacted = url.redacted
        case .rtsp, .rtsps:
            guard let url = RTSPURL(text) else { throw .malformed }
            redacted = url.redacted
        case .file:
            throw .malformed
        }
        self.scheme = scheme
        self.text = text
    }

    /// A file in the folder of the setting `rtsp.files`, which only the configuration can name.
    /// - Parameter file: without anything that leaves the folder, or is hidden in it.
    init?(file: String) {
        let segments = file.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard file.utf8.count <= Self.maximumLength, file.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }),
            segments.allSatisfy({ !$0.isEmpty && $0.first != UInt8(ascii: ".") })
        else { return nil }
        scheme = .file
        text = file
        redacted = "file:\(file)"
    }

    /// RFC 3986 §3.1.
    private static func isSchemeCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"),
            UInt8(ascii: "-"), UInt8(ascii: "."):
            true
        default: false
        }
    }

    /// Bytes (our choice).
    package static let maximumLength = 4_096
}

extension LinkURL: CustomStringConvertible {
    /// ``redacted``: a URL that is printed by accident gives nothing away.
    package var description: String { redacted }
}

/// What a link can speak.
package enum LinkScheme: String, CaseIterable, Sendable {
    case rtmp
    case rtmps
    case rtsp
    case rtsps
    /// Never in a URL: see ``LinkURL/init(file:)``.
    case file

    /// What may stand in a URL.
    static let spoken: [LinkScheme] = [.rtmp, .rtmps, .rtsp, .rtsps]
    /// All of them, for sentences.
    static var list: String { spoken.map { "\($0.rawValue):" }.joined(separator: ", ") }
}

/// Why a text is no address of a link.
package enum LinkURLError: Error, Equatable, CustomStringConvertible {
    case malformed
    case unsupported(scheme: String)

    package var description: String {
        switch self {
        case .malformed:
            "This is not the URL of a stream, like rtmp://host:1935/live/name, in at most \(LinkURL.maximumLength) bytes."
        case .unsupported(let scheme):
            "Streams cannot be pushed to or pulled from \(scheme): URLs; supported are \(LinkScheme.list)."
        }
    }
}

/// Which way a link's stream goes.
package enum LinkDirection: String, CaseIterable, Sendable {
    /// From here to the other server.
    case push
    /// From the other server to here.
    case pull
}
