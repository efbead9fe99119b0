import CVirtualClock
import DTLS

/// One end of a connection under test: an endpoint of ours, or OpenSSL used plainly.
protocol Peer: AnyObject {
    func start()
    func receive(_ datagram: [UInt8])
    func takeDatagrams() -> [[UInt8]]
    var timeout: Duration? { get }
    func handleTimeout()
    var keys: DTLSKeys? { get }
}

/// An endpoint of ours that writes down what becomes of it.
final class OurPeer: Peer {
    let endpoint: DTLSEndpoint
    private(set) var keys: DTLSKeys?
    private(set) var closeReason: DTLSCloseReason?
    private(set) var closings = 0

    init(
        _ role: DTLSRole, identity: DTLSIdentity, expecting fingerprint: DTLSFingerprint,
        profiles: [UInt16] = DTLSKeys.preferredProfiles
    ) throws {
        endpoint = try DTLSEndpoint(
            identity: identity, role: role, remoteFingerprints: [fingerprint], profiles: profiles)
    }

    func start() { endpoint.start() }
    func receive(_ datagram: [UInt8]) { note(endpoint.receive(datagram.span)) }
    func handleTimeout() { note(endpoint.handleTimeout()) }
    var timeout: Duration? { endpoint.timeout }

    func takeDatagrams() -> [[UInt8]] {
        var datagrams: [[UInt8]] = []
        endpoint.takeDatagrams { span in datagrams.append(span.indices.map { span[$0] }) }
        return datagrams
    }

    private func note(_ event: DTLSEvent) {
        switch event {
        case .nothing: break
        case .connected(let keys): self.keys = keys
        case .closed(let reason):
            closeReason = reason
            closings += 1
        }
    }
}

/// A datagram on its way.
struct Datagram {
    /// Counts all datagrams of both directions, from 0.
    let index: Int
    let fromClient: Bool
    var bytes: [UInt8]
}

/// Two peers and the path between them, in virtual time: nothing waits, and a run repeats itself but for OpenSSL's
/// keys.
final class VirtualNetwork {
    let client: any Peer
    let server: any Peer
    /// When and with what content each datagram arrives, as delays: none is loss, two are a duplicate.
    var path: (Datagram) -> [(delay: Duration, bytes: [UInt8])] = { [(oneWayDelay, $0.bytes)] }
    private(set) var sent: [Datagram] = []
    /// Virtual time since the start.
    private(set) var elapsed = Duration.zero
    /// Counts what was put on its way, so that what arrives at the same time keeps its order.
    private var copies = 0
    private var arrivals: [(time: Duration, order: Int, toClient: Bool, bytes: [UInt8])] = []

    init(client: any Peer, server: any Peer) {
        self.client = client
        self.server = server
    }

    var bothConnected: Bool { client.keys != nil && server.keys != nil }

    /// Runs until both are connected (or until `goal`), nothing is left to happen, or `limit` is over.
    func run(limit: Duration = .seconds(60), until goal: (() -> Bool)? = nil) {
        setClock()
        defer { cvirtualclock_clear() }
        if sent.isEmpty { client.start() }
        while true {
            transmit()
            if goal?() ?? bothConnected { return }
            guard let next = nextEvent(), next <= limit else { return }
            elapsed = max(elapsed, next)
            setClock()
            step()
        }
    }

    private func step() {
        if let due = arrivals.indices.min(by: {
            (arrivals[$0].time, arrivals[$0].order) < (arrivals[$1].time, arrivals[$1].order)
        }),
            arrivals[due].time <= elapsed
        {
            let arrival = arrivals.remove(at: due)
            (arrival.toClient ? client : server).receive(arrival.bytes)
        } else {
            for peer in [client, server] where peer.timeout == .zero { peer.handleTimeout() }
        }
    }

    private func nextEvent() -> Duration? {
        let timers = [client.timeout, server.timeout].compactMap { $0 }.map { elapsed + $0 }
        return (arrivals.map(\.time) + timers).min()
    }

    private func transmit() {
        for (peer, fromClient) in [(client, true), (server, false)] {
            for bytes in peer.takeDatagrams() {
                let datagram = Datagram(index: sent.count, fromClient: fromClient, bytes: bytes)
                sent.append(datagram)
                for copy in path(datagram) {
                    arrivals.append((elapsed + copy.delay, copies, !fromClient, copy.bytes))
                    copies += 1
                }
            }
        }
    }

    private func setClock() {
        let (seconds, attoseconds) = elapsed.components
        cvirtualclock_set(1_700_000_000_000_000 + seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
    }
}

let oneWayDelay = Duration.milliseconds(10)

/// Two endpoints of ours that know each other's fingerprints.
func makePair(
    clientProfiles: [UInt16] = DTLSKeys.preferredProfiles, serverProfiles: [UInt16] = DTLSKeys.preferredProfiles
) throws -> (client: OurPeer, server: OurPeer, network: VirtualNetwork) {
    let (ours, theirs) = try (Identities.server.get(), Identities.client.get())
    let client = try OurPeer(.client, identity: theirs, expecting: ours.fingerprint, profiles: clientProfiles)
    let server = try OurPeer(.server, identity: ours, expecting: theirs.fingerprint, profiles: serverProfiles)
    return (client, server, VirtualNetwork(client: client, server: server))
}

/// Made once for all tests, as a server makes one at its start.
enum Identities {
    static let server = Result { try DTLSIdentity() }
    static let client = Result { try DTLSIdentity() }
}
