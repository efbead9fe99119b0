/// What is wrong with a session description, and on which line. ``description`` says it in a sentence for whoever sent it;
/// nothing of the peer's own text is repeated there.
package struct SDPError: Error, Hashable, Sendable {
    /// Counted from 1.
    package var line: Int
    package var problem: Problem

    package init(line: Int, problem: Problem) {
        self.line = line
        self.problem = problem
    }

    package enum Problem: Hashable, Sendable {
        /// A limit of ``SDPLimits`` is passed; the text is refused as a whole.
        case tooMuch(Countable, limit: Int)
        /// Not a letter, `=` and a value.
        case notAField
        /// NUL, a carriage return inside a line, or another control character.
        case controlCharacter
        /// A letter that RFC 8866 does not define; it says to reject such a description (§5).
        case unknownField
        /// The text does not begin with `v=0`.
        case versionMissing
        /// No `o=` before the first `m=` or the end.
        case originMissing
        /// A known field or attribute whose value is not of its form.
        case malformed(form: String)
        /// A fragment with ICE credentials of two generations.
        case twoGenerations
    }

    /// What ``SDPLimits`` counts.
    package enum Countable: String, Hashable, Sendable {
        case bytes = "bytes"
        case lines = "lines"
        case lineBytes = "bytes in a line"
        case mediaDescriptions = "m= lines"
        case formats = "formats in an m= line"
        case candidates = "candidates"
        case sourceLines = "a=ssrc lines"
    }
}

extension SDPError: CustomStringConvertible {
    package var description: String {
        switch problem {
        case .tooMuch(.bytes, let limit): "The description is longer than \(limit) bytes."
        case .tooMuch(.lines, let limit): "The description has more than \(limit) lines."
        case .tooMuch(let what, let limit): "Line \(line): more than \(limit) \(what.rawValue)."
        case .notAField: "Line \(line) should be one lower-case letter, \"=\" and a value."
        case .controlCharacter: "Line \(line) holds a control character."
        case .unknownField: "Line \(line) begins with a letter that SDP does not know."
        case .versionMissing: "Line \(line) should be \"v=0\"."
        case .originMissing: "Line \(line): there should be an \"o=\" line before this point."
        case .malformed(let form): "Line \(line) should read \"\(form)\"."
        case .twoGenerations: "Line \(line): the ICE credentials differ from those given before."
        }
    }
}

/// How much of a peer's text is read. All are ours; RFC 8866 sets none.
package enum SDPLimits {
    /// The whole text: 256 KiB. A browser's offer of audio and video is about 6 KiB.
    package static let bytes = 262_144
    package static let lines = 8_192
    /// One line without its ending: 4 KiB.
    package static let lineBytes = 4_096
    package static let mediaDescriptions = 64
    /// In one m= line; there are 128 payload types.
    package static let formats = 128
    /// In the whole text.
    package static let candidates = 100
    /// In the whole text.
    package static let sourceLines = 512
    /// A mid, rid, foundation, group name or the like.
    package static let tokenBytes = 64
}
