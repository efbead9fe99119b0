import Codecs
import FramePlane
import GatewaySupport
import MediaPlane
import Net
import RTSP
import Synchronization
import TestSupport
import Testing

@testable import RTSPGateway

@Suite struct LinkPushTests {
    private static let beginning: [FrameEvent] = [
        .tracks([.packets(StreamFormats.video, nil), .packets(StreamFormats.audio, nil)])
    ]

    /// Packets of a track, each of one byte that begins with 1.
    private func packets(_ count: Int, track: Int, size: Int = 1) -> FrameEvent {
        let packets = (0..<count).map { index in
            MediaPacket(
                sequence: Int64(index), timestamp: UInt32(index), captureTime: 1_700_000_000_000_000_000,
                payloadStart: Int32(index * size), payloadLength: Int32(size), marker: true,
                startsKeyframe: index == 0)
        }
        return .packets(
            PacketBatch(
                packets: packets, bytes: Array(repeating: UInt8(track + 1), count: count * size),
                arrival: Instant(nanoseconds: 0)), track: track)
    }

    @Test func aStreamIsPushedByTCPUntilItEnds() async throws {
        let stage = try LinkStage()
        stage.exchange.setLive(Self.beginning)
        let server = try await LinkServer { request, _ in LinkServer.answer(request) }
        let run = stage.start(try RTSPLink(.push, at: server, .auto))
        _ = try await server.request("RECORD")
        let session = try await eventually("it is pushed", timeout: .seconds(30), every: .milliseconds(5)) {
            stage.gateway.sessions().first
        }
        #expect(session.role == .push)
        #expect(session.transport == .tcp)
        let source = try #require(stage.exchange.source)
        source.give(packets(2, track: 0), packets(1, track: 1))
        let media = try await eventually("packets came", timeout: .seconds(30), every: .milliseconds(5)) {
            let media = server.frames.filter { $0.channel % 2 == 0 }
            return media.count == 3 ? media : nil
        }
        #expect(media.map(\.channel) == [0, 0, 2])
        #expect(media.map { $0.packet.last } == [1, 1, 2])
        #expect(media.map { $0.packet.count } == [13, 13, 13])
        let announce = try await server.request("ANNOUNCE")
        #expect(announce.body.contains("a=control:streamid=0\r\n"))
        #expect(announce.body.contains("a=rtpmap:96 H264/90000\r\n"))
        #expect(announce.fields["content-type"] == "application/sdp")
        let setups = server.requests.filter { $0.method == "SETUP" }
        #expect(setups.map { String($0.url.split(separator: "/").last ?? "") } == ["streamid=0", "streamid=1"])
        #expect(setups.allSatisfy { $0.transport.contains("mode=record") && $0.transport.contains("TCP") })

        source.give(.ended(.streamEnded))
        #expect(await run.value == nil)
        _ = try await server.request("TEARDOWN")
        #expect(stage.updates.last?.packets == 3)
        await stage.stop()
        await server.stop()
    }

    @Test func eachTrackIsPushedByUDPFromPortsOfItsOwn() async throws {
        let stage = try LinkStage()
        stage.exchange.setLive(Self.beginning)
        let ports = [try ServerPorts(), try ServerPorts()]
        let server = try await LinkServer { request, number in
            LinkServer.answer(
                request, serverPorts: "\(ports[number % 2].rtp.port)-\(ports[number % 2].rtcp.port)")
        }
        let run = stage.start(try RTSPLink(.push, at: server, .udp))
        _ = try await server.request("RECORD")
        try await eventually("it is pushed", timeout: .seconds(30), every: .milliseconds(5)) {
            stage.gateway.sessions().first
        }
        stage.exchange.source?.give(packets(3, track: 0), packets(2, track: 1))
        for (index, count) in [3, 2].enumerated() {
            let media = try await eventually("packets came", timeout: .seconds(30), every: .milliseconds(5)) {
                let media = ports[index].received.filter { !$0.isControl }
                return media.count == count ? media : nil
            }
            #expect(media.allSatisfy { $0.bytes.count == 13 && $0.bytes.last == UInt8(index + 1) })
            let setup = server.requests.filter { $0.method == "SETUP" }[index]
            #expect(Set(media.map(\.port)) == [try ServerPorts.clientPorts(of: setup).rtp])
        }
        #expect(server.frames.isEmpty)
        #expect(stage.gateway.sessions().first?.transport == .udp)
        run.cancel()
        #expect(await run.value == .cancelled)
        _ = try await server.request("TEARDOWN")
        await stage.stop()
        await server.stop()
        for ports in ports { ports.close() }
    }

