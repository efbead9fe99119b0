import DTLS
import Figures

/// What it costs to agree on keys.
enum DTLSBenchmark {
    static func run() throws -> Table {
        var table = Table("DTLS", columns: ["each"])
        let (client, server) = (try DTLSIdentity(), try DTLSIdentity())
        let handshake = try Measurement.median(perUnitOf: handshakes) {
            for _ in 0..<handshakes { try shakeHands(client, server) }
        }
        table.add("handshake, both sides together", [handshake])
        return table
    }

    private static func shakeHands(_ clientIdentity: DTLSIdentity, _ serverIdentity: DTLSIdentity) throws {
        let client = try DTLSEndpoint(
            identity: clientIdentity, role: .client, remoteFingerprints: [serverIdentity.fingerprint])
        let server = try DTLSEndpoint(
            identity: serverIdentity, role: .server, remoteFingerprints: [clientIdentity.fingerprint])
        client.start()
        var connected = 0
        for _ in 0..<flights {
            connected += carry(from: client, to: server)
            connected += carry(from: server, to: client)
            if connected == 2 { return }
        }
        throw BenchmarkError.wrong("a DTLS handshake did not come to its end")
    }

    /// - Returns: how often the receiver became connected, 0 or 1.
    private static func carry(from sender: DTLSEndpoint, to receiver: DTLSEndpoint) -> Int {
        var connected = 0
        sender.takeDatagrams { datagram in
            if case .connected = receiver.receive(datagram) { connected += 1 }
        }
        return connected
    }

    private static let handshakes = 40
    private static let flights = 4
}
