import Bytes
import ICE
import Net
import TestSupport

/// A lite and a controlling agent in virtual time, joined by a network that delays, loses, and is cut where a test
/// says so.
struct ICEPair {
    var lite: ICELiteAgent
    var controlling: ICEControllingAgent
    private(set) var now = Instant(nanoseconds: 1_000_000_000)
    /// The share of datagrams lost in each direction, 0...1.
    var loss = 0.0
    var delay: Duration = .milliseconds(20)
    /// What the lite side sees the controlling one at. Datagrams to where it was before are lost, as behind a NAT.
    var controllingAddress = address(1)
    /// Addresses of the lite side that nothing reaches.
    var unreachable: Set<SocketAddress> = []
    /// Everything the lite agent was sent, with the time of its arrival, and what it made of it.
    private(set) var liteVerdicts: [(time: Instant, source: SocketAddress, verdict: ICEVerdict)] = []
    private(set) var controllingVerdicts: [(time: Instant, verdict: ICEVerdict)] = []
    /// When the controlling agent sent what.
    private(set) var transmissions: [(time: Instant, datagram: [UInt8])] = []
    var random: SeededRandom
    private var flights: [Flight] = []

    private struct Flight {
        let arrival: Instant
        let source: SocketAddress
        let destination: SocketAddress
        let isToLite: Bool
        let datagram: [UInt8]
    }

    init(
        seed: UInt64 = 1, candidates: [SocketAddress] = [address(100)], liteRemote: ICECredentials? = nil,
        controllingRemote: ICECredentials? = nil, connectTimeout: Duration = ICETiming.connectTimeout
    ) {
        random = SeededRandom(seed: seed)
        let ours = ICECredentials.random(using: &random)
        let theirs = ICECredentials.random(using: &random)
        lite = ICELiteAgent(local: ours, remote: liteRemote ?? theirs, now: now, connectTimeout: connectTimeout)
        controlling = ICEControllingAgent(
            local: theirs, remote: controllingRemote ?? ours, candidates: candidates, now: now, random: &random,
            connectTimeout: connectTimeout)
    }

    /// Lets time pass, from event to event.
    mutating func run(for duration: Duration) {
        run(until: now.advanced(by: duration)) { _ in false }
    }

    /// Lets time pass until `end` or until `isDone`, whichever comes first.
    mutating func run(until end: Instant, isDone: (ICEPair) -> Bool) {
        while !isDone(self) {
            let expired = controlling.isExpired(at: now)
            let next = min(
                flights.map(\.arrival).min() ?? .distantFuture, expired ? .distantFuture : controlling.deadline)
            guard next <= end else {
                now = end
                return
            }
            now = max(now, next)
            deliver()
            sendChecks()
        }
    }

    private mutating func deliver() {
        let due = flights.filter { $0.arrival <= now }
        flights.removeAll { $0.arrival <= now }
        for flight in due {
            var output = ByteWriter()
            if flight.isToLite {
                let verdict = lite.receive(flight.datagram.span, from: flight.source, now: now, output: &output)
                liteVerdicts.append((now, flight.source, verdict))
            } else if flight.destination == controllingAddress {
                let verdict = controlling.receive(flight.datagram.span, from: flight.source, now: now, output: &output)
                controllingVerdicts.append((now, verdict))
            }
            if output.count > 0 {
                send(output.bytes, from: flight.destination, to: flight.source, isToLite: !flight.isToLite)
            }
        }
    }

    private mutating func sendChecks() {
        var sent: [([UInt8], SocketAddress)] = []
        controlling.handleTimeout(now: now, random: &random) { sent.append(($0, $1)) }
        for (datagram, destination) in sent {
            transmissions.append((now, datagram))
            send(datagram, from: controllingAddress, to: destination, isToLite: true)
        }
    }

    private mutating func send(
        _ datagram: [UInt8], from source: SocketAddress, to destination: SocketAddress, isToLite: Bool
    ) {
        guard !random.chance(loss), !(isToLite && unreachable.contains(destination)) else { return }
        flights.append(
            Flight(
                arrival: now.advanced(by: delay), source: source, destination: destination, isToLite: isToLite,
                datagram: datagram))
    }
}

/// One of many addresses of the documentation prefix, told apart by the port.
func address(_ port: UInt16) -> SocketAddress {
    SocketAddress(ip: IPAddress(v4: 0xC000_0201), port: port)
}
