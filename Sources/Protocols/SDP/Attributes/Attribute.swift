/// One `a=` line. The attributes that Turnout understands have a case each, with a checked value; all others are kept as
/// text.
package enum Attribute: Hashable, Sendable {
    // What belongs together (RFC 5888, 8843)
    case group(Group)
    case mid(String)
    case bundleOnly

    // What is sent, which way (RFC 8866, 8830, 5576)
    case direction(Direction)
    case mediaStream(MediaStreamIdentifier)
    case source(SourceAttribute)
    case sourceGroup(SourceGroup)

    // How it is encoded (RFC 8866, 4585, 8285, 8851, 8853)
    case rtpMap(RTPMap)
    case formatParameters(FormatParameters)
    case feedback(Feedback)
    case extensionMap(ExtensionMap)
    case extensionMapAllowMixed
    case restriction(StreamRestriction)
    case simulcast(Simulcast)

    // How it travels (RFC 5761, 5506, 8839, 8840, 8122, 8842)
    case rtcpMux
    case rtcpReducedSize
    case iceUfrag(String)
    case icePassword(String)
    case iceOptions([String])
    case iceLite
    indirect case candidate(Candidate)
    case endOfCandidates
    case fingerprint(Fingerprint)
    case setup(Setup)

    /// Any other, untouched.
    case other(name: String, value: String?)
}

/// A known attribute whose value is not of its form.
struct AttributeSyntaxError: Error {
    /// The line as it should read.
    var form: String
}

extension Attribute {
    /// From what follows `a=`.
    init(parsing text: Substring) throws(AttributeSyntaxError) {
        let (name, value) = text.cut(at: UInt8(ascii: ":"))
        guard let name = String(token: name) else { throw AttributeSyntaxError(form: "a=<name>:<value>") }
        if let flag = Self.flags[name], value == nil {
            self = flag
        } else if let syntax = Self.syntaxes[name] {
            guard let attribute = value.flatMap(syntax.read) else {
                throw AttributeSyntaxError(form: "a=\(name):\(syntax.form)")
            }
            self = attribute
        } else {
            self = .other(name: name, value: value.map(String.init))
        }
    }

    /// The whole line without its ending.
    package var line: String {
        switch self {
        case .group(let group): "a=group:\(group)"
        case .mid(let tag): "a=mid:\(tag)"
        case .bundleOnly: "a=bundle-only"
        case .direction(let direction): "a=\(direction.rawValue)"
        case .mediaStream(let identifier): "a=msid:\(identifier)"
        case .source(let attribute): "a=ssrc:\(attribute)"
        case .sourceGroup(let group): "a=ssrc-group:\(group)"
        case .rtpMap(let map): "a=rtpmap:\(map)"
        case .formatParameters(let parameters): "a=fmtp:\(parameters)"
        case .feedback(let feedback): "a=rtcp-fb:\(feedback)"
        case .extensionMap(let map): "a=extmap:\(map)"
        case .extensionMapAllowMixed: "a=extmap-allow-mixed"
        case .restriction(let restriction): "a=rid:\(restriction)"
        case .simulcast(let simulcast): "a=simulcast:\(simulcast)"
        case .rtcpMux: "a=rtcp-mux"
        case .rtcpReducedSize: "a=rtcp-rsize"
        case .iceUfrag(let ufrag): "a=ice-ufrag:\(ufrag)"
        case .icePassword(let password): "a=ice-pwd:\(password)"
        case .iceOptions(let options): "a=ice-options:\(options.joined(separator: " "))"
        case .iceLite: "a=ice-lite"
        case .candidate(let candidate): "a=candidate:\(candidate)"
        case .endOfCandidates: "a=end-of-candidates"
        case .fingerprint(let fingerprint): "a=fingerprint:\(fingerprint)"
        case .setup(let setup): "a=setup:\(setup.rawValue)"
        case .other(let name, let value): value.map { "a=\(name):\($0)" } ?? "a=\(name)"
        }
    }
}

extension Attribute {
    /// How the value of a known attribute reads, for people and for us.
    private struct Syntax: Sendable {
        var form: String
        var read: @Sendable (Substring) -> Attribute?

        init<Value>(
            _ form: String, _ read: @escaping @Sendable (Substring) -> Value?,
            _ wrap: @escaping @Sendable (Value) -> Attribute
        ) {
            self.form = form
            self.read = { read($0).map(wrap) }
        }
    }

    private static let flags: [String: Attribute] = [
        "bundle-only": .bundleOnly, "extmap-allow-mixed": .extensionMapAllowMixed, "rtcp-mux": .rtcpMux,
        "rtcp-rsize": .rtcpReducedSize, "ice-lite": .iceLite, "end-of-candidates": .endOfCandidates,
        "sendrecv": .direction(.sendReceive), "sendonly": .direction(.sendOnly),
        "recvonly": .direction(.receiveOnly), "inactive": .direction(.inactive),
    ]

    private static let syntaxes: [String: Syntax] = [
        "group": Syntax("<semantics> <mid> ...", Group.init, Attribute.group),
        "mid": Syntax("<tag>", String.init(token:), Attribute.mid),
        "msid": Syntax("<stream> <track>", MediaStreamIdentifier.init, Attribute.mediaStream),
        "ssrc": Syntax("<ssrc> <attribute>:<value>", SourceAttribute.init, Attribute.source),
        "ssrc-group": Syntax("<semantics> <ssrc> ...", SourceGroup.init, Attribute.sourceGroup),
        "rtpmap": Syntax("<payload type> <encoding>/<clock rate>", RTPMap.init, Attribute.rtpMap),
        "fmtp": Syntax("<format> <parameters>", FormatParameters.init, Attribute.formatParameters),
        "rtcp-fb": Syntax("<payload type> <feedback>", Feedback.init, Attribute.feedback),
        "extmap": Syntax("<id> <uri>", ExtensionMap.init, Attribute.extensionMap),
        "rid": Syntax("<rid> <send or recv> <restrictions>", StreamRestriction.init, Attribute.restriction),
        "simulcast": Syntax("<send or recv> <rid>;<rid>;...", Simulcast.init, Attribute.simulcast),
        "ice-ufrag": Syntax("<4 to 256 characters>", { iceText($0, 4...256) }, Attribute.iceUfrag),
        "ice-pwd": Syntax("<22 to 256 characters>", { iceText($0, 22...256) }, Attribute.icePassword),
        "ice-options": Syntax("<option> ...", iceOptions, Attribute.iceOptions),
        "candidate": Syntax(Candidate.form, Candidate.init, Attribute.candidate),
        "fingerprint": Syntax("<hash function> <XX:XX:...>", Fingerprint.init, Attribute.fingerprint),
        "setup": Syntax("<actpass, active or passive>", { Setup(rawValue: String($0)) }, Attribute.setup),
    ]

    /// RFC 8839 §5.4 allows letters, digits, `+` and `/`; other visible characters are borne, but for the colon, which
    /// divides the two halves of a STUN username.
    private static func iceText(_ text: Substring, _ bytes: ClosedRange<Int>) -> String? {
        text.utf8.contains(UInt8(ascii: ":")) ? nil : String(visible: text, bytes: bytes)
    }

    private static func iceOptions(_ text: Substring) -> [String]? {
        var fields = Fields(text)
        var options: [String] = []
        while let option = fields.word() { options.append(String(option)) }
        return options.isEmpty ? nil : options
    }
}
