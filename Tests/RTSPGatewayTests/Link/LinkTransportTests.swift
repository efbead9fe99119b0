import GatewaySupport
import MediaPlane
import Net
import RTSP
import SFU
import Synchronization
import TestSupport
import Testing

@testable import RTSPGateway

@Suite struct LinkTransportTests {
    private let video = PacketMaker(ssrc: 1, payloadType: 96)
    private let audio = PacketMaker(ssrc: 2, payloadType: 0)

    @Test func aStreamIsPulledByUDPFromTheServersPortsAlone() async throws {
        let stage = try LinkStage()
        let ports = try ServerPorts()
        let server = try await LinkServer { request, _ in
            LinkServer.answer(request, serverPorts: "\(ports.rtp.port)-\(ports.rtcp.port)")
        }
        let run = stage.start(try RTSPLink(.pull, at: server, .udp))
        let sink = try await stage.sink()
        let setups = server.requests.filter { $0.method == "SETUP" }
        let clients = try setups.map { try ServerPorts.clientPorts(of: $0) }
        #expect(setups.allSatisfy { $0.transport.hasPrefix("RTP/AVP;unicast;client_port=") })
        #expect(Set(clients.map(\.rtp)).count == 2)
        // Packets that open the way came for both tracks.
        try await eventually("the way is opened", timeout: .seconds(30), every: .milliseconds(5)) {
            ports.received.count { !$0.isControl } == 2 && ports.received.count { $0.isControl } == 2 ? true : nil
        }
        #expect(Set(ports.received.filter { !$0.isControl }.map(\.port)) == Set(clients.map(\.rtp)))

        ports.send(video.next(), to: clients[0].rtp)
        _ = try await sink.packets(1)
        // Of two packets of the same socket the second comes after the first.
        ports.sendFromElsewhere(video.next(), to: clients[0].rtp)
        try await eventually("the stranger is noticed", timeout: .seconds(30), every: .milliseconds(5)) {
            stage.gateway.services.counters.datagramsOfStrangers.figure == 1 ? true : nil
        }
        ports.send(audio.next(), to: clients[1].rtp)
        #expect(try await sink.packets(2).map(\.track) == [0, 1])
        #expect(stage.gateway.sessions().first?.transport == .udp)
        run.cancel()
        #expect(await run.value == .cancelled)
        _ = try await server.request("TEARDOWN")
        await stage.stop()
        await server.stop()
        ports.close()
    }

    @Test func whereTheServerNamesNoPortsTheFirstPacketDoes() async throws {
        let stage = try LinkStage()
        let ports = try ServerPorts()
        let server = try await LinkServer { request, _ in LinkServer.answer(request) }
        let run = stage.start(try RTSPLink(.pull, at: server, .udp))
        let sink = try await stage.sink()
        let setup = try #require(server.requests.first { $0.method == "SETUP" })
        let client = try ServerPorts.clientPorts(of: setup)
        ports.send(video.next(), to: client.rtp)
        _ = try await sink.packets(1)
        ports.sendFromElsewhere(video.next(), to: client.rtp)
        try await eventually("the stranger is noticed", timeout: .seconds(30), every: .milliseconds(5)) {
            stage.gateway.services.counters.datagramsOfStrangers.figure == 1 ? true : nil
        }
        run.cancel()
        _ = await run.value
        await stage.stop()
        await server.stop()
        ports.close()
    }

    @Test func packetsThatOvertakeTheAnswerAreNotLost() async throws {
        let stage = try LinkStage()
        let ports = try ServerPorts()
        let packet = video.next()
        let server = try await LinkServer { request, _ in
            if request.method == "PLAY", let client = ports.client.withLock({ $0 }) {
                ports.send(packet, to: client)
            }
            if request.method == "SETUP", let client = try? ServerPorts.clientPorts(of: request),
                request.url.hasSuffix("first")
            {
                ports.client.withLock { $0 = client.rtp }
            }
            // An answer that is late: the packet has long come.
            if request.method == "PLAY" { return .none }
            return LinkServer.answer(request, serverPorts: "\(ports.rtp.port)-\(ports.rtcp.port)")
        }
        let run = stage.start(try RTSPLink(.pull, at: server, .udp))
        let play = try await server.request("PLAY")
        try await eventually("the packet came", timeout: .seconds(30), every: .milliseconds(5)) {
            // Punches come back from nobody: what the link's sockets have received is this packet.
            stage.datagrams.counters.received == 1 ? true : nil
        }
        server.send(Array("RTSP/1.0 200 OK\r\nCSeq: \(play.fields["cseq"] ?? "")\r\nSession: 12345678\r\n\r\n".utf8))
        #expect(try await stage.sink().packets(1).map(\.track) == [0])
        run.cancel()
        _ = await run.value
        await stage.stop()
        await server.stop()
        ports.close()
    }

