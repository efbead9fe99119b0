import Codecs
import FramePlane
import GatewaySupport
import NIOCore
import NIOPosix
import Net
import TestSupport
import Testing

@testable import RTSPGateway

/// Publishers that do what they should, and what nobody expects.
@Suite struct PublishingTests {
    private let sdp = """
        v=0\r
        o=- 0 0 IN IP4 127.0.0.1\r
        s=-\r
        t=0 0\r
        m=audio 0 RTP/AVP 0\r
        a=control:streamid=0\r
        m=audio 0 RTP/AVP 8\r
        a=control:streamid=1\r

        """
    private let announcement = ["Content-Type: application/sdp"]

    /// A packet of G.711: version 2, and what else stands in its header.
    private func packet(_ sequence: UInt8, type: UInt8 = 0) -> [UInt8] {
        [0x80, type, 0, sequence, 0, 0, 0, sequence, 1, 2, 3, 4, 0x55, sequence]
    }

    private func interleaved(_ packet: [UInt8], channel: UInt8) -> [UInt8] {
        [0x24, channel, 0, UInt8(packet.count)] + packet
    }

    private func announce(_ client: TextClient, _ url: String) async throws {
        #expect(try await client.ask("ANNOUNCE", url, announcement, body: sdp).status == 200)
    }

    private func setUp(
        _ client: TextClient, _ url: String, _ session: [String] = [], transport: String
    ) async throws -> TextClient.Answer {
        try await client.ask("SETUP", url, ["Transport: \(transport)"] + session)
    }

    private func wait(_ what: String, until goal: @escaping () -> Bool) async throws {
        try await eventually(what, timeout: .seconds(30), every: .milliseconds(2)) { goal() ? true : nil }
    }

    /// Some programs say nothing of the mode; what was announced can only be recorded.
    @Test(arguments: ["", ";mode=record", ";mode=receive"])
    func aPublisherByTCPIsTaken(mode: String) async throws {
        let gateway = try await TestGateway.start()
        let client = try await TextClient.connect(to: gateway.port)
        let url = "rtsp://127.0.0.1/live/test"
        try await announce(client, url)
        let transport = "RTP/AVP/TCP;unicast;interleaved=0-1" + mode
        let first = try await setUp(client, url + "/streamid=0", transport: transport)
        #expect(first.status == 200)
        #expect(try await client.ask("RECORD", url, first.session).status == 200)
        try await client.send(interleaved(packet(1), channel: 0) + interleaved(packet(2), channel: 0))
        try await wait("the packets") { gateway.exchange.publishers.first?.packets.count == 2 }
        #expect(gateway.exchange.publishers.first?.packets.map(\.payload) == [[0x55, 1], [0x55, 2]])
        #expect(try await client.ask("TEARDOWN", url, first.session).status == 200)
        try await wait("the end") { gateway.exchange.publishers.first?.hasEnded == true }
        await gateway.stop()
    }

    @Test func aTrackThatIsSetUpIsNotTakenForAnother() async throws {
        let gateway = try await TestGateway.start()
        let client = try await TextClient.connect(to: gateway.port)
        let url = "rtsp://127.0.0.1/live/test"
        try await announce(client, url)
        let first = try await setUp(
            client, url + "/streamid=0", transport: "RTP/AVP/TCP;unicast;interleaved=0-1;mode=record")
        #expect(first.status == 200)
        // The same, written in another way.
        let second = try await setUp(
            client, "rtsp://127.0.0.1:554/live/test/streamid=0", first.session,
            transport: "RTP/AVP/TCP;unicast;interleaved=2-3;mode=record")
        #expect(second.status == 404)
        #expect(try await client.ask("RECORD", url, first.session).status == 200)
        try await wait("the publisher") { !(gateway.exchange.publishers.first?.formats.isEmpty ?? true) }
        #expect(gateway.exchange.publishers.first?.formats.map(\.encodingName) == ["PCMU"])
        await gateway.stop()
    }

    @Test func aPublisherGoesOnAfterAPause() async throws {
        let gateway = try await TestGateway.start()
        let client = try await TextClient.connect(to: gateway.port)
        let url = "rtsp://127.0.0.1/live/test"
        try await announce(client, url)
        let transport = "RTP/AVP/TCP;unicast;interleaved=0-1;mode=record"
        let session = try await setUp(client, url + "/streamid=0", transport: transport).session
        #expect(try await client.ask("RECORD", url, session).status == 200)
        #expect(try await client.ask("RECORD", url, session).status == 200)
        #expect(try await client.ask("PAUSE", url, session).status == 200)
        #expect(try await setUp(client, url + "/streamid=1", session, transport: transport).status == 455)
        #expect(try await client.ask("RECORD", url, session).status == 200)
        try await client.send(interleaved(packet(1), channel: 0))
        try await wait("the packet") { gateway.exchange.publishers.first?.packets.count == 1 }
        #expect(gateway.exchange.publishers.count == 1)
        await gateway.stop()
    }

