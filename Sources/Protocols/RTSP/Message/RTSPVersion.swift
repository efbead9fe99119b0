/// The version that a message's first line names.
package struct RTSPVersion: Hashable, Sendable {
    package var major: UInt8
    package var minor: UInt8

    /// RFC 2326, which everybody speaks. RFC 7826 (2.0) is another protocol; a server answers 505 to it.
    package static let rtsp1 = RTSPVersion(major: 1, minor: 0)

    package init(major: UInt8, minor: UInt8) {
        self.major = major
        self.minor = minor
    }

    /// `RTSP/`, a digit, a dot, a digit. Nil for anything else.
    init?(_ text: Substring) {
        let text = Array(text.utf8)
        guard text.count == 8, text.starts(with: "RTSP/".utf8), text[5].isDigit, text[6] == UInt8(ascii: "."),
            text[7].isDigit
        else { return nil }
        self.init(major: text[5] - UInt8(ascii: "0"), minor: text[7] - UInt8(ascii: "0"))
    }
}
