import GatewaySupport
import NIOCore
import TestSupport
import Testing

@testable import RTSPGateway

/// Players of streams, over a socket.
@Suite struct PlayingTests {
    private func wait(_ what: String, until goal: @escaping () -> Bool) async throws {
        try await eventually(what, timeout: .seconds(30), every: .milliseconds(2)) { goal() ? true : nil }
    }

    /// What a player by UDP reports is its session's while it plays, and nobody's before and after.
    @Test func aPlayersPortsAreItsOwnWhileItPlays() async throws {
        let gateway = try await TestGateway.start()
        gateway.exchange.streams.setBeginning([StreamScript.tracks, StreamScript.video(1, "key", isKeyframe: true)])
        let client = try await TextClient.connect(to: gateway.port)
        let (rtp, rtcp) = (try await ClientPort.bind("127.0.0.1"), try await ClientPort.bind("127.0.0.1"))
        let server = Int(try #require(gateway.gateway.rtpPort))
        let counters = gateway.counters
        let url = "rtsp://127.0.0.1/live/test"
        // A receiver report of nothing (RFC 3550 §6.4.2).
        let report: [UInt8] = [0x80, 201, 0, 1, 1, 2, 3, 4]
        let answer = try await client.ask(
            "SETUP", url + "/trackID=0", ["Transport: RTP/AVP;unicast;client_port=\(rtp.port)-\(rtcp.port)"])
        #expect(answer.status == 200)
        try await rtcp.send(report, to: server + 1)
        try await wait("a report before PLAY") { counters.datagramsOfStrangers.figure == 1 }
        for round in 2...3 as ClosedRange<UInt64> {
            let before = rtp.count
            #expect(try await client.ask("PLAY", url, answer.session).status == 200)
            try await wait("the picture") { rtp.count > before }
            try await rtcp.send(report, to: server + 1)
            #expect(try await client.ask("PAUSE", url, answer.session).status == 200)
            try await rtcp.send(report, to: server + 1)
            try await wait("a report behind PAUSE") { counters.datagramsOfStrangers.figure == round }
        }
        #expect(try await client.ask("PLAY", url, answer.session).status == 200)
        #expect(try await client.ask("TEARDOWN", url, answer.session).status == 200)
        try await rtcp.send(report, to: server + 1)
        try await wait("a report behind TEARDOWN") { counters.datagramsOfStrangers.figure == 4 }
        for port in [rtp, rtcp] { try await port.close() }
        await gateway.stop()
    }

    /// What was set up is one stream's: another is played by its own name alone.
    @Test func aStreamIsPlayedUnderTheNameThatItWasSetUpUnder() async throws {
        let gateway = try await TestGateway.start()
        gateway.exchange.streams.setBeginning([StreamScript.tracks])
        let client = try await TextClient.connect(to: gateway.port)
        let transport = "Transport: RTP/AVP/TCP;unicast;interleaved=0-1"
        let answer = try await client.ask("SETUP", "rtsp://host/live/one/trackID=0", [transport])
        #expect(answer.status == 200)
        #expect(try await client.ask("PLAY", "rtsp://host/live/two", answer.session).status == 455)
        #expect(
            try await client.ask("SETUP", "rtsp://host/live/one/trackID=0/", [transport] + answer.session).status == 400
        )
        #expect(
            try await client.ask("SETUP", "rtsp://host:1/live/one/trackID=0", [transport] + answer.session).status
                == 404)
        #expect(try await client.ask("PLAY", "rtsp://host/live/one", answer.session).status == 200)
        #expect(try await client.ask("ANNOUNCE", "rtsp://host/live/one", body: "v=0\r\n").status == 455)
        #expect(try await client.ask("RECORD", "rtsp://host/live/one", answer.session).status == 455)
        #expect(gateway.exchange.publishers.isEmpty)
        await gateway.stop()
    }
}
