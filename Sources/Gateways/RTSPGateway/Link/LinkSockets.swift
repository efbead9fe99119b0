import Bytes
import GatewaySupport
import MediaPlane
import Net
import RTP
import RTSP
import Synchronization

/// A link's own UDP ports, two for each track: what comes in belongs to the link when it comes from where the server
/// said it would, and to nobody else.
final class LinkSockets: Sendable {
    private let receiver: DatagramReceiver
    private let inbox: Inbox
    private let pairs: [(rtp: DatagramSocket, rtcp: DatagramSocket)]

    /// - Parameters:
    ///   - tracks: how many there are.
    ///   - counters: for what nobody agreed on.
    /// - Throws: ``SocketError``.
    init(_ loop: DatagramLoop, tracks: Int, counters: RTSPCounters) throws(SocketError) {
        let inbox = Inbox(tracks: tracks, counters: counters)
        self.inbox = inbox
        let receiver = loop.makeReceiver { batch in
            inbox.deliver(batch)
            return nil
        }
        self.receiver = receiver
        var pairs: [(rtp: DatagramSocket, rtcp: DatagramSocket)] = []
        do throws(SocketError) {
            for track in 0..<tracks { pairs.append(try receiver.openPair(firstPort: 0, tag: 2 * track)) }
        } catch {
            receiver.close()
            throw error
        }
        self.pairs = pairs
    }

    /// The ports that a track's packets come to and leave from.
    func ports(ofTrack track: Int) -> TransportPair<UInt16> {
        TransportPair(pairs[track].rtp.port, pairs[track].rtcp.port)
    }

    /// The server said where a track's packets come from and go to.
    func agree(on route: LinkRoute, track: Int) {
        inbox.agree(on: route, track: track)
    }

    /// Hands over what came, and what comes from now on.
    func begin(_ client: any DatagramClient, at time: LoopTime) {
        inbox.begin(client, at: time)
    }

    /// Sends one datagram to where a track's packets, or its reports, go; none while nobody knows where that is.
    /// - Parameter local: the address of ours that the server knows.
    func send(_ datagram: [UInt8], track: Int, isControl: Bool, from local: IPAddress?) {
        guard let address = inbox.address(ofTrack: track, isControl: isControl) else { return }
        datagram.withUnsafeBytes { bytes in
            _ = socket(track, isControl).send(bytes, as: .other, to: Destination(peer: address, from: local))
        }
    }

    /// Sends packets to where a track's go.
    /// - Parameter packets: where they lie in `bytes`.
    func send(
        _ packets: [Range<Int>], of bytes: UnsafeRawBufferPointer, track: Int, isControl: Bool, from local: IPAddress?
    ) {
        guard pairs.indices.contains(track), let address = inbox.address(ofTrack: track, isControl: isControl) else {
            return
        }
        var destinations = [Destination(peer: address, from: local)]
        socket(track, isControl).send(packets, of: bytes, as: .other, to: &destinations)
    }

    /// Opens the way through address translations and firewalls on our side, for packets that come from the server's
    /// ports. Servers ignore both: a packet without payload, and a report of nothing.
    func punch(track: Int, payloadType: UInt8, from local: IPAddress?) {
        var packet = ByteWriter()
        RTPHeader.write(
            payloadType: payloadType, marker: false, sequence: 0, timestamp: 0, ssrc: 0, to: &packet)
        send(packet.bytes, track: track, isControl: false, from: local)
        var report = ByteWriter()
        ReceiverReport(ssrc: 0).write(blocks: [], to: &report)
        send(report.bytes, track: track, isControl: true, from: local)
    }

    func close() {
        receiver.close()
    }

    private func socket(_ track: Int, _ isControl: Bool) -> DatagramSocket {
        isControl ? pairs[track].rtcp : pairs[track].rtp
    }
}

