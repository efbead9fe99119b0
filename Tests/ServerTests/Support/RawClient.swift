import Glibc
import NIOCore
import NIOPosix
import NIOSSL

/// Sends bytes as they are given, so that tests can also say what no decent client would.
struct RawClient {
    var host = "127.0.0.1"
    var port: Int
    var tls: TLSConfiguration?

    /// Opens a connection, writes each part with a pause before the later ones, and reads until the server closes, or
    /// until that many responses are there.
    func exchange(_ parts: [String], pause: Duration = .zero, until enough: Int = .max) async throws -> [RawResponse] {
        let channel = try await connect()
        return try await channel.executeThenClose { inbound, outbound in
            let writing = Task {
                for (index, part) in parts.enumerated() {
                    if index > 0 { try await Task.sleep(for: pause) }
                    try await outbound.write(ByteBuffer(string: part))
                }
            }
            var received = ByteBuffer()
            do {
                for try await var part in inbound {
                    received.writeBuffer(&part)
                    if RawResponse.all(in: String(buffer: received)).count >= enough { break }
                }
            } catch let error as IOError where error.errnoCode == ECONNRESET {
                // The server closed before it had read everything; what it said before counts.
            } catch NIOSSLError.uncleanShutdown {}
            writing.cancel()
            return RawResponse.all(in: String(buffer: received))
        }
    }

    /// One request with a `Host` that names this machine and a length that is right.
    func request(
        _ method: String, _ target: String, _ headers: [String] = [], body: String = "", host: String? = "localhost"
    ) async throws -> RawResponse {
        var lines = ["\(method) \(target) HTTP/1.1", "Connection: close"]
        if let host { lines.append("Host: \(host)") }
        if !body.isEmpty { lines.append("Content-Length: \(body.utf8.count)") }
        let head = (lines + headers).joined(separator: "\r\n") + "\r\n\r\n"
        let responses = try await exchange([head + body])
        guard let last = responses.last else { throw NoResponse() }
        return last
    }

    private func connect() async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(host: host, port: port) {
            channel in
            channel.eventLoop.makeCompletedFuture {
                if let tls {
                    let handler = try NIOSSLClientHandler(
                        context: NIOSSLContext(configuration: tls), serverHostname: "localhost")
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
                return try NIOAsyncChannel(
                    wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: false))
            }
        }
    }
}

struct NoResponse: Error {}

struct RawResponse {
    var status: Int
    /// Names in lower case, in order.
    var headers: [(name: String, value: String)]
    var body: String

    subscript(name: String) -> String? {
        headers.first { $0.name == name }?.value
    }

    func all(_ name: String) -> [String] {
        headers.filter { $0.name == name }.map(\.value)
    }

    /// The responses in what a connection said; a body lasts for its Content-Length, or to the end.
    static func all(in text: String) -> [RawResponse] {
        var rest = text[...]
        var responses: [RawResponse] = []
        while let end = rest.firstRange(of: "\r\n\r\n") {
            let lines = rest[..<end.lowerBound].split(separator: "\r\n")
            let words = lines.first?.split(separator: " ") ?? []
            guard words.count >= 2, let status = Int(words[1]) else { break }
            let headers = lines.dropFirst().map { line in
                let colon = line.firstIndex(of: ":") ?? line.endIndex
                return (
                    name: line[..<colon].lowercased(),
                    value: String(line[colon...].dropFirst().drop { $0 == " " })
                )
            }
            rest = rest[end.upperBound...]
            var response = RawResponse(status: status, headers: headers, body: "")
            let length =
                (100..<200).contains(status) ? 0 : response["content-length"].flatMap { Int($0) } ?? rest.utf8.count
            let body = rest.utf8.prefix(length)
            response.body = String(decoding: body, as: UTF8.self)
            rest = rest[body.endIndex...]
            responses.append(response)
        }
        return responses
    }
}
