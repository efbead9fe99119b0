import Net
import RTSPGateway
import SFU

/// Decides about RTSP's clients. Basic authentication is that of HTTP's clients, and a stream key may stand as the password,
/// whatever the name; a token in the URL is what a Bearer token is there. Digest authentication proves that a user's secret is
/// known; stream keys have no name to go by there.
struct RTSPAccess: Sendable {
    let authority: Authority
    /// Whether what begins with ``filesPrefix`` are files, which are played on demand.
    let servesFiles: Bool

    func decide(_ request: RTSPAuthorizationRequest) -> RTSPVerdict {
        let path: StreamPath
        do throws(StreamPathError) {
            path = try StreamPath(isFile(request) ? Self.pathName(ofFile: request.name) : request.name)
        } catch {
            return .unknownName("\(error)")
        }
        let requester = requester(request)
        return switch authority.allows(requester, action(request.action), path) {
        case .allowed: .allowed(path)
        case .unknown(let sentence): .unauthenticated(sentence)
        case .forbidden(let sentence): .forbidden(sentence)
        }
    }

    /// Whether it is to play a file, and not a stream.
    func isFile(_ request: RTSPAuthorizationRequest) -> Bool {
        servesFiles && request.action == .play && request.name.hasPrefix(Self.filesPrefix)
    }

    private func requester(_ request: RTSPAuthorizationRequest) -> Requester {
        let peer = IPAddress(hostOf: request.remote)
        switch request.credentials {
        case .none:
            return authority.requester(peer: peer, showing: .none)
        case .basic(let name, let password):
            let user = authority.requester(peer: peer, showing: .basic("\(name):\(password)"))
            guard user == .impostor, let path = authority.path(ofKey: password) else { return user }
            return .keyHolder(path)
        case .token(let token):
            return authority.requester(peer: peer, showing: .bearer(token))
        case .digest(let proof):
            return authority.requester(proving: proof)
        case .unusable:
            return authority.requester(peer: peer, showing: .unreadable)
        }
    }

    private func action(_ action: RTSPAction) -> Action {
        switch action {
        case .publish: .publish
        case .play: .play
        }
    }

    /// The path whose rights a file has, and by which the sessions that play it go: its name, with `~` for each byte that
    /// cannot stand in a path.
    private static func pathName(ofFile name: String) -> String {
        let bytes = name.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                byte
            default: UInt8(ascii: "~")
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let filesPrefix = "vod/"
}

extension IPAddress {
    /// The address in `192.0.2.1:50000` or `[2001:db8::1]:50000`.
    init?(hostOf remote: String) {
        guard let colon = remote.lastIndex(of: ":") else { return nil }
        self.init(remote[..<colon].filter { $0 != "[" && $0 != "]" })
    }
}
