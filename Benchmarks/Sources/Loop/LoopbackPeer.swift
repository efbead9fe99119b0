import Bytes
import DTLS
import ICE
import MediaPlane
import Net
import SRTP
import WebRTC

/// A browser's transport on loopback: a full ICE agent, a DTLS client, SRTP both ways.
final class LoopbackPeer {
    let socket: LoopbackSocket
    /// What the engine is told of this peer.
    let configuration: PeerConfiguration
    private(set) var profile: SRTPProfile?
    private(set) var sender: SRTPSender?
    private(set) var receiver: SRTPReceiver?

    private let engine: SocketAddress
    private var ice: ICEControllingAgent
    private let dtls: DTLSEndpoint
    private var isHandshakeBegun = false
    private var random = SystemRandomNumberGenerator()

    /// - Parameters:
    ///   - port: the engine's.
    ///   - profiles: of SRTP, as the DTLS client offers them.
    init(
        port: UInt16, identity: DTLSIdentity, engineIdentity: DTLSIdentity, profiles: [UInt16]
    ) throws {
        socket = try LoopbackSocket(to: port)
        engine = SocketAddress(ip: .loopbackV4, port: port)
        let (own, remote) = (ICECredentials.random(using: &random), ICECredentials.random(using: &random))
        configuration = PeerConfiguration(
            localICE: remote, remoteICE: own, dtlsRole: .server, remoteFingerprints: [identity.fingerprint])
        ice = ICEControllingAgent(
            local: own, remote: remote, candidates: [engine], now: LoopTime.ofSystem().now, random: &random)
        dtls = try DTLSEndpoint(
            identity: identity, role: .client, remoteFingerprints: [engineIdentity.fingerprint], profiles: profiles)
    }

    var isConnected: Bool { sender != nil }

    /// Takes what has come and sends what is due, once.
    func step() throws {
        let now = LoopTime.ofSystem().now
        var checks: [[UInt8]] = []
        ice.handleTimeout(now: now, random: &random) { datagram, _ in checks.append(datagram) }
        for check in checks { try socket.send(check) }
        while let datagram = socket.receive() { try receive(datagram, now: now) }
    }

    private func receive(_ datagram: UnsafeMutableRawBufferPointer, now: Instant) throws {
        guard let first = datagram.first else { return }
        let bytes = UnsafeBufferPointer(datagram.bindMemory(to: UInt8.self)).span
        switch first {
        case 0...3:
            var answer = ByteWriter()
            _ = ice.receive(bytes, from: engine, now: now, output: &answer)
            if answer.count > 0 { try socket.send(answer.bytes) }
            if ice.selected != nil, !isHandshakeBegun {
                isHandshakeBegun = true
                dtls.start()
                try sendDTLS()
            }
        case 20...63:
            if case .connected(let keys) = dtls.receive(bytes) { try connect(keys) }
            try sendDTLS()
        default: break
        }
    }

    private func sendDTLS() throws {
        var datagrams: [[UInt8]] = []
        dtls.takeDatagrams { span in datagrams.append(span.indices.map { span[$0] }) }
        for datagram in datagrams { try socket.send(datagram) }
    }

    private func connect(_ keys: DTLSKeys) throws {
        guard let profile = SRTPProfile(rawValue: keys.profile) else { return }
        self.profile = profile
        receiver = try SRTPReceiver(
            profile: profile, masterKey: SRTPMasterKey(key: keys.remoteKey, salt: keys.remoteSalt))
        sender = try SRTPSender(profile: profile, masterKey: SRTPMasterKey(key: keys.localKey, salt: keys.localSalt))
    }
}
