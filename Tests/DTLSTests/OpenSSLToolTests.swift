import Bytes
import Foundation
import Testing

@testable import DTLS

/// Over a real UDP socket against `openssl s_client` and `openssl s_server`, which export the same keying material.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: opensslPath), "needs the openssl tool"))
struct OpenSSLToolTests {
    @Test(arguments: [DTLSRole.server, .client]) func exportsTheSameKeys(ours: DTLSRole) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "dtls-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let (certificate, key) = (directory.appending(path: "c.pem").path, directory.appending(path: "k.pem").path)
        _ = try run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=tool",
            "-days", "1", "-keyout", key, "-out", certificate,
        ])
        let printed = try run(["x509", "-in", certificate, "-noout", "-fingerprint", "-sha256"])
        let hex = try #require(printed.split(separator: "=").last).trimmingCharacters(in: .whitespacesAndNewlines)
        let fingerprint = try #require(DTLSFingerprint(sdp: "sha-256 \(hex)"))

        let socket = try LoopbackSocket()
        let peer = try OurPeer(ours, identity: Identities.server.get(), expecting: fingerprint, profiles: [7])
        let toolPort = try LoopbackSocket.unusedPort()
        let asClient = ["s_client", "-connect", "127.0.0.1:\(socket.port)"]
        let asServer = ["s_server", "-accept", "\(toolPort)", "-Verify", "1"]
        let tool = try Tool(
            (ours == .server ? asClient : asServer)
                + ["-dtls1_2", "-cert", certificate, "-key", key]
                + ["-use_srtp", "SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_128_GCM"]
                + ["-keymatexport", "EXTRACTOR-dtls_srtp", "-keymatexportlen", "56"])
        socket.exchange(with: peer, startingAt: ours == .client ? toolPort : nil) { peer.keys != nil }
        tool.typeQ()
        if ours == .server {
            socket.exchange(with: peer, startingAt: nil) { peer.closeReason != nil }
            #expect(peer.closeReason == .closeNotify)
        }
        let output = tool.output()

        let keys = try #require(peer.keys, "\(output)")
        let local = [keys.localKey, keys.localSalt]
        let remote = [keys.remoteKey, keys.remoteSalt]
        let (client, server) = ours == .client ? (local, remote) : (remote, local)
        let material = Hex.string(client[0] + server[0] + client[1] + server[1]).uppercased()
        #expect(output.contains("Keying material: \(material)"), "\(output)")
        #expect(output.contains("SRTP Extension negotiated, profile=SRTP_AEAD_AES_128_GCM"))
    }

    private func run(_ arguments: [String]) throws -> String {
        let tool = try Tool(arguments)
        return tool.output()
    }
}

private let opensslPath = "/usr/bin/openssl"

/// A running `openssl`.
private final class Tool {
    private let process = Process()
    private let input = Pipe()
    private let printed = Pipe()

    init(_ arguments: [String]) throws {
        process.executableURL = URL(filePath: opensslPath)
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = printed
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    /// The command to end the connection, which s_client does with a close_notify, s_server by leaving.
    func typeQ() {
        input.fileHandleForWriting.write(Data("Q\n".utf8))
    }

    /// What it printed, when it has ended.
    func output() -> String {
        String(decoding: printed.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }

    deinit {
        if process.isRunning { process.terminate() }
    }
}

/// A UDP socket on 127.0.0.1.
private final class LoopbackSocket {
    let port: UInt16
    private let descriptor: Int32
    private var remote = sockaddr_in()

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
        var address = loopback(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withSockaddr(&address) {
            bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
        }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
        try #require(bound)
    }

    deinit { close(descriptor) }

    static func unusedPort() throws -> UInt16 {
        try LoopbackSocket().port
    }

    /// Plays the event loop until `goal`, for at most ten seconds.
    func exchange(with peer: OurPeer, startingAt firstPort: UInt16?, until goal: () -> Bool) {
        if let firstPort {
            remote = loopback(port: firstPort)
            peer.start()
        }
        let deadline = ContinuousClock.now + .seconds(10)
        while true {
            for datagram in peer.takeDatagrams() {
                _ = withSockaddr(&remote) { sendto(descriptor, datagram, datagram.count, 0, $0, addressLength) }
            }
            if goal() || ContinuousClock.now > deadline { return }
            var readable = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&readable, 1, 20) == 1 {
                var buffer = [UInt8](repeating: 0, count: 2_048)
                var length = addressLength
                let count = withSockaddr(&remote) { recvfrom(descriptor, &buffer, 2_048, 0, $0, &length) }
                // Less than a byte: s_server was not there yet. The retransmission will find it.
                if count > 0 { peer.receive(Array(buffer.prefix(count))) }
            }
            if peer.timeout == .zero { peer.handleTimeout() }
        }
    }
}

private let addressLength = socklen_t(MemoryLayout<sockaddr_in>.size)

private func loopback(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    address.sin_port = port.bigEndian
    return address
}

private func withSockaddr<Result>(_ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>) -> Result)
    -> Result
{
    withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body)
    }
}
