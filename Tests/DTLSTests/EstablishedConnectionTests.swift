import TestSupport
import Testing

@testable import DTLS

/// What goes on after the handshake, against a peer that has the keys and says what it likes.
struct EstablishedConnectionTests {
    private static let sealers = [16, 32].map { length in
        DTLSRecordSealer(key: Array(repeating: 0x5A, count: length), salt: 0x0102_0304)
    }
    private let goodbye = record(.alert, epoch: 1, sequence: 9, body: Array(repeating: 7, count: 26))
    private let flight = record(.changeCipherSpec, body: [1]) + record(.handshake, epoch: 1, body: [8, 8, 8])

    private func connection(_ sealer: DTLSRecordSealer = sealers[0], after last: [UInt8] = []) -> Driven {
        Driven(
            EstablishedConnection(
                protection: RecordProtection(key: sealer.key, salt: sealer.salt),
                lastRecord: Record(at: 0, in: last.span), finalFlight: flight, goodbye: goodbye))
    }

    @Test(arguments: sealers.indices) func theGoodbyeIsAnswered(index: Int) {
        let sealer = Self.sealers[index]
        var connection = connection(sealer)
        #expect(connection.reason(for: sealer.seal(type: 21, sequence: 1, [1, 0])) == .closeNotify)
        #expect(connection.takeOutput() == goodbye)
    }

    @Test func aFatalAlertEndsAndNothingIsSaid() {
        var connection = connection()
        let alert = Self.sealers[0].seal(type: 21, sequence: 1, [2, 51])
        #expect(connection.reason(for: alert) == .alert(.decryptError))
        #expect(connection.output.isEmpty)
    }

    /// Authentic, and of no meaning here.
    @Test(
        arguments: [
            (21, [1, 90]), (21, [2]), (21, []), (21, [1, 0, 0]), (22, Array(repeating: 0, count: 12)),
            (22, [1] + Array(repeating: 0, count: 23)), (22, [20] + Array(repeating: 0, count: 22)),
            (22, [20] + Array(repeating: 0, count: 24)), (23, [1, 0]), (23, Array(repeating: 1, count: 1_000)),
            (20, [1]), (24, [1, 0]), (0, [1, 0]),
        ] as [(UInt8, [UInt8])])
    func whatSaysNothingIsDropped(type: UInt8, plaintext: [UInt8]) {
        let sealer = Self.sealers[0]
        var connection = connection()
        for sequence: UInt64 in [0, 1, 1 << 47] {
            #expect(connection.reason(for: sealer.seal(type: type, sequence: sequence, plaintext)) == nil)
        }
        #expect(connection.output.isEmpty)
        #expect(connection.reason(for: sealer.seal(type: 21, sequence: 1 << 47 + 1, [1, 0])) == .closeNotify)
    }

    @Test func aRepeatedFinishedGetsTheFlightAsOftenAsAPeerMayAsk() {
        let sealer = Self.sealers[0]
        var connection = connection()
        var answers = 0
        for sequence in 1...30 as ClosedRange<UInt64> {
            #expect(connection.reason(for: sealer.seal(type: 22, sequence: sequence, finished)) == nil)
            let output = connection.takeOutput()
            #expect(output.isEmpty || output == flight)
            answers += output.isEmpty ? 0 : 1
        }
        #expect(answers == DTLSEndpoint.maximumRetransmissions)
        #expect(connection.reason(for: sealer.seal(type: 21, sequence: 31, [1, 0])) == .closeNotify)
    }

