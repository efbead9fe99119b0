package import Cryptography
package import Net

/// Where media flows.
package struct WebRTCSettings: Equatable, Sendable {
    /// The first worker's UDP port; each further worker takes the next one.
    package var port = 8189
    /// 0 for one a processor core.
    package var workers = 0
    /// Percent of its time that a worker may be busy before new viewers are placed on another one.
    package var fullAbove = 70
    /// Addresses to tell peers beside those of the machine, for a server behind NAT or in a container.
    package var publicAddress: [IPAddress] = []
    package var iceServers: [ICEServer] = []
    package var cipher = CipherChoice.auto
    /// Whether packets of video are padded by a byte where that lets them leave together.
    package var padPackets = false
}

/// Which library encrypts and decrypts media. All give the same bytes.
package enum CipherChoice: String, CaseIterable, Sendable {
    /// The fastest that there is on this machine.
    case auto
    case openssl
    /// Intel's multi-buffer library: x86-64 alone, and only in a build that found it.
    case ipsecMB = "ipsec-mb"

    package var engine: CipherEngine {
        switch self {
        case .auto: .preferred
        case .openssl: .openSSL
        case .ipsecMB: .ipsecMB
        }
    }
}

/// A STUN or TURN server that clients are told of (RFC 9725 §4.6).
package struct ICEServer: Equatable, Sendable {
    /// Begins with `stun:`, `stuns:`, `turn:` or `turns:` (RFC 7064, RFC 7065).
    package var url: String
    /// Nil for a server that asks for none.
    package var login: Login?

    package struct Login: Equatable, Sendable, CustomStringConvertible {
        package var username: String
        package var credential: String

        package var description: String { "\(username):(secret)" }
    }
}

extension WebRTCSettings {
    static let table: [Setting] = [
        Setting(
            "webrtc.port", \.webrtc.port, .integer(1...65_535),
            "UDP port of the first worker; each further one takes the next"),
        Setting("webrtc.workers", \.webrtc.workers, .integer(0...256), "Threads that forward media; 0 for one a core"),
        Setting(
            "webrtc.full_above", \.webrtc.fullAbove, .integer(0...100),
            "Percent of its time that a worker is busy when new viewers of its streams go to another worker"),
        Setting(
            "webrtc.public_address", \.webrtc.publicAddress,
            .list(of: .ipAddress, plural: "a list of IP addresses"),
            "Addresses by which peers reach this server, when it cannot see them itself: behind NAT, in a container"),
        Setting(
            "webrtc.ice_servers", \.webrtc.iceServers, .iceServers,
            "STUN and TURN servers that WHIP and WHEP clients are told of"),
        Setting(
            "webrtc.cipher", \.webrtc.cipher, .choice(),
            "What encrypts media: libipsec-mb (x86-64) or OpenSSL; auto takes the fastest that there is"),
        Setting(
            "webrtc.pad_packets", \.webrtc.padPackets, .boolean,
            "Pad packets of video by a byte (RTP padding) where more of them can then be sent together"),
    ]
}

extension ValueFormat<IPAddress> {
    static let ipAddress = scalar("an IP address", show: { "\"\($0)\"" }) { IPAddress($0) }
}

extension ValueFormat<[ICEServer]> {
    static let iceServers = ValueFormat(
        expected: "a list of {url, username, credential}", shape: .structure,
        read: { (node) throws(ConfigurationProblem) in
            var servers: [ICEServer] = []
            for element in try node.elements("a list of {url, username, credential}") {
                servers.append(try ICEServer(element))
            }
            return servers
        },
        show: { servers in
            let items = servers.map { server in
                let login = server.login.map { ", username: \"\($0.username)\", credential: (secret)" } ?? ""
                return "{url: \"\(server.url)\"\(login)}"
            }
            return "[\(items.joined(separator: ", "))]"
        })
}

extension ICEServer {
    init(_ node: ConfigurationNode) throws(ConfigurationProblem) {
        let fields = try node.fields(["url", "username", "credential"], "{url, username, credential}")
        guard let url = fields["url"] else {
            throw ConfigurationProblem(place: node.place, message: "an ICE server needs its url")
        }
        self.url = try Self.quotable(url, "a URL")
        guard ["stun:", "stuns:", "turn:", "turns:"].contains(where: self.url.hasPrefix), !self.url.contains(">") else {
            throw ConfigurationProblem(
                place: url.place, message: "\"\(self.url)\" must begin with stun:, stuns:, turn: or turns:")
        }
        switch (fields["username"], fields["credential"]) {
        case (let username?, let credential?):
            login = Login(
                username: try Self.quotable(username, "a name"), credential: try Self.quotable(credential, "a password")
            )
        case (nil, nil):
            login = nil
        default:
            throw ConfigurationProblem(place: node.place, message: "username and credential go together")
        }
    }

    /// Text that can stand between double quotes in a Link header (RFC 8288 §3).
    private static func quotable(_ node: ConfigurationNode, _ expected: String) throws(ConfigurationProblem) -> String {
        let text = try node.text(expected)
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }) else {
            throw ConfigurationProblem(
                place: node.place, message: "must be \(expected) in ASCII without spaces, quotes and backslashes")
        }
        return text
    }
}
