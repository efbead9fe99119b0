import Codecs
import MediaPlane
import Net
import RTSP
import Synchronization
import TestSupport

@testable import RTSPGateway

/// A server's UDP ports on loopback, and one that nobody was told of.
final class ServerPorts: Sendable {
    let rtp: DatagramSocket
    let rtcp: DatagramSocket
    /// Where a test wants to send to.
    let client = Mutex<UInt16?>(nil)
    private let elsewhere: DatagramSocket
    private let loop: DatagramLoop
    private let inbox: Inbox

    struct Received: Equatable, Sendable {
        var isControl: Bool
        /// Of the sender.
        var port: UInt16
        var bytes: [UInt8]
    }

    private final class Inbox: Sendable {
        let received = Mutex<[Received]>([])
    }

    init() throws {
        let (loop, inbox) = (try DatagramLoop(name: "ports"), Inbox())
        (self.loop, self.inbox) = (loop, inbox)
        let receiver = loop.makeReceiver { batch in
            for datagram in batch.datagrams {
                let received = Received(
                    isControl: batch.tag == 1, port: datagram.source.port, bytes: Array(datagram.bytes))
                inbox.received.withLock { $0.append(received) }
            }
            return nil
        }
        (rtp, rtcp) = try receiver.openPair(firstPort: 0, tag: 0)
        elsewhere = try receiver.open(port: 0, tag: 2)
    }

    var received: [Received] { inbox.received.withLock { $0 } }

    func send(_ packet: [UInt8], to port: UInt16) { Self.send(packet, to: port, by: rtp) }
    func sendFromElsewhere(_ packet: [UInt8], to port: UInt16) { Self.send(packet, to: port, by: elsewhere) }

    private static func send(_ packet: [UInt8], to port: UInt16, by socket: DatagramSocket) {
        guard let loopback = IPAddress("127.0.0.1") else { return }
        packet.withUnsafeBytes { bytes in
            _ = socket.send(
                bytes, as: .other, to: Destination(peer: SocketAddress(ip: loopback, port: port), from: loopback))
        }
    }

    func close() { loop.stop() }

    /// The ports that a SETUP names.
    static func clientPorts(of request: LinkServer.Asked) throws -> (rtp: UInt16, rtcp: UInt16) {
        let header = try TransportHeader(parsing: request.transport)
        guard let ports = header.specifications.first?.clientPort, let second = ports.second else {
            throw TestFailure("no ports in \(request.transport)")
        }
        return (ports.first, second)
    }
}

enum StreamFormats {
    static let video = PacketFormat(
        .video, "H264", payloadType: 96, clockRate: 90_000, formatParameters: "packetization-mode=1")
    static let audio = PacketFormat(.audio, "PCMU", payloadType: 0, clockRate: 8_000, channels: 1)
}
