import Testing

@testable import DTLS

struct CloseTests {
    @Test(arguments: [DTLSRole.server, .client]) func closeNotifyEndsTheOtherSide(closer: DTLSRole) throws {
        let (client, server, network) = try makePair()
        network.run()
        let (leaving, staying) = closer == .client ? (client, server) : (server, client)
        leaving.endpoint.close()
        leaving.endpoint.close()
        network.run(limit: network.elapsed + .seconds(5)) { staying.closeReason != nil }
        #expect(staying.closeReason == .closeNotify && staying.closings == 1)
        #expect(leaving.closeReason == nil)
        // The answer arrives at a closed endpoint, and so does whatever else comes.
        network.run(limit: network.elapsed + .seconds(5)) { false }
        staying.endpoint.close()
        #expect(staying.takeDatagrams().isEmpty)
        #expect(leaving.closeReason == nil && staying.closings == 1)
    }

    @Test func beforeItIsConnectedThereIsNobodyToTell() throws {
        let (client, server, network) = try makePair()
        network.run(limit: .milliseconds(15)) { false }
        server.endpoint.close()
        client.endpoint.close()
        #expect(server.timeout == nil && client.timeout == nil)
        network.run(limit: .seconds(5)) { false }
        #expect(server.keys == nil && client.keys == nil)
        #expect(server.closeReason == nil && client.closeReason == nil)
    }

    /// A close_notify that comes before the last flight waits until it can be read.
    @Test func aCloseNotifyMayOvertakeTheLastFlight() throws {
        let (client, server, network) = try makePair()
        network.path = { $0.index == 3 ? [] : [(oneWayDelay, $0.bytes)] }
        network.run { server.keys != nil }
        server.endpoint.close()
        for datagram in server.takeDatagrams() { client.receive(datagram) }
        #expect(client.closeReason == nil)
        client.receive(network.sent[3].bytes)
        #expect(client.closeReason == .closeNotify && client.closings == 1)
    }

    @Test func startingTwiceOrAsAServerDoesNothing() throws {
        let (client, server, network) = try makePair()
        server.start()
        #expect(server.takeDatagrams().isEmpty)
        network.run()
        client.start()
        #expect(client.takeDatagrams().isEmpty)
        #expect(network.bothConnected)
    }
}