    @Test func aPublisherMayEndOneTrack() async throws {
        let gateway = try await TestGateway.start()
        let client = try await TextClient.connect(to: gateway.port)
        let url = "rtsp://127.0.0.1/live/test"
        try await announce(client, url)
        let session = try await setUp(
            client, url + "/streamid=0", transport: "RTP/AVP/TCP;unicast;interleaved=0-1;mode=record"
        ).session
        let second = try await setUp(
            client, url + "/streamid=1", session, transport: "RTP/AVP/TCP;unicast;interleaved=2-3;mode=record")
        #expect(second.status == 200)
        #expect(try await client.ask("RECORD", url, session).status == 200)
        #expect(try await client.ask("TEARDOWN", url + "/streamid=0", session).status == 200)
        try await client.send(interleaved(packet(1), channel: 0) + interleaved(packet(2, type: 8), channel: 2))
        try await wait("the packet") { gateway.exchange.publishers.first?.packets.count == 1 }
        #expect(gateway.exchange.publishers.first?.packets.map(\.track) == [1])
        #expect(try await client.ask("TEARDOWN", url + "/streamid=1", session).status == 200)
        try await wait("the end") { gateway.exchange.publishers.first?.hasEnded == true }
        await gateway.stop()
    }

    /// The publication is over while the client still sends.
    @Test func whoIsReplacedIsToldByTheEndOfTheConnection() async throws {
        let gateway = try await TestGateway.start()
        let client = try await TextClient.connect(to: gateway.port)
        let url = "rtsp://127.0.0.1/live/test"
        try await announce(client, url)
        let session = try await setUp(
            client, url + "/streamid=0", transport: "RTP/AVP/TCP;unicast;interleaved=0-1;mode=record"
        ).session
        #expect(try await client.ask("RECORD", url, session).status == 200)
        gateway.exchange.publishers.first?.onEnd(.replaced)
        try await wait("the end") { client.isClosed && gateway.exchange.publishers.first?.hasEnded == true }
        await gateway.stop()
    }

    // MARK: UDP

    /// Media is taken from the address that was agreed on, from no other one, and until the session's end: over IPv4, also
    /// where the server listens to both families, and over IPv6.
    @Test(arguments: [("127.0.0.1", "127.0.0.1"), ("::", "127.0.0.1"), ("::", "::1")])
    func datagramsAreThoseOfTheAddressThatWasAgreedOn(listener: String, host: String) async throws {
        let gateway = try await TestGateway.start(at: listener)
        let client = try await TextClient.connect(to: gateway.port, host: host)
        let (rtp, rtcp, stranger) = (
            try await ClientPort.bind(host), try await ClientPort.bind(host), try await ClientPort.bind(host)
        )
        let url = "rtsp://host/live/test"
        try await announce(client, url)
        let answer = try await setUp(
            client, url + "/streamid=0",
            transport: "RTP/AVP;unicast;client_port=\(rtp.port)-\(rtcp.port);destination=192.0.2.1;mode=record")
        #expect(answer.status == 200)
        let server = Int(try #require(gateway.gateway.rtpPort))
        #expect(answer.fields["transport"]?.contains("server_port=\(server)-\(server + 1)") == true)
        #expect(answer.fields["transport"]?.contains("192.0.2.1") == false, "a destination that is not kept")
        // Before RECORD nothing is taken.
        try await rtp.send(packet(1), to: server)
        try await wait("a datagram too early") { gateway.counters.datagramsOfStrangers.figure == 1 }
        #expect(try await client.ask("RECORD", url, answer.session).status == 200)
        try await stranger.send(packet(2), to: server)
        // RTP is not taken at the other port.
        try await rtp.send(packet(3), to: server + 1)
        try await wait("datagrams of strangers") { gateway.counters.datagramsOfStrangers.figure == 3 }
        try await rtp.send(packet(4), to: server)
        try await wait("the packet") { gateway.exchange.publishers.first?.packets.count == 1 }
        #expect(gateway.exchange.publishers.first?.packets.map(\.payload) == [[0x55, 4]])
        try await wait("a report at the port for it") { rtcp.count > 0 }
        #expect(rtp.count == 0)

        try await client.close()
        try await wait("the end") { gateway.exchange.publishers.first?.hasEnded == true }
        try await rtp.send(packet(5), to: server)
        try await wait("a datagram too late") { gateway.counters.datagramsOfStrangers.figure == 4 }
        for peer in [rtp, rtcp, stranger] { try await peer.close() }
        await gateway.stop()
    }

    /// A link-local address is of an interface, in datagrams and so in what they are compared with.
    @Test func aLinkLocalAddressHasItsInterface() throws {
        // The loopback interface is the first one.
        let scoped = try NIOCore.SocketAddress.makeAddressResolvingHost("fe80::1%lo", port: 1)
        #expect(scoped.hostAddress == IPAddress("fe80::1").map { IPAddress(high: $0.high, low: $0.low, scope: 1) })
        #expect(try NIOCore.SocketAddress(ipAddress: "::ffff:192.0.2.1", port: 1).hostAddress == IPAddress("192.0.2.1"))
    }
}
