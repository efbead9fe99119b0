import COpenSSLMemory
import TestSupport
import Testing

@testable import DTLS

/// Input that no correct peer sends, and what must not come of it.
struct HostileInputTests {
    /// Each datagram of the handshake once cut short, at every length: the handshake goes on by retransmission.
    @Test(arguments: 0..<4) func aDatagramCutAtAnyByteIsRepaired(cut: Int) throws {
        var length = 0
        var wholeLength = 1
        while length < wholeLength {
            let (client, server, network) = try makePair()
            network.path = { datagram in
                guard datagram.index == cut else { return [(oneWayDelay, datagram.bytes)] }
                wholeLength = datagram.bytes.count
                return [(oneWayDelay, Array(datagram.bytes.prefix(length)))]
            }
            network.run()
            #expect(client.keys?.localKey == server.keys?.remoteKey && client.keys != nil, "cut to \(length)")
            length += 7
        }
    }

    /// Each byte of each datagram once changed: the handshake completes, or ends with a reason; nothing else.
    @Test(arguments: 0..<4) func aChangedByteIsDroppedOrRefused(changed: Int) throws {
        var position = 0
        var length = 1
        while position < length {
            let (client, server, network) = try makePair()
            network.path = { datagram in
                var bytes = datagram.bytes
                if datagram.index == changed {
                    length = bytes.count
                    bytes[position] ^= 0x55
                }
                return [(oneWayDelay, bytes)]
            }
            network.run { network.bothConnected || client.closeReason != nil || server.closeReason != nil }
            let over = network.bothConnected || client.closeReason != nil || server.closeReason != nil
            #expect(over, "byte \(position)")
            #expect(
                client.closeReason != .internalFailure && server.closeReason != .internalFailure, "byte \(position)")
            position += 11
        }
    }

    /// Noise before, during and after a handshake, to both sides.
    @Test func garbageChangesNothing() throws {
        var random = SeededRandom(seed: 5)
        let (client, server, network) = try makePair()
        network.path = { datagram in
            var copies: [(delay: Duration, bytes: [UInt8])] = []
            for _ in 0..<200 { copies.append((oneWayDelay / 2, noise(&random))) }
            return copies + [(oneWayDelay, datagram.bytes)]
        }
        network.run()
        #expect(network.bothConnected && network.sent.count == 4)
        for _ in 0..<5_000 {
            client.receive(noise(&random))
            server.receive(noise(&random))
        }
        #expect(client.closeReason == nil && server.closeReason == nil)
        #expect(client.takeDatagrams().isEmpty && server.takeDatagrams().isEmpty)
    }

    /// One stray record, of every type, epoch and critical length, before each datagram and between all records: it
    /// may not even cost a retransmission. (A fatal alert is not stray: whoever says that from the peer's address is
    /// heard.)
    @Test(arguments: 20...25 as ClosedRange<UInt8>, 0...2 as ClosedRange<UInt16>)
    func aStrayRecordChangesNothing(type: UInt8, epoch: UInt16) throws {
        for length in [0, 1, 2, 5, 12, 23, 24, 25, 48] {
            for content: UInt8 in 0...1 {
                let stray = record(
                    type: type, epoch: epoch, sequence: 200, body: Array(repeating: content, count: length))
                let (client, server, network) = try makePair()
                network.path = { datagram in
                    var arrivals: [(delay: Duration, bytes: [UInt8])] = [(oneWayDelay / 2, stray)]
                    packRecords(datagram.bytes.span, limit: 1) { span in
                        arrivals.append((oneWayDelay, span.indices.map { span[$0] }))
                        arrivals.append((oneWayDelay, stray))
                    }
                    return arrivals
                }
                network.run()
                network.run(limit: .seconds(2)) { false }
                #expect(network.bothConnected && network.sent.count == 4, "length \(length), content \(content)")
                #expect(client.closeReason == nil && server.closeReason == nil)
            }
        }
    }

    /// Plaintext of any kind after the handshake, as an attacker can forge it: data, alerts, hellos.
    @Test func plaintextAfterTheHandshakeIsDropped() throws {
        let (client, server, network) = try makePair()
        network.run()
        let forged = [
            record(.applicationData, sequence: 99, body: [1, 2, 3]), record(.alert, sequence: 100, body: [2, 40]),
            record(.alert, sequence: 101, body: [1, 0]), record(.changeCipherSpec, sequence: 102, body: [1]),
            network.sent[0].bytes, network.sent[1].bytes, network.sent[2].bytes,
        ]
        for datagram in forged {
            client.receive(datagram)
            server.receive(datagram)
        }
        #expect(client.closeReason == nil && server.closeReason == nil)
    }

    /// The same records handed straight to OpenSSL, which is the second line of defence.
    @Test func openSSLDropsPlaintextDataToo() throws {
        let client = try OpenSSLPeer(.client)
        let server = try OurPeer(
            .server, identity: Identities.server.get(), expecting: try #require(client.fingerprint))
        VirtualNetwork(client: client, server: server).run()
        client.receive(record(.applicationData, sequence: 99, body: [1, 2, 3]))
        #expect(!client.failed && client.keys != nil)
    }

    @Test func applicationDataIsIgnored() throws {
        let client = try OpenSSLPeer(.client)
        let server = try OurPeer(
            .server, identity: Identities.server.get(), expecting: try #require(client.fingerprint))
        let network = VirtualNetwork(client: client, server: server)
        network.run()
        for _ in 0..<1_000 { client.write([UInt8](repeating: 7, count: 1_000)) }
        network.run(limit: network.elapsed + .seconds(1)) { false }
        #expect(network.sent.count > 1_000)
        #expect(server.closeReason == nil && server.takeDatagrams().isEmpty)
    }

    /// Ten thousand fragments of messages that will never be whole, in every order and with every length: memory stays
    /// bounded, and the peer that speaks properly afterwards is served.
    @Test func aFloodOfFragmentsHoldsLittleMemory() throws {
        var random = SeededRandom(seed: 7)
        let (_, server, network) = try makePair()
        network.run { network.sent.count == 2 }
        let before = copensslmemory_live_bytes()
        var sequence: UInt8 = 0
        for _ in 0..<10_000 {
            let length = Int.random(in: 1...100_000, using: &random)
            let start = Int.random(in: 0..<length, using: &random)
            let end = min(length, start + Int.random(in: 0...1_000, using: &random))
            sequence &+= 1
            server.receive(
                record(
                    .handshake, sequence: sequence,
                    body: fragment(type: 11, of: length, sequence: Int.random(in: 1...20, using: &random), start..<end))
            )
            server.receive(record(.handshake, epoch: 1, sequence: sequence, body: random.bytes(48)))
        }
        let held = copensslmemory_live_bytes() - before
        #expect(held < 65_536, "\(held) bytes")
        #expect(server.closeReason == nil)
    }

    /// What one connection's failure leaves in OpenSSL's error queue must not end another's.
    @Test func oneFailureDoesNotInfectAnother() throws {
        let (client, server, network) = try makePair()
        network.path = { datagram in
            do {
                let bad = try OurPeer(
                    .server, identity: Identities.server.get(), expecting: Identities.client.get().fingerprint)
                bad.receive(record(.handshake, body: fragment(type: 1, of: 40, sequence: 0, 0..<40)))
                #expect(bad.closeReason == .refused(.protocolVersion) || bad.closeReason == .refused(.decodeError))
            } catch {
                Issue.record(error)
            }
            return [(oneWayDelay, datagram.bytes)]
        }
        network.run()
        #expect(network.bothConnected && client.closeReason == nil && server.closeReason == nil)
    }
}

/// Random bytes behind a first byte that says DTLS; in half of the cases behind a whole record header that does.
private func noise(_ random: inout SeededRandom) -> [UInt8] {
    let body = random.bytes(Int.random(in: 0...100, using: &random))
    if random.chance(0.5) { return [UInt8.random(in: 20...63, using: &random)] + body }
    return record(
        type: UInt8.random(in: 20...63, using: &random), epoch: UInt16.random(in: 0...2, using: &random),
        sequence: UInt8.random(in: 0...255, using: &random), body: body)
}