    @Test func aServerThatRefusesUDPIsAskedForTCPAndThatIsRemembered() async throws {
        let stage = try LinkStage()
        let server = try await LinkServer { request, _ in
            request.method == "SETUP" && !request.transport.contains("TCP")
                ? LinkServer.Answer(status: "461 Unsupported Transport") : LinkServer.answer(request)
        }
        let link = try RTSPLink(.pull, at: server, .auto)
        let run = stage.start(link)
        let sink = try await stage.sink()
        #expect(sink.tracks.count == 2)
        #expect(
            server.requests.filter { $0.method == "SETUP" }.map { $0.transport.contains("TCP") } == [
                false, true, true,
            ])
        run.cancel()
        _ = await run.value

        let second = stage.start(link)
        try await eventually("it is pulled again", timeout: .seconds(30), every: .milliseconds(5)) {
            stage.exchange.sinks.count == 2 ? true : nil
        }
        #expect(
            server.requests.filter { $0.method == "SETUP" }.map { $0.transport.contains("TCP") } == [
                false, true, true, true, true,
            ])
        second.cancel()
        _ = await second.value

        #expect(await stage.run(try RTSPLink(.pull, at: server, .udp)) == .refused("461 Unsupported Transport"))
        await stage.stop()
        await server.stop()
    }

    @Test func whenNothingComesByUDPTCPIsTried() async throws {
        let stage = try LinkStage()
        let server = try await LinkServer { request, _ in LinkServer.answer(request) }
        var timing = LinkTiming.short
        timing.transportPatience = .milliseconds(20)
        let run = stage.start(try RTSPLink(.pull, at: server, .auto), timing: timing)
        try await eventually("it is pulled anew", timeout: .seconds(30), every: .milliseconds(5)) {
            stage.gateway.sessions().first?.transport == .tcp ? true : nil
        }
        let sinks = stage.exchange.sinks
        #expect(sinks.map(\.hasEnded) == [true, false])
        server.send(video.next(), channel: 0)
        _ = try await sinks[1].packets(1)
        run.cancel()
        #expect(await run.value == .cancelled)
        #expect(server.methods.count { $0 == "TEARDOWN" } >= 1)
        await stage.stop()
        await server.stop()
    }

    // MARK: Choices

    private func plan(
        _ direction: RTSPLink.Direction, _ preference: RTSPLink.Preference, _ scheme: String = "rtsp",
        known: RTSPTransport? = nil, hasDatagrams: Bool = true
    ) throws -> LinkPlan {
        let url = try #require(RTSPURL("\(scheme)://a.example/b"))
        return try LinkPlan(
            RTSPLink(direction, .init("live"), url: url, transport: preference), known: known,
            hasDatagrams: hasDatagrams)
    }

    @Test func transportsAreTriedInTheirOrder() throws {
        func order(_ plan: LinkPlan) -> [RTSPTransport] {
            var plan = plan
            var order = [plan.transport]
            while plan.changeTransport() { order.append(plan.transport) }
            return order
        }
        #expect(order(try plan(.pull, .auto)) == [.udp, .tcp])
        #expect(order(try plan(.push, .auto)) == [.tcp, .udp])
        #expect(order(try plan(.pull, .auto, known: .tcp)) == [.tcp])
        #expect(order(try plan(.pull, .auto, hasDatagrams: false)) == [.tcp])
        #expect(order(try plan(.pull, .tcp)) == [.tcp])
        #expect(order(try plan(.pull, .udp)) == [.udp])
        #expect(order(try plan(.pull, .udp, "rtsps")) == [.tcp])
        #expect(order(try plan(.pull, .auto, "rtsps")) == [.tcp])
        #expect(throws: RTSPLinkError.unavailable("UDP is switched off here.")) {
            try plan(.pull, .udp, hasDatagrams: false)
        }
    }

    @Test(arguments: [
        ("", "rtsp://user:secret@a.example/live"), ("/other", "rtsp://user:secret@a.example/other"),
        ("//a.example:8554/other", "rtsp://user:secret@a.example:8554/other"),
        ("rtsp://A.example:8554/two?token=t", "rtsp://user:secret@A.example:8554/two?token=t"),
        ("rtsps://a.example/live", "rtsps://user:secret@a.example/live"),
        ("rtsp://b.example/live", nil), ("//b.example/live", nil), ("http://a.example/live", nil),
    ])
    func redirectsStayOnTheHost(to text: String, expected: String?) throws {
        let url = try #require(RTSPURL("rtsp://user:secret@a.example/live"))
        #expect(url.redirected(to: text) == expected.flatMap { RTSPURL($0) })
    }

    @Test func aRedirectDoesNotGiveUpTLS() throws {
        #expect(try #require(RTSPURL("rtsps://a.example/live")).redirected(to: "rtsp://a.example/live") == nil)
    }

    @Test func theMemoryOfLinksIsBounded() throws {
        let memory = LinkMemory()
        let url = try #require(RTSPURL("rtsp://a.example/live"))
        let links = try (0...LinkMemory.maximumLinks).map { RTSPLink(.pull, try .init("live/\($0)"), url: url) }
        for link in links.dropLast() { memory.remember(.tcp, for: link) }
        #expect(memory[links[0]] == .tcp)
        memory.remember(.udp, for: links[LinkMemory.maximumLinks])
        #expect(memory[links[0]] == nil)
        #expect(memory[links[LinkMemory.maximumLinks]] == .udp)
        memory.forget(links[LinkMemory.maximumLinks])
        #expect(memory[links[LinkMemory.maximumLinks]] == nil)
    }

    @Test func packetsAreTakenFromWhereTheServerSaysItSends() throws {
        let (server, source, stranger) = (
            try #require(IPAddress("192.0.2.1")), try #require(IPAddress("192.0.2.2")),
            try #require(IPAddress("192.0.2.3"))
        )
        var transport = TransportSpecification(.udp, .unicast)
        transport.source = "192.0.2.2"
        transport.serverPort = TransportPair(6_000)
        var route = LinkRoute(transport, server: server)
        let accepted = [
            route.accepts(SocketAddress(ip: source, port: 6_000), isControl: false),
            route.accepts(SocketAddress(ip: server, port: 6_001), isControl: true),
            route.accepts(SocketAddress(ip: server, port: 6_001), isControl: false),
            route.accepts(SocketAddress(ip: stranger, port: 6_000), isControl: false),
        ]
        #expect(accepted == [true, true, false, false])
        #expect(route.address(isControl: true) == SocketAddress(ip: server, port: 6_001))
    }

    @Test(arguments: [
        (["rtsp://a/b/two", "rtsp://a/b/one"], [20, 10]), (["two", "one"], [20, 10]),
        (["rtsp://10.0.0.1/x", "rtsp://10.0.0.1/y"], [10, 20]), (["one"], [10]), (["other"], []),
    ])
    func timesOfTracksAreFoundByTheirNames(names: [String], expected: [UInt32]) {
        let tracks = ["one", "two"].enumerated().map { index, name in
            LinkTrack(
                index: index, format: StreamFormats.video, url: "rtsp://a/b/\(name)",
                transport: TransportSpecification(.tcp))
        }
        let information = RTPInfoHeader(
            names.enumerated().map { index, name in
                RTPInfoHeader.Entry(url: name, timestamp: UInt32(index + 1) * 10)
            })
        #expect(tracks.beginnings(information, base: "rtsp://a/b").map(\.timestamp) == expected)
    }
}
