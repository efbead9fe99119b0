import Testing

@testable import Forwarding

@Suite struct ExpositionTests {
    private static let page = Exposition(
        """
        # HELP packets_total Packets.
        # TYPE packets_total counter
        packets_total{worker="0",kind="a"} 5
        packets_total{worker="1",kind="a"} 7
        packets_total{worker="1",kind="b"} 1.5
        plain 3
        engine_info{engine="fast"} 1
        nonsense
        packets_total{worker="2"} many
        """)

    @Test func samplesAreAdded() {
        #expect(Self.page.sum("packets_total") == 13.5)
        #expect(Self.page.sum("packets_total", where: ["worker": "1"]) == 8.5)
        #expect(Self.page.sum("packets_total", where: ["worker": "1", "kind": "b"]) == 1.5)
        #expect(Self.page.sum("plain") == 3)
        #expect(Self.page.sum("other") == 0)
    }

    @Test func labelsAreFound() {
        #expect(Self.page.label("engine", of: "engine_info") == "fast")
        #expect(Self.page.label("colour", of: "engine_info") == nil)
        #expect(Self.page.label("engine", of: "other") == nil)
    }

    private static func histogram(_ counts: [(String, Int)]) -> Exposition {
        Exposition(counts.map { "time_bucket{worker=\"0\",le=\"\($0)\"} \($1)" }.joined(separator: "\n"))
    }

    @Test func bucketsAscendWhateverTheirOrder() {
        let page = Self.histogram([("+Inf", 9), ("0.5", 2), ("0.001", 1)])
        #expect(page.buckets("time").map(\.limit) == [0.001, 0.5, .infinity])
        #expect(page.buckets("time").map(\.count) == [1, 2, 9])
    }

    @Test func quantilesAreOfWhatCameBetween() throws {
        let before = Self.histogram([("1", 100), ("2", 100), ("4", 100), ("+Inf", 100)])
        let after = Self.histogram([("1", 100), ("2", 150), ("4", 200), ("+Inf", 200)])
        // Of 100, half in 1...2, half in 2...4.
        #expect(after.quantile(0.5, of: "time", since: before) == 2)
        #expect(after.quantile(0.25, of: "time", since: before) == 1.5)
        #expect(after.quantile(0.75, of: "time", since: before) == 3)
        #expect(after.quantile(0.5, of: "time", since: after) == nil)
    }

    @Test func theLastBucketHasNoEnd() {
        let none = Exposition("")
        let page = Self.histogram([("1", 1), ("2", 1), ("+Inf", 100)])
        #expect(page.quantile(0.99, of: "time", since: none) == 2)
    }
}
