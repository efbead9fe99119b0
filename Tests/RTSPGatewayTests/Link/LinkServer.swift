import Bytes
import NIOCore
import NIOPosix
import Net
import Synchronization
import TestSupport

@testable import RTSPGateway

/// A server on loopback that answers as a test says, and remembers what it was asked.
final class LinkServer: Sendable {
    typealias Script = @Sendable (_ request: Asked, _ number: Int) -> Answer

    let port: Int
    private let listener: any Channel
    private let state: State

    /// A request.
    struct Asked: Sendable {
        var method: String
        var url: String
        /// With names in small letters.
        var fields: [String: String]
        var body: String

        var transport: String { fields["transport"] ?? "" }
    }

    /// A response, or none.
    struct Answer: Sendable {
        var status = "200 OK"
        var fields: [(name: String, value: String)] = []
        var body = ""
        /// What goes in front of it, and behind it, at once.
        var before: [UInt8] = []
        var after: [UInt8] = []

        static let none = Answer(status: "")
    }

    /// What came interleaved.
    struct Frame: Equatable, Sendable {
        var channel: UInt8
        var packet: [UInt8]
    }

    final class State: Sendable {
        let script: Script
        let asked = Mutex<[Asked]>([])
        let frames = Mutex<[Frame]>([])
        let channel = Mutex<(any Channel)?>(nil)
        let connections = Mutex(0)

        init(_ script: @escaping Script) {
            self.script = script
        }
    }

    /// - Parameter script: told each request, and how many of its method came before.
    init(_ script: @escaping Script) async throws {
        let state = State(script)
        self.state = state
        listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    state.connections.withLock { $0 += 1 }
                    state.channel.withLock { $0 = channel }
                    try channel.pipeline.syncOperations.addHandler(LinkServerConnection(state))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = listener.localAddress?.port ?? 0
    }

    var requests: [Asked] { state.asked.withLock { $0 } }
    var methods: [String] { requests.map(\.method) }
    var frames: [Frame] { state.frames.withLock { $0 } }
    var connections: Int { state.connections.withLock { $0 } }

    func request(_ method: String) async throws -> Asked {
        try await eventually("\(method) is asked", timeout: .seconds(30), every: .milliseconds(5)) {
            requests.last { $0.method == method }
        }
    }

    /// Sends an interleaved packet on the last connection.
    func send(_ packet: [UInt8], channel: UInt8) {
        send(Self.frame(packet, channel: channel))
    }

    static func frame(_ packet: [UInt8], channel: UInt8) -> [UInt8] {
        [0x24, channel, UInt8(packet.count >> 8), UInt8(packet.count & 255)] + packet
    }

    func send(_ bytes: [UInt8]) {
        state.channel.withLock { $0 }?.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    func disconnect() {
        state.channel.withLock { $0 }?.close(promise: nil)
    }

    func stop() async {
        disconnect()
        try? await listener.close()
    }
}

private final class LinkServerConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let state: LinkServer.State
    private var bytes: [UInt8] = []

    init(_ state: LinkServer.State) {
        self.state = state
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes += Array(unwrapInboundIn(data).readableBytesView)
        while takeFrame() || takeRequest(context) {}
    }

    private func takeFrame() -> Bool {
        guard bytes.count >= 4, bytes[0] == 0x24 else { return false }
        let length = Int(bytes[2]) << 8 | Int(bytes[3])
        guard bytes.count >= 4 + length else { return false }
        let frame = LinkServer.Frame(channel: bytes[1], packet: Array(bytes[4..<4 + length]))
        bytes.removeFirst(4 + length)
        state.frames.withLock { $0.append(frame) }
        return true
    }

    private func takeRequest(_ context: ChannelHandlerContext) -> Bool {
        let end = Array("\r\n\r\n".utf8)
        guard let first = bytes.first, first != 0x24,
            let index = bytes.indices.first(where: { bytes[$0...].starts(with: end) })
        else { return false }
        let lines = String(decoding: bytes[..<index], as: UTF8.self).split(separator: "\r\n").map(String.init)
        let words = lines[0].split(separator: " ").map(String.init)
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            fields[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
        }
        let length = fields["content-length"].flatMap { Int($0) } ?? 0
        guard bytes.count >= index + 4 + length else { return false }
        let body = String(decoding: bytes[(index + 4)..<(index + 4 + length)], as: UTF8.self)
        bytes.removeFirst(index + 4 + length)
        let asked = LinkServer.Asked(method: words[0], url: words[1], fields: fields, body: body)
        let number = state.asked.withLock { all in
            defer { all.append(asked) }
            return all.count { $0.method == asked.method }
        }
        let answer = state.script(asked, number)
        guard !answer.status.isEmpty else { return true }
        var text = "RTSP/1.0 \(answer.status)\r\nCSeq: \(fields["cseq"] ?? "")\r\n"
        for (name, value) in answer.fields { text += "\(name): \(value)\r\n" }
        if !answer.body.isEmpty { text += "Content-Length: \(answer.body.utf8.count)\r\n" }
        let response = Array((text + "\r\n" + answer.body).utf8)
        context.writeAndFlush(NIOAny(ByteBuffer(bytes: answer.before + response + answer.after)), promise: nil)
        return true
    }
}

extension LinkServer {
    /// What a camera, or a server that records, answers.
    static func answer(_ request: Asked, serverPorts: String? = nil) -> Answer {
        switch request.method {
        case "OPTIONS": Answer(fields: [("Public", "DESCRIBE, SETUP, PLAY, ANNOUNCE, RECORD, TEARDOWN, GET_PARAMETER")])
        case "DESCRIBE":
            Answer(fields: [("Content-Type", "application/sdp"), ("Content-Base", request.url + "/")], body: sdp)
        case "SETUP":
            Answer(
                fields: [
                    ("Session", "12345678"),
                    ("Transport", request.transport + (serverPorts.map { ";server_port=\($0)" } ?? "")),
                ])
        default: Answer(fields: [("Session", "12345678")])
        }
    }

    static let sdp = """
        v=0\r
        o=- 1 1 IN IP4 127.0.0.1\r
        s=camera\r
        t=0 0\r
        m=video 0 RTP/AVP 96\r
        a=rtpmap:96 H264/90000\r
        a=fmtp:96 packetization-mode=1\r
        a=control:first\r
        m=audio 0 RTP/AVP 0\r
        a=control:second\r

        """
}
