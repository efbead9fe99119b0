import Bytes
import ICE
import Net
import STUN
import TestSupport

extension FuzzTarget {
    /// A sequence of events at both agents: datagrams as they are, datagrams with any attributes but genuine
    /// integrity (so that the fuzzer gets past it), time that passes, restarts.
    package static let iceAgents = FuzzTarget(
        "ice-agents",
        seeds: [
            // A plain check, a nominating one from another port, a raw datagram, 16 s, a restart, and a check after it.
            [0x00, 0, 0x11, 3, 0x00, 0x25, 0, 0x02, 3, 0, 1, 0, 0x03, 1, 16, 0x04, 0, 0x10, 3, 0x00, 0x25, 0],
            // Both roles, an unknown attribute, then responses to the controlling agent: found, nominated, refused.
            [
                0x00, 11, 0x80, 0x29, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0x00, 11, 0x80, 0x2A, 8, 1, 2, 3, 4, 5, 6, 7, 8,
                0x00, 3, 0x7F, 0xFE, 0, 0x05, 0, 0x05, 3, 0x00, 0x20, 0, 0x03, 1, 6, 0x08, 0, 0x06, 0, 0x07, 0,
            ],
        ]
    ) { input in
        var session = FuzzedSession()
        var reader = ByteReader(input)
        for _ in 0..<FuzzedSession.maximumEvents {
            guard let event = try? reader.readUInt8(), let length = try? reader.readUInt8() else { return }
            let body = min(Int(length), reader.remaining)
            guard let bytes = try? reader.readSlice(body) else { return }
            session.handle(event, bytes)
        }
    }
}

/// Two agents that know each other's credentials, and the properties that hold whatever they are sent.
private struct FuzzedSession {
    private var random = SeededRandom(seed: 1)
    private var now = Instant(nanoseconds: 0)
    private var ours: ICECredentials
    private var theirs: ICECredentials
    private var lite: ICELiteAgent
    private var controlling: ICEControllingAgent
    private var lastCheck = STUNTransactionID(high: 0, low: 0)

    init() {
        ours = .random(using: &random)
        theirs = .random(using: &random)
        lite = ICELiteAgent(local: ours, remote: theirs, now: now)
        controlling = ICEControllingAgent(
            local: theirs, remote: ours, candidates: [Self.address(0), Self.address(1)], now: now, random: &random)
    }

    /// The low four bits of `event` say what happens, the high ones from which of 16 ports.
    mutating func handle(_ event: UInt8, _ bytes: Span<UInt8>) {
        let source = Self.address(event >> 4)
        switch event & 0x0F {
        case 0, 1: deliver(sealed(.request, bytes, to: ours, from: theirs), from: source)
        case 2: deliver(copy(bytes), from: source)
        case 3: now = now.advanced(by: .seconds(Int(bytes.isEmpty ? 1 : bytes[0])))
        case 4: restart()
        case 5: deliver(sealed(.success, bytes, to: ours, from: theirs), from: source)
        case 6: deliver(sealed(.failure, bytes, to: ours, from: theirs), from: source)
        case 7: deliver(sealed(.request, bytes, to: theirs, from: ours), from: source)
        default: sendChecks()
        }
    }

    private mutating func deliver(_ datagram: [UInt8], from source: SocketAddress) {
        var output = ByteWriter()
        let selected = lite.selected
        switch lite.receive(datagram.span, from: source, now: now, output: &output) {
        case .discarded:
            precondition(output.count == 0 && lite.selected == selected, "what is discarded changes nothing")
        case .answered:
            precondition(
                output.count > 0 && lite.selected == selected, "what is refused is answered and changes nothing")
        case .checked(let after, let changed):
            precondition(output.count > 0 && after == lite.selected && changed == (after != selected), "told as it is")
            precondition(
                lite.isValidated(source) && after.map(lite.isValidated) != false, "media goes where checks came from")
            precondition(2 * output.count <= 3 * datagram.count, "an answer is no longer than one and a half requests")
        }
        output = ByteWriter()
        _ = controlling.receive(datagram.span, from: source, now: now, output: &output)
        sendChecks()
    }

    private mutating func sendChecks() {
        controlling.handleTimeout(now: now, random: &random) { datagram, _ in
            guard let message = try? STUNMessage(parsing: datagram.span) else {
                preconditionFailure("our own checks parse")
            }
            lastCheck = message.transactionID
        }
        precondition(controlling.isExpired(at: now) || controlling.deadline > now, "no deadline stays behind")
    }

    private mutating func restart() {
        (ours, theirs) = (.random(using: &random), .random(using: &random))
        lite.restart(local: ours, remote: theirs, now: now)
        controlling.restart(local: theirs, remote: ours, candidates: [Self.address(2)], now: now)
    }

    /// A genuine message with the attributes that `bytes` lists: two bytes of type, one of length, the value.
    private func sealed(
        _ class: STUNClass, _ bytes: Span<UInt8>, to receiver: ICECredentials, from sender: ICECredentials
    ) -> [UInt8] {
        var writer = STUNMessageWriter(`class`, .binding, transactionID: lastCheck)
        if `class` == .request { writer.write(.username, "\(receiver.ufrag):\(sender.ufrag)") }
        var reader = ByteReader(bytes)
        while let type = try? reader.readUInt16(), let length = try? reader.readUInt8() {
            guard let value = try? reader.readSlice(min(Int(length), reader.remaining)) else { break }
            writer.write(STUNAttributeType(rawValue: type), copy(value))
        }
        var output = ByteWriter()
        writer.finish(authenticatedBy: STUNIntegrityKey(password: receiver.password), into: &output)
        return output.bytes
    }

    private func copy(_ bytes: Span<UInt8>) -> [UInt8] {
        bytes.indices.map { bytes[$0] }
    }

    private static func address(_ port: UInt8) -> SocketAddress {
        SocketAddress(ip: .loopbackV4, port: UInt16(port) + 40_000)
    }

    static let maximumEvents = 64
}
