/// Reads the lines of a whole description or of a fragment into sections, under ``SDPLimits``.
struct DescriptionParser {
    private(set) var origin: Origin?
    private(set) var name = "-"
    private(set) var connection: String?
    private(set) var attributes: [Attribute] = []
    private(set) var media: [MediaDescription] = []
    private(set) var line = 0
    private let isFragment: Bool
    private var versionSeen: Bool
    private var candidates = 0
    private var sourceLines = 0
    /// The first of each; a fragment speaks of one ICE generation only.
    private var ufrag: String?
    private var password: String?

    /// - Parameter isFragment: Whether the text is a trickle fragment (RFC 8840 §9): no `v=` and no `o=`.
    init(isFragment: Bool = false) {
        self.isFragment = isFragment
        versionSeen = isFragment
    }

    mutating func read(_ text: String) throws(SDPError) {
        guard text.utf8.count <= SDPLimits.bytes else { throw tooMuch(.bytes, SDPLimits.bytes) }
        let lines = text.utf8.split(
            separator: lineFeed, maxSplits: SDPLimits.lines + 1, omittingEmptySubsequences: false)
        guard lines.count <= SDPLimits.lines + 1 else { throw tooMuch(.lines, SDPLimits.lines) }
        for bytes in lines {
            line += 1
            try readLine(bytes.last == carriageReturn ? bytes.dropLast() : bytes)
        }
    }

    func finish() throws(SDPError) -> SessionDescription {
        guard versionSeen else { throw error(.versionMissing) }
        guard let origin else { throw error(.originMissing) }
        return SessionDescription(
            origin: origin, name: name, connection: connection, attributes: attributes, media: media)
    }

    private mutating func readLine(_ bytes: Substring.UTF8View) throws(SDPError) {
        guard bytes.count <= SDPLimits.lineBytes else { throw tooMuch(.lineBytes, SDPLimits.lineBytes) }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == tab }) else { throw error(.controlCharacter) }
        guard let letter = bytes.first else { return }
        guard bytes.dropFirst().first == equalsSign, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter) else {
            throw error(.notAField)
        }
        try readField(letter, Substring(bytes.dropFirst(2)))
    }

    private mutating func readField(_ letter: UInt8, _ value: Substring) throws(SDPError) {
        if !versionSeen {
            guard letter == UInt8(ascii: "v"), value == "0" else { throw error(.versionMissing) }
            versionSeen = true
        }
        switch letter {
        case UInt8(ascii: "o"):
            guard let origin = Origin(value) else { throw error(.malformed(form: Origin.form)) }
            self.origin = origin
        case UInt8(ascii: "s"):
            name = String(value)
        case UInt8(ascii: "c"):
            if media.isEmpty { connection = String(value) } else { media[media.count - 1].connection = String(value) }
        case UInt8(ascii: "m"):
            try readMedia(value)
        case UInt8(ascii: "a"):
            try readAttribute(value)
        default:
            guard "viuepbtrzk".utf8.contains(letter) else { throw error(.unknownField) }
        }
    }

    private mutating func readMedia(_ value: Substring) throws(SDPError) {
        guard isFragment || origin != nil else { throw error(.originMissing) }
        guard media.count < SDPLimits.mediaDescriptions else {
            throw tooMuch(.mediaDescriptions, SDPLimits.mediaDescriptions)
        }
        guard let section = MediaDescription(value) else { throw error(.malformed(form: MediaDescription.form)) }
        guard section.formats.count <= SDPLimits.formats else { throw tooMuch(.formats, SDPLimits.formats) }
        media.append(section)
    }

    private mutating func readAttribute(_ text: Substring) throws(SDPError) {
        let attribute: Attribute
        do throws(AttributeSyntaxError) {
            attribute = try Attribute(parsing: text)
        } catch {
            throw self.error(.malformed(form: error.form))
        }
        try count(attribute)
        if media.isEmpty { attributes.append(attribute) } else { media[media.count - 1].attributes.append(attribute) }
    }

    private mutating func count(_ attribute: Attribute) throws(SDPError) {
        switch attribute {
        case .candidate: candidates += 1
        case .source: sourceLines += 1
        case .iceUfrag(let value) where isFragment:
            guard ufrag == nil || ufrag == value else { throw error(.twoGenerations) }
            ufrag = value
        case .icePassword(let value) where isFragment:
            guard password == nil || password == value else { throw error(.twoGenerations) }
            password = value
        default: break
        }
        guard candidates <= SDPLimits.candidates else { throw tooMuch(.candidates, SDPLimits.candidates) }
        guard sourceLines <= SDPLimits.sourceLines else { throw tooMuch(.sourceLines, SDPLimits.sourceLines) }
    }

    private func tooMuch(_ what: SDPError.Countable, _ limit: Int) -> SDPError {
        error(.tooMuch(what, limit: limit))
    }

    private func error(_ problem: SDPError.Problem) -> SDPError {
        SDPError(line: max(line, 1), problem: problem)
    }
}

private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
private let tab = UInt8(ascii: "\t")
private let equalsSign = UInt8(ascii: "=")
