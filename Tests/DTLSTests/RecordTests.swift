import Testing

@testable import DTLS

struct RecordTests {
    @Test func sharesThePortByTheFirstByte() {
        #expect((UInt8.min...UInt8.max).filter(isDTLS) == Array(20...63))
    }

    @Test func findsEachRecordOfADatagram() throws {
        let datagram = record(.handshake, body: [1, 2, 3]) + record(.alert, epoch: 1, body: [2, 40])
        let found = Record(at: 0, in: datagram.span)
        let first = try #require(found)
        #expect(first.contentType == .handshake && first.epoch == 0)
        #expect(first.range == 0..<16 && first.body == 13..<16)
        let foundNext = Record(at: first.range.upperBound, in: datagram.span)
        let second = try #require(foundNext)
        #expect(second.contentType == .alert && second.epoch == 1)
        #expect(second.range == 16..<31 && second.body == 29..<31)
        for offset in [31, 32, -1] {
            let none = Record(at: offset, in: datagram.span)
            #expect(none == nil)
        }
    }

    @Test func aRecordCutShortIsNone() {
        let whole = record(.handshake, body: [1, 2, 3])
        for length in 0..<whole.count {
            let cut = Array(whole.prefix(length))
            let none = Record(at: 0, in: cut.span)
            #expect(none == nil)
        }
    }

    @Test func refusesOtherVersionsAndOverlongBodies() {
        var tls = record(.handshake, body: [1])
        tls[1] = 3
        let longest = record(.applicationData, body: Array(repeating: 0, count: Record.maximumBodyLength))
        let longer = record(.applicationData, body: Array(repeating: 0, count: Record.maximumBodyLength + 1))
        for (bytes, known) in [(tls, false), (longest, true), (longer, false)] {
            let found = Record(at: 0, in: bytes.span)
            #expect((found != nil) == known)
        }
    }

    @Test func anUnknownContentTypeIsStillARecord() throws {
        let heartbeat = record(type: 24, body: [1])
        let found = Record(at: 0, in: heartbeat.span)
        #expect(try #require(found).contentType == nil)
    }

    /// Body lengths of records, and how many bytes go into each datagram of at most 100.
    @Test(
        arguments: [
            (bodies: [], datagrams: []),
            (bodies: [10], datagrams: [23]),
            (bodies: [10, 20, 30], datagrams: [99]),
            (bodies: [10, 20, 31], datagrams: [100]),
            (bodies: [10, 20, 32], datagrams: [56, 45]),
            (bodies: [87, 0, 87], datagrams: [100, 13, 100]),
            (bodies: [88, 1], datagrams: [101, 14]),
        ] as [(bodies: [Int], datagrams: [Int])])
    func packsButNeverCuts(bodies: [Int], datagrams: [Int]) {
        let records = bodies.map { record(.handshake, body: Array(repeating: UInt8($0), count: $0)) }
        let run = records.flatMap { $0 }
        var packed: [[UInt8]] = []
        packRecords(run.span, limit: 100) { span in packed.append(span.indices.map { span[$0] }) }
        #expect(packed.map(\.count) == datagrams)
        #expect(packed.flatMap { $0 } == run)
    }
}

func record(_ type: Record.ContentType, epoch: UInt16 = 0, sequence: UInt8 = 0, body: [UInt8]) -> [UInt8] {
    record(type: type.rawValue, epoch: epoch, sequence: sequence, body: body)
}

func record(type: UInt8, epoch: UInt16 = 0, sequence: UInt8 = 0, body: [UInt8]) -> [UInt8] {
    [type, 254, 253, UInt8(epoch >> 8), UInt8(epoch & 255), 0, 0, 0, 0, 0, sequence]
        + [UInt8(body.count >> 8), UInt8(body.count & 255)] + body
}
