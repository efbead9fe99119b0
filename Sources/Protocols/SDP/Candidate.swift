package import Net

/// An ICE candidate (RFC 8839 §5.1). Names in place of addresses (mDNS) are kept as text.
package struct Candidate: Hashable, Sendable {
    /// Equal for candidates of one kind from one base.
    package var foundation: String
    /// 1 for RTP, 2 for RTCP without multiplexing; 1...256.
    package var component: Int
    package var transport: Transport
    package var priority: UInt32
    /// An IP address or a name, e.g. `192.0.2.1` or `….local`.
    package var address: String
    package var port: UInt16
    package var kind: Kind
    /// Where a reflexive or relayed candidate stems from.
    package var relatedAddress: String?
    package var relatedPort: UInt16?
    /// Who connects; for TCP (RFC 6544 §4.5).
    package var tcpType: TCPType?
    /// Further pairs in order, e.g. `generation 0`.
    package var extensions: [Extension]

    package init(
        foundation: String, component: Int = 1, transport: Transport = .udp, priority: UInt32, address: String,
        port: UInt16, kind: Kind = .host, relatedAddress: String? = nil, relatedPort: UInt16? = nil,
        tcpType: TCPType? = nil, extensions: [Extension] = []
    ) {
        self.foundation = foundation
        self.component = component
        self.transport = transport
        self.priority = priority
        self.address = address
        self.port = port
        self.kind = kind
        self.relatedAddress = relatedAddress
        self.relatedPort = relatedPort
        self.tcpType = tcpType
        self.extensions = extensions
    }

    /// A UDP host candidate for the `index`th address of ours, from 0; earlier ones get the higher priority
    /// (RFC 8445 §5.1.2.1).
    package init(host address: SocketAddress, index: Int) {
        let localPreference = UInt32(65_535 - min(max(index, 0), 65_535))
        self.init(
            foundation: "\(index + 1)", priority: 126 << 24 | localPreference << 8 | 255,
            address: address.ip.description, port: address.port)
    }

    package enum Transport: Hashable, Sendable {
        case udp
        case tcp
        /// To be ignored (RFC 8839 §5.1).
        case other(String)
    }

    package enum Kind: Hashable, Sendable {
        case host
        case serverReflexive
        case peerReflexive
        case relayed
        /// To be ignored.
        case other(String)
    }

    package enum TCPType: String, Hashable, Sendable {
        case active
        case passive
        case simultaneousOpen = "so"
    }

    package struct Extension: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Where to send; nil for a name.
    package var socketAddress: SocketAddress? {
        IPAddress(address).map { SocketAddress(ip: $0, port: port) }
    }
}

extension Candidate: CustomStringConvertible {
    static let form = "<foundation> <component> udp <priority> <address> <port> typ host"

    /// From what follows `candidate:`, as `RTCIceCandidate.candidate` has it too.
    package init?(_ text: Substring) {
        var fields = Fields(text)
        guard let foundation = fields.word().flatMap({ String(visible: $0, bytes: 1...SDPLimits.tokenBytes) }),
            let component = fields.number(Int.self), (1...256).contains(component),
            let transport = fields.token().map(Transport.init), let priority = fields.number(UInt32.self),
            let address = fields.word().flatMap({ String(visible: $0, bytes: 1...255) }),
            let port = fields.number(UInt16.self), fields.word() == "typ", let kind = fields.token().map(Kind.init)
        else { return nil }
        self.init(
            foundation: foundation, component: component, transport: transport, priority: priority, address: address,
            port: port, kind: kind)
        while let name = fields.word() {
            guard let value = fields.word(), readPair(name, value) else { return nil }
        }
    }

    private mutating func readPair(_ name: Substring, _ value: Substring) -> Bool {
        switch name {
        case "raddr":
            relatedAddress = String(value)
        case "rport":
            guard let port = UInt16(decimal: value) else { return false }
            relatedPort = port
        case "tcptype":
            guard let type = TCPType(rawValue: String(value)) else { return false }
            tcpType = type
        default:
            extensions.append(Extension(name: String(name), value: String(value)))
        }
        return true
    }

    package var description: String {
        var words = [foundation, "\(component)", transport.text, "\(priority)", address, "\(port)", "typ", kind.text]
        if let relatedAddress { words += ["raddr", relatedAddress] }
        if let relatedPort { words += ["rport", "\(relatedPort)"] }
        if let tcpType { words += ["tcptype", tcpType.rawValue] }
        for pair in extensions { words += [pair.name, pair.value] }
        return words.joined(separator: " ")
    }
}

extension Candidate.Transport {
    /// Compares without regard to case: some write `UDP`.
    fileprivate init(_ text: String) {
        switch text.lowercased() {
        case "udp": self = .udp
        case "tcp": self = .tcp
        default: self = .other(text)
        }
    }

    fileprivate var text: String {
        switch self {
        case .udp: "udp"
        case .tcp: "tcp"
        case .other(let text): text
        }
    }
}

extension Candidate.Kind {
    fileprivate init(_ text: String) {
        switch text {
        case "host": self = .host
        case "srflx": self = .serverReflexive
        case "prflx": self = .peerReflexive
        case "relay": self = .relayed
        default: self = .other(text)
        }
    }

    fileprivate var text: String {
        switch self {
        case .host: "host"
        case .serverReflexive: "srflx"
        case .peerReflexive: "prflx"
        case .relayed: "relay"
        case .other(let text): text
        }
    }
}
