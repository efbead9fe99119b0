import Net
import RTMP
import RTMPGateway
import SFU

/// Decides about RTMP's clients. What they show, in the URL or behind the name, is what HTTP's clients show as Basic
/// authentication or as Bearer token; a stream key may also stand as the last segment, where encoders have their field for it.
struct RTMPAccess: Sendable {
    let authority: Authority

    func decide(_ request: RTMPAuthorizationRequest) -> RTMPVerdict {
        let action: Action
        switch request.action {
        case .publisher: action = .publish
        case .player: action = .play
        // Nobody asks for what we do ourselves.
        case .push, .pull: return .refused("This cannot be asked for.")
        }
        let key = request.name.split(separator: "/").last.map(String.init) ?? ""
        if request.credentials == nil, let path = authority.path(ofKey: key) {
            return verdict(of: .keyHolder(path), action, path)
        }
        let path: StreamPath
        do throws(StreamPathError) {
            path = try StreamPath(request.name)
        } catch {
            return .unknownName("\(error)")
        }
        let requester = authority.requester(
            peer: IPAddress(hostOf: request.remote), showing: Credentials(request.credentials))
        return verdict(of: requester, action, path)
    }

    private func verdict(of requester: Requester, _ action: Action, _ path: StreamPath) -> RTMPVerdict {
        switch authority.allows(requester, action, path) {
        case .allowed: .allowed(path)
        case .unknown(let sentence), .forbidden(let sentence): .refused(sentence)
        }
    }
}

extension Credentials {
    fileprivate init(_ credentials: RTMPCredentials?) {
        switch credentials {
        case .password(let user, let password)?: self = .basic("\(user):\(password)")
        case .token(let token)?: self = .bearer(token)
        case nil: self = .none
        }
    }
}