    @Test func aReplayIsNotAnswered() {
        let sealer = Self.sealers[0]
        var connection = connection()
        let asking = sealer.seal(type: 22, sequence: 100, finished)
        for _ in 0..<3 { #expect(connection.reason(for: asking) == nil) }
        #expect(connection.takeOutput() == flight)
        // Late, but within the window; and beyond it.
        _ = connection.reason(for: sealer.seal(type: 22, sequence: 37, finished))
        #expect(connection.takeOutput() == flight)
        #expect(connection.reason(for: sealer.seal(type: 21, sequence: 36, [1, 0])) == nil)
        #expect(connection.output.isEmpty)
    }

    /// A forged number must not move the window over true ones.
    @Test func aForgeryDoesNotMoveTheWindow() {
        let sealer = Self.sealers[0]
        var connection = connection()
        var forged = sealer.seal(type: 21, sequence: 1 << 47, [1, 0])
        forged[20] ^= 1
        #expect(connection.reason(for: forged) == nil)
        #expect(connection.reason(for: sealer.seal(type: 21, sequence: 1, [1, 0])) == .closeNotify)
    }

    /// Every bit of a goodbye and of a Finished is authenticated, and so is their length.
    @Test func aChangedOrCutRecordChangesNothing() {
        let sealer = Self.sealers[0]
        var connection = connection()
        for whole in [
            sealer.seal(type: 21, sequence: 5, [1, 0]), sealer.seal(type: 22, sequence: 5, finished),
        ] {
            for position in whole.indices {
                for bit in 0..<8 {
                    var changed = whole
                    changed[position] ^= 1 << bit
                    #expect(connection.reason(for: changed) == nil, "byte \(position), bit \(bit)")
                }
                #expect(connection.reason(for: Array(whole[..<position])) == nil)
            }
        }
        for other in [0, 2] as [UInt16] {
            let record = sealer.seal(type: 21, epoch: other, sequence: 5, [1, 0])
            #expect(connection.reason(for: record) == nil, "epoch \(other)")
        }
        for stranger in [
            DTLSRecordSealer(key: sealer.key, salt: sealer.salt + 1),
            DTLSRecordSealer(key: Self.sealers[1].key, salt: sealer.salt),
        ] {
            #expect(connection.reason(for: stranger.seal(type: 21, sequence: 5, [1, 0])) == nil)
        }
        #expect(connection.output.isEmpty)
        #expect(connection.reason(for: sealer.seal(type: 21, sequence: 5, [1, 0])) == .closeNotify)
    }

    /// Behind data and a Finished, in one datagram.
    @Test func everyRecordOfADatagramIsSeen() {
        let sealer = Self.sealers[0]
        var connection = connection()
        let datagram =
            sealer.seal(type: 23, sequence: 1, [1, 2, 3]) + sealer.seal(type: 22, sequence: 2, finished)
            + record(.alert, body: [2, 40]) + sealer.seal(type: 21, sequence: 3, [1, 0])
        #expect(connection.reason(for: datagram) == .closeNotify)
        #expect(connection.takeOutput() == flight + goodbye)
    }

    /// The Finished that completed the handshake is no request to send the flight again, when the network repeats it.
    @Test func theFirstFinishedIsNotTakenForARepeatedOne() {
        let sealer = Self.sealers[0]
        let first = sealer.seal(type: 22, sequence: 0, finished)
        var connection = connection(after: first)
        #expect(connection.reason(for: first) == nil)
        #expect(connection.output.isEmpty)
        _ = connection.reason(for: sealer.seal(type: 22, sequence: 1, finished))
        #expect(connection.takeOutput() == flight)
    }

    /// Its number is one of another epoch, and says nothing of those that follow.
    @Test func aCipherChangeThatCameLastDoesNotCount() {
        var connection = connection(after: record(.changeCipherSpec, sequence: 200, body: [1]))
        #expect(connection.reason(for: Self.sealers[0].seal(type: 21, sequence: 1, [1, 0])) == .closeNotify)
    }

    @Test func aKeyOfNoUseOpensNothing() {
        var connection = Driven(
            EstablishedConnection(
                protection: RecordProtection(key: [1, 2, 3], salt: 0), lastRecord: nil, finalFlight: flight,
                goodbye: goodbye))
        #expect(connection.reason(for: Self.sealers[0].seal(type: 21, sequence: 1, [1, 0])) == nil)
    }

    @Test func keysPrintAsNothing() {
        let protection = RecordProtection(key: Array(repeating: 99, count: 16), salt: 99)
        var dumped = ""
        dump(protection, to: &dumped)
        for text in ["\(protection)", String(reflecting: protection), dumped] { #expect(!text.contains("99")) }
    }
}

/// A Finished with verify data of nobody: the record is authentic, and that decides.
private let finished: [UInt8] = [20, 0, 0, 12, 0, 5, 0, 0, 0, 0, 0, 12] + Array(repeating: 3, count: 12)

/// A connection with what it said so far.
private struct Driven {
    var connection: EstablishedConnection
    var output: [UInt8] = []

    init(_ connection: EstablishedConnection) {
        self.connection = connection
    }

    /// Why it is over after `datagram`, nil when it goes on.
    mutating func reason(for datagram: [UInt8]) -> DTLSCloseReason? {
        var offset = 0
        while let record = Record(at: offset, in: datagram.span) {
            offset = record.range.upperBound
            if let reason = connection.receive(record, in: datagram.span, &output) { return reason }
        }
        return nil
    }

    mutating func takeOutput() -> [UInt8] {
        defer { output = [] }
        return output
    }
}