    @Test func aLongBurstByUDPIsSpreadAndComesWhole() async throws {
        let stage = try LinkStage()
        stage.exchange.setLive(Self.beginning)
        let ports = try ServerPorts()
        let server = try await LinkServer { request, _ in
            LinkServer.answer(request, serverPorts: "\(ports.rtp.port)-\(ports.rtcp.port)")
        }
        let run = stage.start(try RTSPLink(.push, at: server, .udp))
        _ = try await server.request("RECORD")
        try await eventually("it is pushed", timeout: .seconds(30), every: .milliseconds(5)) {
            stage.gateway.sessions().first
        }
        // Three turns' worth.
        stage.exchange.source?.give(packets(600, track: 0, size: 1_000))
        let media = try await eventually("all packets came", timeout: .seconds(30), every: .milliseconds(5)) {
            let media = ports.received.filter { !$0.isControl }
            return media.count >= 600 ? media : nil
        }
        let numbers = media.map { UInt16($0.bytes[2]) << 8 | UInt16($0.bytes[3]) }
        #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $1 == $0 &+ 1 })
        run.cancel()
        _ = await run.value
        await stage.stop()
        await server.stop()
        ports.close()
    }

    @Test func aServerThatRefusesTCPIsAskedForUDP() async throws {
        let stage = try LinkStage()
        stage.exchange.setLive(Self.beginning)
        let server = try await LinkServer { request, _ in
            request.method == "SETUP" && request.transport.contains("TCP")
                ? LinkServer.Answer(status: "461 Unsupported Transport") : LinkServer.answer(request)
        }
        let run = stage.start(try RTSPLink(.push, at: server, .auto))
        _ = try await server.request("RECORD")
        #expect(
            server.requests.filter { $0.method == "SETUP" }.map { $0.transport.contains("TCP") } == [
                true, false, false,
            ])
        run.cancel()
        _ = await run.value
        await stage.stop()
        await server.stop()
    }

    @Test func aTrackThatIsRefusedIsNotPushed() async throws {
        let stage = try LinkStage()
        stage.exchange.setLive(Self.beginning)
        let server = try await LinkServer { request, _ in
            request.method == "SETUP" && request.url.hasSuffix("streamid=0")
                ? LinkServer.Answer(status: "404 Not Found") : LinkServer.answer(request)
        }
        let run = stage.start(try RTSPLink(.push, at: server))
        _ = try await server.request("RECORD")
        try await eventually("it is pushed", timeout: .seconds(30), every: .milliseconds(5)) {
            stage.gateway.sessions().first
        }
        stage.exchange.source?.give(packets(1, track: 0), packets(1, track: 1))
        let media = try await eventually("a packet came", timeout: .seconds(30), every: .milliseconds(5)) {
            server.frames.first { $0.channel % 2 == 0 }
        }
        #expect(media.channel == 0)
        #expect(media.packet.last == 2)
        run.cancel()
        _ = await run.value
        await stage.stop()
        await server.stop()
    }

    @Test func nobodyIsBotheredWithAStreamThatIsNotThere() async throws {
        let stage = try LinkStage()
        let server = try await LinkServer { request, _ in LinkServer.answer(request) }
        #expect(await stage.run(try RTSPLink(.push, at: server)) == .nothingLive)
        #expect(server.connections == 0)
        #expect(stage.gateway.services.sessions.count == 0)
        await stage.stop()
        await server.stop()
    }

    @Test func aServerThatDoesNotTakeTheStreamSaysWhy() async throws {
        let stage = try LinkStage()
        stage.exchange.setLive(Self.beginning)
        let server = try await LinkServer { request, _ in
            request.method == "ANNOUNCE" ? LinkServer.Answer(status: "403 Not you.") : LinkServer.answer(request)
        }
        #expect(await stage.run(try RTSPLink(.push, at: server)) == .refused("403 Not you"))
        await stage.stop()
        await server.stop()
    }

    @Test(arguments: [
        (FrameEvent.ended(.serverStopping), RTSPLinkError.cancelled),
        (.ended(.unacceptable("It is nothing for you.")), .unavailable("It is nothing for you.")),
        (.tracks([.packets(StreamFormats.audio, nil)]), .ended(PlayerEnd.changed.sentence)),
    ])
    func aStreamThatChangesEndsThePush(event: FrameEvent, expected: RTSPLinkError) async throws {
        let stage = try LinkStage()
        stage.exchange.setLive(Self.beginning)
        let server = try await LinkServer { request, _ in LinkServer.answer(request) }
        let run = stage.start(try RTSPLink(.push, at: server))
        _ = try await server.request("RECORD")
        try await eventually("it is pushed", timeout: .seconds(30), every: .milliseconds(5)) {
            stage.gateway.sessions().first
        }
        stage.exchange.source?.give(event)
        #expect(await run.value == expected)
        await stage.stop()
        await server.stop()
    }
}