/// Where one track's packets come from by UDP.
struct LinkRoute: Sendable {
    /// The server's addresses; the first is where we send to.
    var hosts: [IPAddress]
    /// Its ports; nil where it did not say, up to the first packet.
    var rtp: UInt16?
    var rtcp: UInt16?

    /// - Parameter server: the address that we are connected to.
    init(_ transport: TransportSpecification, server: IPAddress) {
        hosts = [server]
        // A server with several addresses says which it sends from; one behind an address translation does not know.
        if let source = transport.source.flatMap({ IPAddress($0) }), source != server { hosts.append(source) }
        rtp = transport.serverPort?.first
        rtcp = transport.serverPort.map { $0.second ?? $0.first &+ 1 }
    }

    /// Whether a packet comes from where it was agreed on.
    mutating func accepts(_ source: SocketAddress, isControl: Bool) -> Bool {
        guard hosts.contains(source.ip) else { return false }
        if isControl {
            if rtcp == nil { rtcp = source.port }
            return rtcp == source.port
        }
        if rtp == nil { rtp = source.port }
        return rtp == source.port
    }

    /// Where packets are sent to.
    func address(isControl: Bool) -> SocketAddress? {
        let port = isControl ? rtcp ?? rtp.map { $0 &+ 1 } : rtp
        return port.flatMap { port in hosts.first.map { SocketAddress(ip: $0, port: port) } }
    }
}

/// What comes to a link's ports, on the datagrams' thread.
private final class Inbox: Sendable {
    private let counters: RTSPCounters
    private let state: Mutex<State>

    private struct State {
        var routes: [LinkRoute?]
        var client: (any DatagramClient)?
        /// What came before there was somebody who takes it: the server's first packets often overtake its answer.
        var early: [Early] = []
    }

    private struct Early {
        var bytes: [UInt8]
        var track: Int
        var isControl: Bool
        var time: LoopTime
    }

    init(tracks: Int, counters: RTSPCounters) {
        self.counters = counters
        state = Mutex(State(routes: Array(repeating: nil, count: tracks)))
    }

    func agree(on route: LinkRoute, track: Int) {
        state.withLock { state in
            if state.routes.indices.contains(track) { state.routes[track] = route }
        }
    }

    func address(ofTrack track: Int, isControl: Bool) -> SocketAddress? {
        state.withLock { $0.routes.indices.contains(track) ? $0.routes[track]?.address(isControl: isControl) : nil }
    }

    func begin(_ client: any DatagramClient, at time: LoopTime) {
        let early = state.withLock { state in
            state.client = client
            defer { state.early = [] }
            return state.early
        }
        for packet in early {
            packet.bytes.withUnsafeBytes {
                client.receive($0, track: packet.track, isControl: packet.isControl, at: packet.time)
            }
        }
        client.endBatch(at: time)
    }

    func deliver(_ batch: borrowing DatagramBatch) {
        let (track, isControl) = (batch.tag / 2, batch.tag % 2 == 1)
        var served: (any DatagramClient)?
        for datagram in batch.datagrams {
            let time = LoopTime(now: datagram.arrival, wallClock: datagram.wallClock)
            guard let client = admit(datagram, track, isControl, time) else { continue }
            client.receive(datagram.bytes, track: track, isControl: isControl, at: time)
            served = client
        }
        served?.endBatch(at: batch.time)
    }

    /// - Returns: who takes the datagram now.
    private func admit(
        _ datagram: ReceivedDatagram, _ track: Int, _ isControl: Bool, _ time: LoopTime
    ) -> (any DatagramClient)? {
        state.withLock { state in
            guard state.routes.indices.contains(track),
                state.routes[track]?.accepts(datagram.source, isControl: isControl) == true
            else {
                counters.datagramsOfStrangers.count()
                return nil
            }
            if state.client == nil, state.early.count < RTSPGatewayLimits.largestDatagramBurst {
                state.early.append(
                    Early(bytes: Array(datagram.bytes), track: track, isControl: isControl, time: time))
            }
            return state.client
        }
    }
}
