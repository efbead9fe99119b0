import Net
import RTSP
import Testing

/// What a client asks for, one thing after the other, and what it makes of the answers.
@Suite struct ClientTests {
    @Test func playerAsksForOneThingAfterTheOther() throws {
        var client = try ClientUnderTest(url: "rtsp://u:p@h:8554/cam?x=1")
        let options = try client.answer("200 OK", "Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER")
        #expect(options.method == .options && options.url == "rtsp://h:8554/cam?x=1")
        #expect(options.headers["User-Agent"] == "Turnout" && options.headers["Authorization"] == nil)
        let describe = try client.answer("200 OK", "Content-Base: rtsp://h:8554/base/", body: "v=0\r\n")
        #expect(describe.method == .describe && describe.headers["Accept"] == "application/sdp")
        #expect(client.events == [.described(contentBase: "rtsp://h:8554/base/", description: Array("v=0\r\n".utf8))])
        let first = try client.answer("200 OK", "Session: s1;timeout=30", "Transport: RTP/AVP/TCP;interleaved=0-1")
        #expect(first.method == .setup && first.url == "rtsp://h:8554/base/trackID=0")
        #expect(first.headers["Transport"] == "RTP/AVP/TCP;unicast;interleaved=0-1")
        #expect(first.headers["Session"] == nil)
        let second = try client.answer("200 OK", "Session: s1", "Transport: RTP/AVP/TCP;interleaved=2-3;ssrc=0000000A")
        #expect(second.url == "rtsp://h:8554/base/trackID=1" && second.headers["Session"] == "s1")
        let play = try client.answer("200 OK", "Range: npt=0-", "RTP-Info: url=a;seq=7;rtptime=9")
        #expect(play.method == .play && play.url == "rtsp://h:8554/base/" && play.headers["Session"] == "s1")
        #expect(play.headers["Range"] == "npt=0.000-")
        var transport = TransportSpecification(.tcp)
        transport.interleaved = TransportPair(0, 1)
        var other = TransportSpecification(.tcp)
        other.interleaved = TransportPair(2, 3)
        other.ssrc = 10
        #expect(
            client.events.dropFirst() == [
                .setUp(track: 0, transport), .setUp(track: 1, other),
                .playing(
                    range: .normalPlayTime(from: .at(.zero), to: nil),
                    information: RTPInfoHeader([.init(url: "a", sequenceNumber: 7, timestamp: 9)])),
            ])
        client.connection.end(now: client.now)
        let teardown = try client.request()
        #expect(teardown.method == .teardown && teardown.url == "rtsp://h:8554/base/")
        #expect(teardown.headers["Session"] == "s1")
        let numbers = [options, describe, first, second, play, teardown].map(\.sequence)
        #expect(numbers == [1, 2, 3, 4, 5, 6])
        #expect(client.connection.deadline == .distantFuture)
    }

    /// What `ffplay -rtsp_flags listen` and `ffmpeg -rtsp_flags listen` (5.1) answer.
    @Test func publisherServesAPlayerThatListens() throws {
        var client = try ClientUnderTest(.publish(description: Array("v=0\r\n".utf8)))
        let server = "Server: Lavf59.27.100"
        try client.answer("200 OK", server, "Public: ANNOUNCE, PAUSE, SETUP, TEARDOWN, RECORD")
        let announce = try client.answer("200 OK", server)
        #expect(announce.method == .announce && announce.body == Array("v=0\r\n".utf8))
        #expect(announce.headers["Content-Type"] == "application/sdp")
        #expect(client.events == [.announced(contentBase: ClientUnderTest.url)])
        let setup = try client.answer(
            "200 OK", server, "Transport: RTP/AVP/TCP;unicast;mode=receive;interleaved=0-1", "Session: 1698637220")
        #expect(setup.headers["Transport"] == "RTP/AVP/TCP;unicast;interleaved=0-1;mode=record")
        try client.answer(
            "200 OK", server, "Transport: RTP/AVP/TCP;unicast;mode=receive;interleaved=2-3", "Session: 1698637220")
        let record = try client.answer("200 OK", server, "Session: 1698637220")
        #expect(record.method == .record && record.headers["Session"] == "1698637220")
        #expect(client.events.last == .recording)
        // It knows no request to keep a session by.
        #expect(client.connection.deadline == .distantFuture)
        client.connection.end(now: client.now)
        #expect(try client.request().method == .teardown)
    }

    /// What cameras answer otherwise than the specification has it.
    @Test(
        arguments: [
            ("", "RTP/AVP/TCP;unicast;interleaved=0-1"), ("Transport: ", "RTP/AVP/TCP;unicast;interleaved=0-1"),
            ("Transport:RTP/AVP/TCP", "RTP/AVP/TCP;interleaved=0-1"),
            ("Transport:   RTP/AVP/TCP ; unicast ; interleaved=6-7  ", "RTP/AVP/TCP;unicast;interleaved=6-7"),
            ("transport: RTP/AVP/TCP;interleaved=9-10;mode=\"PLAY\"", "RTP/AVP/TCP;interleaved=9-10;mode=play"),
        ])
    func channelsAreTheServers(header: String, transport: String) throws {
        var client = try ClientUnderTest()
        try client.answer("200 OK")
        try client.answer("200 OK", body: "v=0\r\n")
        #expect(client.events.first == .described(contentBase: ClientUnderTest.url, description: Array("v=0\r\n".utf8)))
        try client.answer("200 OK", "Session:  s1 ", "X: y", header.isEmpty ? "Y: z" : header)
        let expected = try TransportSpecification(parsing: transport)
        #expect(client.events.last == .setUp(track: 0, expected))
        let channel = try #require(expected.interleaved?.first)
        try client.answer("200 OK", "Transport: RTP/AVP/TCP;interleaved=20-21")
        // Packets can come before the answer to PLAY, and from channels that nobody knows.
        try client.feed([0x24, channel, 0, 1, 4, 0x24, channel + 1, 0, 1, 5, 0x24, 200, 0, 1, 6, 0x24, 20, 0, 1, 7])
        #expect(client.media == [[4], [5], [7]])
        #expect(try client.request().method == .play)
    }

    @Test func portsAreWhatTheServerSaysAndWhatWasOffered() throws {
        var client = try ClientUnderTest(transport: .udp)
        try client.answer("200 OK")
        try client.answer("200 OK", body: "v=0\r\n")
        try client.answer("200 OK", "Session: s1", "Transport: RTP/AVP;unicast;server_port=7000-7001;source=10.0.0.1")
        try client.answer("200 OK", "Session: s1", "Transport: RTP/AVP/UDP;unicast;client_port=5002-5003")
        var first = TransportSpecification(.udp, .unicast)
        first.clientPort = TransportPair(5000, 5001)
        first.serverPort = TransportPair(7000, 7001)
        first.source = "10.0.0.1"
        var second = TransportSpecification(.udp, .unicast)
        second.clientPort = TransportPair(5002, 5003)
        #expect(client.events.dropFirst() == [.setUp(track: 0, first), .setUp(track: 1, second)])
    }

    @Test(
        arguments: [
            ("Content-Base: rtsp://h/x/", "rtsp://h/x/"), ("Content-Location: rtsp://h/y", "rtsp://h/y"),
            ("Content-Base: /x/", ClientUnderTest.url), ("Content-Base:", ClientUnderTest.url),
        ])
    func baseIsAURL(header: String, base: String) throws {
        var client = try ClientUnderTest()
        try client.answer("200 OK")
        try client.answer("200 OK", header, body: "v=0\r\n")
        #expect(client.events == [.described(contentBase: base, description: Array("v=0\r\n".utf8))])
    }

    @Test func answersAreToldByTheirNumberWhereTheyHaveOne() throws {
        var client = try ClientUnderTest()
        try client.feed("RTSP/1.0 200 OK\r\nCSeq: 9\r\n\r\nRTSP/1.0 100 Continue\r\n\r\n")
        #expect(client.remainder() == ["OPTIONS"])
        try client.feed("RTSP/1.0 200 OK\r\n\r\n")
        #expect(client.remainder() == ["DESCRIBE"])
        try client.feed("RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n")
        #expect(client.events.isEmpty)
        #expect(client.remainder().isEmpty)
    }

    @Test(arguments: ["404 Not Found", "405 Method Not Allowed", "501 Not Implemented"])
    func optionsAreNoCondition(status: String) throws {
        var client = try ClientUnderTest()
        try client.answer(status)
        #expect(try client.request().method == .describe)
    }

    @Test func serverMayAskToo() throws {
        var client = try ClientUnderTest.running()
        #expect(client.remainder().isEmpty)
        for (index, method) in ["OPTIONS", "GET_PARAMETER", "SET_PARAMETER", "ANNOUNCE", "X"].enumerated() {
            try client.feed("\(method) * RTSP/1.0\r\nCSeq: \(index)\r\n\r\n")
        }
        try client.feed("SET_PARAMETER * RTSP/1.0\r\nCSeq: 5\r\nContent-Length: 1\r\n\r\nx")
        #expect(client.remainder() == ["200 0", "200 1", "200 2", "501 3", "501 4", "451 5"])
        #expect(client.events.isEmpty)
        var other = client
        try client.feed("TEARDOWN * RTSP/1.0\r\nCSeq: 6\r\n\r\n$\0\0\u{1}x")
        #expect(client.events == [.ended])
        #expect(client.remainder() == ["200 6"])
        client.connection.end(now: client.now)
        #expect(client.remainder().isEmpty)
        try other.feed("REDIRECT * RTSP/1.0\r\nCSeq: 6\r\nLocation: rtsp://g/\r\n\r\n")
        #expect(other.events == [.redirected(url: "rtsp://g/")])
    }
}
