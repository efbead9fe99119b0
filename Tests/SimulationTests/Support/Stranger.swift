import DTLS
import Net

/// Somebody on the network whom no session knows: sends what it likes and writes down what comes back.
final class Stranger: VirtualHost {
    private(set) var address = SocketAddress(ip: .loopbackV4, port: 0)
    private(set) var received: [[UInt8]] = []
    private unowned let simulation: Simulation

    init(_ simulation: Simulation) {
        self.simulation = simulation
        address = simulation.attach(self)
    }

    var deadline: Instant { .distantFuture }
    func handleTimeout(now: Instant) {}

    func receive(_ datagram: [UInt8], at address: SocketAddress, now: Instant) {
        received.append(datagram)
    }

    func send(_ datagram: [UInt8]) {
        simulation.send(datagram, from: address)
    }

    /// The first flight of a DTLS client.
    static func clientHello() throws -> [UInt8] {
        let client = try DTLSEndpoint(
            identity: Identities.stranger.get(), role: .client,
            remoteFingerprints: [Identities.engine.get().fingerprint])
        client.start()
        var hello: [UInt8] = []
        client.takeDatagrams { span in hello += span.indices.map { span[$0] } }
        return hello
    }
}
