import Bytes
import Net
import STUN

/// Who checks whom: both sides' credentials of one ICE generation, and the keys and user names that follow from them
/// (RFC 8445 §7.2.2).
struct ICEIdentity: Sendable {
    let local: ICECredentials
    /// Under which the peer authenticates its requests, and we the responses.
    let localKey: STUNIntegrityKey
    /// The USERNAME of requests to us; without the peer's half as long as its description has not come.
    private let username: [UInt8]
    private let knowsRemote: Bool

    init(local: ICECredentials, remote: ICECredentials?) {
        self.local = local
        localKey = STUNIntegrityKey(password: local.password)
        username = Array("\(local.ufrag):\(remote?.ufrag ?? "")".utf8)
        knowsRemote = remote != nil
    }

    /// Whether the request's USERNAME names this generation. While the peer's ufrag is unknown, any will do.
    func isAddressed(by name: Span<UInt8>) -> Bool {
        guard knowsRemote ? name.count == username.count : name.count > username.count else { return false }
        return username.indices.allSatisfy { name[$0] == username[$0] }
    }
}

extension STUNMessage {
    /// The Binding message in the datagram.
    init(binding datagram: Span<UInt8>) throws(ICEDiscardReason) {
        do throws(STUNError) {
            try self.init(parsing: datagram)
        } catch {
            throw error == .wrongFingerprint ? .wrongFingerprint : .malformed
        }
        guard method == .binding else { throw .notARequest }
    }

    /// Which of `identities` the request is addressed to and authenticated for.
    func authenticated(
        for identities: [ICEIdentity], in datagram: Span<UInt8>
    ) throws(ICEDiscardReason) -> ICEIdentity {
        guard let username = attribute(.username), hasIntegrity else { throw .unauthenticated }
        let name = datagram.extracting(username.value)
        for identity in identities where identity.isAddressed(by: name) {
            guard isAuthentic(under: identity.localKey, in: datagram) else { throw .wrongIntegrity }
            return identity
        }
        throw .wrongUsername
    }
}
