extension SessionDescription {
    /// Reads a description as cameras and encoders write them for RTSP: what cannot be read is passed over, line by
    /// line.
    ///
    /// Unlike ``init(parsing:)`` it bears lines that are missing (`v=`, `o=`), unknown, too long or not of their form;
    /// lines that end in a lone CR, or in NUL; spaces around a line; a known attribute whose value is not of its form,
    /// which is kept as ``Attribute/other(name:value:)``. The attributes of an `m=` line that cannot be read are passed
    /// over with it. Of what passes a limit of ``SDPLimits`` the first is kept.
    /// - Parameter problems: the first ``LenientParser/maximumProblems`` things that were passed over are appended.
    /// - Throws: `tooMuch` of bytes or lines.
    package init(lenientlyParsing text: String, problems: inout [SDPError]) throws(SDPError) {
        var parser = LenientParser()
        try parser.read(text)
        problems += parser.problems
        self = parser.description
    }
}

/// Sorts lines into sections, and passes over what it cannot read.
struct LenientParser {
    private(set) var description = SessionDescription(origin: Origin(session: 0, version: 0))
    private(set) var problems: [SDPError] = []
    /// Whether the last `m=` line was passed over, and what follows belongs to it.
    private var isPassingOver = false
    private var line = 0

    mutating func read(_ text: String) throws(SDPError) {
        guard text.utf8.count <= SDPLimits.bytes else {
            throw SDPError(line: 1, problem: .tooMuch(.bytes, limit: SDPLimits.bytes))
        }
        // Between a CR and its LF is an empty line, so that each counts half.
        let lines = text.utf8.split(
            maxSplits: 2 * SDPLimits.lines, omittingEmptySubsequences: false,
            whereSeparator: { $0 == 0x0A || $0 == 0x0D || $0 == 0 })
        guard lines.count <= 2 * SDPLimits.lines else {
            throw SDPError(line: SDPLimits.lines, problem: .tooMuch(.lines, limit: SDPLimits.lines))
        }
        for bytes in lines {
            if bytes.isEmpty { continue }
            line += 1
            readLine(Substring(bytes).trimmingSpaces().utf8)
        }
    }

    private mutating func readLine(_ bytes: Substring.UTF8View) {
        guard bytes.count <= SDPLimits.lineBytes else { return note(.tooMuch(.lineBytes, limit: SDPLimits.lineBytes)) }
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else { return note(.controlCharacter) }
        guard let letter = bytes.first else { return }
        guard bytes.dropFirst().first == UInt8(ascii: "=") else { return note(.notAField) }
        readField(letter, Substring(bytes.dropFirst(2)))
    }

    private mutating func readField(_ letter: UInt8, _ value: Substring) {
        if letter == UInt8(ascii: "m") { return readMedia(value) }
        guard !isPassingOver else { return }
        let isInMedia = !description.media.isEmpty
        switch letter {
        case UInt8(ascii: "o"):
            guard let origin = Origin(value) else { return note(.malformed(form: Origin.form)) }
            description.origin = origin
        case UInt8(ascii: "s"):
            description.name = String(value)
        case UInt8(ascii: "c"):
            if isInMedia {
                description.media[description.media.count - 1].connection = String(value)
            } else {
                description.connection = String(value)
            }
        case UInt8(ascii: "a"):
            guard let attribute = readAttribute(value) else { return }
            if isInMedia {
                description.media[description.media.count - 1].attributes.append(attribute)
            } else {
                description.attributes.append(attribute)
            }
        default:
            guard "viuepbtrzk".utf8.contains(letter) else { return note(.unknownField) }
        }
    }

    private mutating func readMedia(_ value: Substring) {
        isPassingOver = true
        guard description.media.count < SDPLimits.mediaDescriptions else {
            return note(.tooMuch(.mediaDescriptions, limit: SDPLimits.mediaDescriptions))
        }
        guard var section = MediaDescription(value) else { return note(.malformed(form: MediaDescription.form)) }
        section.formats = Array(section.formats.prefix(SDPLimits.formats))
        description.media.append(section)
        isPassingOver = false
    }

    private mutating func readAttribute(_ text: Substring) -> Attribute? {
        do throws(AttributeSyntaxError) {
            return try Attribute(parsing: text)
        } catch {
            note(.malformed(form: error.form))
            let (name, value) = text.cut(at: UInt8(ascii: ":"))
            return String(token: name).map { .other(name: $0, value: value.map(String.init)) }
        }
    }

    private mutating func note(_ problem: SDPError.Problem) {
        guard problems.count < Self.maximumProblems else { return }
        problems.append(SDPError(line: line, problem: problem))
    }

    /// Problems that are remembered of one description: our choice.
    static let maximumProblems = 16
}
