import Testing

@testable import DTLS

struct RecordFilterTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bytes: [UInt8]
        let state: RecordFilter.ReadState
        let admitted: Bool

        init(_ description: String, _ bytes: [UInt8], _ state: RecordFilter.ReadState = .plaintext, admitted: Bool) {
            (testDescription, self.bytes, self.state, self.admitted) = (description, bytes, state, admitted)
        }
    }

    @Test(arguments: [
        Case("whole message", record(.handshake, body: fragment(type: 1, of: 4, sequence: 0, 0..<4)), admitted: true),
        Case("empty message", record(.handshake, body: fragment(type: 14, of: 0, sequence: 5, 0..<0)), admitted: true),
        Case(
            "two messages",
            record(
                .handshake,
                body: fragment(type: 1, of: 4, sequence: 0, 0..<4) + fragment(type: 2, of: 9, sequence: 1, 3..<9)),
            admitted: true),
        Case("no message", record(.handshake, body: []), admitted: false),
        Case(
            "message cut short", record(.handshake, body: fragment(type: 1, of: 4, sequence: 0, 0..<4).dropLast()),
            admitted: false),
        Case("past its end", record(.handshake, body: fragment(type: 1, of: 4, sequence: 0, 2..<5)), admitted: false),
        Case("empty fragment", record(.handshake, body: fragment(type: 1, of: 4, sequence: 0, 2..<2)), admitted: false),
        Case(
            "odd message", record(.handshake, body: fragment(type: 99, of: 4, sequence: 0, 0..<4)), admitted: false),
        Case("HelloRequest", record(.handshake, body: fragment(type: 0, of: 0, sequence: 0, 0..<0)), admitted: false),
        Case("far ahead", record(.handshake, body: fragment(type: 1, of: 4, sequence: 12, 0..<4)), admitted: false),
        Case("too long", record(.handshake, body: fragment(type: 11, of: 16_385, sequence: 0, 0..<4)), admitted: false),
        Case("ChangeCipherSpec", record(.changeCipherSpec, body: [1]), .cipherChangeAwaited, admitted: true),
        Case("early ChangeCipherSpec", record(.changeCipherSpec, body: [1]), admitted: false),
        Case("second ChangeCipherSpec", record(.changeCipherSpec, body: [1]), .cipherChanged, admitted: false),
        Case("odd ChangeCipherSpec", record(.changeCipherSpec, body: [2]), .cipherChangeAwaited, admitted: false),
        Case("long ChangeCipherSpec", record(.changeCipherSpec, body: [1, 1]), .cipherChangeAwaited, admitted: false),
        Case("fatal alert", record(.alert, body: [2, 40]), admitted: true),
        Case("close_notify", record(.alert, body: [1, 0]), admitted: true),
        Case("warning", record(.alert, body: [1, 90]), admitted: false),
        Case("no level", record(.alert, body: [0, 0]), admitted: false),
        Case("short alert", record(.alert, body: [2]), admitted: false),
        Case("plaintext data", record(.applicationData, body: [1, 2, 3]), admitted: false),
        Case("heartbeat", record(type: 24, body: [1, 2, 3]), admitted: false),
        Case("another epoch", record(.handshake, epoch: 2, body: [1, 2, 3]), .cipherChanged, admitted: false),
        Case("data too early", record(.applicationData, epoch: 1, body: encrypted), admitted: false),
        Case("data in time", record(.applicationData, epoch: 1, body: encrypted), .cipherChanged, admitted: true),
        Case("early Finished", record(.handshake, epoch: 1, body: encrypted), .cipherChangeAwaited, admitted: true),
        Case("Finished in time", record(.handshake, epoch: 1, body: encrypted), .cipherChanged, admitted: true),
        Case(
            "less than a tag", record(.handshake, epoch: 1, body: encrypted.dropLast()), .cipherChanged, admitted: false
        ),
        Case(
            "plaintext before Finished", record(.handshake, body: fragment(type: 16, of: 4, sequence: 3, 0..<4)),
            .cipherChanged, admitted: true),
    ]) func decides(example: Case) {
        var filter = RecordFilter()
        #expect(admits(&filter, example.bytes, example.state) == example.admitted)
    }

    @Test func aFragmentMayNotContradictTheFirst() {
        var filter = RecordFilter()
        #expect(admits(&filter, record(.handshake, body: fragment(type: 1, of: 8, sequence: 0, 0..<4))))
        #expect(!admits(&filter, record(.handshake, body: fragment(type: 1, of: 9, sequence: 0, 4..<9))))
        #expect(admits(&filter, record(.handshake, body: fragment(type: 1, of: 8, sequence: 0, 4..<8))))
    }

    /// The first two messages use up the total; more of them still passes, others do not.
    @Test func allMessagesTogetherAreLimited() {
        var filter = RecordFilter()
        let lengths = [
            HandshakeLimits.maximumMessageLength,
            HandshakeLimits.maximumTotalLength - HandshakeLimits.maximumMessageLength,
        ]
        for (sequence, length) in lengths.enumerated() {
            let first = record(.handshake, body: fragment(type: 11, of: length, sequence: sequence, 0..<1))
            #expect(admits(&filter, first))
        }
        #expect(!admits(&filter, record(.handshake, body: fragment(type: 11, of: 1, sequence: 2, 0..<1))))
        #expect(admits(&filter, record(.handshake, body: fragment(type: 11, of: lengths[1], sequence: 1, 1..<2))))
    }

    @Test func recordsBeforeTheirKeysAreLimited() {
        var filter = RecordFilter()
        let finished = record(.handshake, epoch: 1, body: Array(repeating: 0, count: 48))
        let admitted = (0..<10).count { _ in admits(&filter, finished) }
        #expect(admitted == HandshakeLimits.maximumEarlyRecords)
        #expect(admits(&filter, finished, .cipherChanged))
    }

    private func admits(_ filter: inout RecordFilter, _ bytes: [UInt8], _ state: RecordFilter.ReadState = .plaintext)
        -> Bool
    {
        guard let record = Record(at: 0, in: bytes.span) else { return false }
        return filter.admits(record, in: bytes.span, state)
    }
}

/// As short as a record under AES-GCM can be.
private let encrypted = [UInt8](repeating: 0, count: 24)

/// A handshake fragment (RFC 6347 §4.2.2) that carries the bytes `range` of a message of `length` bytes.
func fragment(type: UInt8, of length: Int, sequence: Int, _ range: Range<Int>) -> [UInt8] {
    func uint24(_ value: Int) -> [UInt8] { [UInt8(value >> 16 & 255), UInt8(value >> 8 & 255), UInt8(value & 255)] }
    return [type] + uint24(length) + [UInt8(sequence >> 8), UInt8(sequence & 255)] + uint24(range.lowerBound)
        + uint24(range.count) + Array(repeating: 0, count: range.count)
}
