import Net
import RTMP
import TestSupport
import Testing

/// Our client against our server, from the first byte to the last.
@Suite struct ConnectionPairTests {
    @Test(arguments: [1, 3, 100, 1537, 4096, .max])
    func mediaArrivesAsItWasSentHoweverItIsSliced(slice: Int) throws {
        var pair = try ConnectionPair(.publish, slice: slice)
        try pair.run()
        #expect(pair.server.map(\.inWords) == ["connect live", "publish bbb live on 1"])
        #expect(pair.client.count == 1)
        guard case .ready(let capabilities) = pair.client.first else { throw UnexpectedEvents() }
        #expect(capabilities.takes(video: "av01") && capabilities.flags.contains(.multitrack))

        var random = SeededRandom(seed: 3)
        // Below, at and above the chunk size, and an extended timestamp.
        let sizes = slice < 100 ? [1, 2000] : [1, 65_535, 65_536, 65_537, 200_000]
        let frames = sizes.map { random.bytes($0) }
        for (index, frame) in frames.enumerated() {
            pair.clientConnection.send(.video, timestamp: 0xFF_FFFE + Int64(index), payload: frame)
        }
        pair.server = []
        pair.clientConnection.end()
        try pair.run()
        #expect(
            pair.server == frames.enumerated().map { index, frame in
                .media(RTMPMedia(.video, streamID: 1, timestamp: 0xFF_FFFE + Int64(index), payload: frame))
            } + [.ended(streamID: 1)])
    }

    @Test(arguments: [1, 100, .max])
    func sharedBytesServeAPlayer(slice: Int) throws {
        var pair = try ConnectionPair(.play, slice: slice)
        try pair.run()
        #expect(pair.server.map(\.inWords) == ["connect live", "play bbb from -2 on 1"])
        let frame = [UInt8](repeating: 7, count: 70_000)
        var shared: [UInt8] = []
        RTMPChunkWriter.write(
            RTMPMessage(type: 9, timestamp: 40, streamID: RTMPServerConnection.playStreamID, payload: frame),
            chunkStream: RTMPServerConnection.videoChunkStream, chunkSize: RTMPServerConnection.chunkSize,
            into: &shared)
        pair.client = []
        try pair.toClient(shared)
        pair.serverConnection.endPlay(1)
        try pair.run()
        #expect(pair.client.first == .media(RTMPMedia(.video, streamID: 1, timestamp: 40, payload: frame)))
        #expect(pair.client.count == 2)
        guard case .ended = pair.client.last else { throw UnexpectedEvents() }
    }

    @Test func wholeDialogueRepeatsItselfFromItsSeed() throws {
        var first = try ConnectionPair(.publish, slice: .max)
        var second = try ConnectionPair(.publish, slice: .max)
        try first.run()
        try second.run()
        #expect(first.bytes == second.bytes)
        #expect(first.bytes.count > 6146)
    }
}

private struct ConnectionPair {
    var clientConnection: RTMPClientConnection
    var serverConnection: RTMPServerConnection
    var client: [RTMPClientEvent] = []
    var server: [RTMPServerEvent] = []
    /// All that was sent, both ways.
    var bytes: [UInt8] = []
    private let slice: Int
    private let now = Instant(nanoseconds: 0)

    init(_ role: RTMPRole, slice: Int) throws {
        guard let url = RTMPURL("rtmp://h/live/bbb") else { throw UnexpectedEvents() }
        var random = SeededRandom(seed: 4)
        clientConnection = RTMPClientConnection(url: url, role: role, random: &random, now: now)
        serverConnection = RTMPServerConnection(random: &random, now: now)
        self.slice = slice
    }

    /// Carries bytes to and fro until there are none; the server consents to everything.
    mutating func run() throws {
        while true {
            let up = clientConnection.takeOutput()
            for part in parts(of: up) {
                let before = server.count
                try serverConnection.receive(part.span, now: now, into: &server)
                try consent(since: before)
            }
            let down = serverConnection.takeOutput()
            try toClient(down)
            bytes += up + down
            if up.isEmpty && down.isEmpty { return }
        }
    }

    mutating func toClient(_ bytes: [UInt8]) throws {
        for part in parts(of: bytes) { try clientConnection.receive(part.span, now: now, into: &client) }
    }

    private mutating func consent(since start: Int) throws {
        var index = start
        while index < server.count {
            switch server[index] {
            case .connect: serverConnection.acceptConnect()
            case .publish(let request): serverConnection.acceptPublish(request.streamID)
            case .play(let request): serverConnection.acceptPlay(request.streamID)
            default: break
            }
            index += 1
            if index == server.count { try serverConnection.proceed(now: now, into: &server) }
        }
    }

    private func parts(of bytes: [UInt8]) -> [[UInt8]] {
        guard slice < bytes.count else { return bytes.isEmpty ? [] : [bytes] }
        return stride(from: 0, to: bytes.count, by: slice).map { Array(bytes[$0..<min($0 + slice, bytes.count)]) }
    }
}
