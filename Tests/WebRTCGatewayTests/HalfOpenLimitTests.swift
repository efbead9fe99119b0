import MediaPlane
import Net
import TestSupport
import Testing

@testable import WebRTCGateway

/// Half-open sessions are bounded by their number, in all and for each source.
@Suite struct HalfOpenLimitTests {
    @Test func allSourcesTogetherHaveABound() throws {
        var limit = HalfOpenLimit()
        for index in 0..<1_000 { try limit.enter(Self.key(index), from: IPAddress(v4: 0xC000_0200 + UInt32(index))) }
        #expect(limit.count == 1_000 && limit.sourceCount == 1_000)
        #expect(throws: HalfOpenLimit.Refusal.all) { try limit.enter(Self.key(1_000), from: Self.one) }
        limit.leave(Self.key(7))
        try limit.enter(Self.key(1_000), from: Self.one)
        #expect(throws: HalfOpenLimit.Refusal.all) { try limit.enter(Self.key(1_001), from: Self.other) }
    }

    @Test func oneSourceHasABoundOfItsOwn() throws {
        var limit = HalfOpenLimit()
        for index in 0..<256 { try limit.enter(Self.key(index), from: Self.one) }
        #expect(throws: HalfOpenLimit.Refusal.source) { try limit.enter(Self.key(256), from: Self.one) }
        try limit.enter(Self.key(257), from: Self.other)
        limit.leave(Self.key(0))
        try limit.enter(Self.key(256), from: Self.one)
        #expect(limit.count == 257 && limit.sourceCount == 2)
    }

    /// Who has a network of IPv6 has as many addresses as it likes.
    @Test(
        arguments: [
            ("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", true),
            ("2001:db8:0:1::1", "2001:db8:0:2::1", false),
            ("192.0.2.1", "192.0.2.2", false),
            ("fe80::1", "fe80::2", true),
        ] as [(String, String, Bool)])
    func aSourceIsAnAddressOrANetwork(first: String, second: String, isShared: Bool) throws {
        var limit = HalfOpenLimit(maximum: 10, maximumFromSource: 1)
        try limit.enter(Self.key(0), from: try #require(IPAddress(first)))
        let address = try #require(IPAddress(second))
        if isShared {
            #expect(throws: HalfOpenLimit.Refusal.source) { try limit.enter(Self.key(1), from: address) }
        } else {
            try limit.enter(Self.key(1), from: address)
        }
        #expect(limit.sourceCount == (isShared ? 1 : 2))
    }

    @Test(arguments: ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
    func loopbackIsNotCounted(address: String) throws {
        var limit = HalfOpenLimit(maximum: 1, maximumFromSource: 1)
        try limit.enter(Self.key(0), from: Self.one)
        let loopback = try #require(IPAddress(address))
        for index in 1..<1_500 { try limit.enter(Self.key(index), from: loopback) }
        for index in 1..<1_500 { limit.leave(Self.key(index)) }
        #expect(limit.count == 1)
    }

    /// Any order of coming and going, and leaving twice or without having come, ends where it began.
    @Test(arguments: 1...20 as ClosedRange<UInt64>) func nothingStaysBehind(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        var limit = HalfOpenLimit(maximum: 50, maximumFromSource: 8)
        var open: Set<Int> = []
        for _ in 0..<2_000 {
            let number = Int.random(in: 0..<100, using: &random)
            if Bool.random(using: &random) {
                let isNew = !open.contains(number)
                let address = IPAddress(v4: 0xC000_0200 + UInt32(number % 10))
                if (try? limit.enter(Self.key(number), from: address)) != nil, isNew { open.insert(number) }
            } else {
                limit.leave(Self.key(number))
                open.remove(number)
            }
            #expect(limit.count == open.count && open.count <= 50)
            #expect(Dictionary(grouping: open) { $0 % 10 }.allSatisfy { $0.value.count <= 8 })
        }
        for number in 0..<100 { limit.leave(Self.key(number)) }
        #expect(limit.count == 0 && limit.sourceCount == 0)
    }

    @Test func refusalsAreCountedByReason() {
        let sessions = HalfOpenSessions()
        for index in 0..<260 { try? sessions.enter(Self.key(index), from: Self.one) }
        #expect(sessions.exposition.contains("\nturnout_half_open_sessions 256\n"))
        #expect(sessions.exposition.contains("turnout_refused_sessions_total{reason=\"half_open_source\"} 4\n"))
        #expect(sessions.exposition.contains("turnout_refused_sessions_total{reason=\"half_open\"} 0\n"))
    }

    private static let one = IPAddress(v4: 0xCB00_7101)
    private static let other = IPAddress(v4: 0xCB00_7102)

    private static func key(_ number: Int) -> SessionKey {
        SessionKey(text: "session-\(number)")
    }
}
