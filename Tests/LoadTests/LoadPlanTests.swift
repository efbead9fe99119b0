import Testing

@testable import Load

struct LoadPlanTests {
    @Test func oneURLIsEnough() throws {
        let plan = try Self.plan("http://localhost:8080/demo")
        #expect(plan.whip.url(1) == "http://localhost:8080/demo/whip")
        #expect(plan.whep.url(1) == "http://localhost:8080/demo/whep")
        let slash = try Self.plan("http://localhost:8080/demo/")
        #expect(slash.whip == plan.whip)
    }

    @Test func eachPublisherHasItsURLAndViewersTakeTurns() throws {
        let plan = try Self.plan("https://host/room/{n}", publishers: 3, viewers: 7)
        #expect((1...3).map(plan.whip.url) == (1...3).map { "https://host/room/\($0)/whip" })
        #expect((1...7).map(plan.publisher(watchedBy:)) == [1, 2, 3, 1, 2, 3, 1])
        let percent = try Endpoint("http://host/whip/s%d?x=1")
        #expect(percent.url(12) == "http://host/whip/s12?x=1")
    }

    @Test func endpointsOfTheirOwnWin() throws {
        let plan = try LoadPlan(
            base: "http://localhost/a", whip: "http://b/publish", whep: nil, publishers: 1, viewers: 1,
            video: VideoPlan(), options: LoadOptions())
        #expect(plan.whip.url(1) == "http://b/publish" && plan.whep.url(1) == "http://localhost/a/whep")
    }

    @Test func whatCannotBeIsSaid() {
        #expect(throws: PlanError.notAURL("localhost:8080/demo")) { try Self.plan("localhost:8080/demo") }
        #expect(throws: PlanError.numberMissing("http://h/a/whip", 2)) { try Self.plan("http://h/a", publishers: 2) }
        #expect(throws: PlanError.nobody) { try Self.plan("http://h/a", publishers: 0, viewers: 0) }
        #expect(throws: PlanError.outOfRange(option: "--viewers", value: "-1", range: "0...20000")) {
            try Self.plan("http://h/a", viewers: -1)
        }
        var video = VideoPlan()
        video.frameRate = 0
        #expect(throws: PlanError.outOfRange(option: "--fps", value: "0", range: "1...240")) {
            try LoadPlan(
                base: "http://h/a", whip: nil, whep: nil, publishers: 1, viewers: 1, video: video,
                options: LoadOptions())
        }
    }

    @Test(arguments: [("2.5M", 2_500_000), ("800k", 800_000), ("1234567", 1_234_567), ("3m", 3_000_000)])
    func bitratesReadAsPeopleWriteThem(text: String, bits: Int) throws {
        #expect(try Bitrate(text).bitsPerSecond == bits)
    }

    @Test(arguments: [
        ("10s", Duration.seconds(10)), ("500ms", .milliseconds(500)), ("2m", .seconds(120)),
        ("1.5", .milliseconds(1_500)),
        ("1h", .seconds(3_600)),
    ])
    func timesReadAsPeopleWriteThem(text: String, duration: Duration) throws {
        #expect(try Period(text).duration == duration)
    }

    @Test(arguments: ["", "M", "fast", "-3M", "1e400", "nan", "2.5 Mbit"]) func noBitrate(text: String) {
        #expect(throws: PlanError.notABitrate(text)) { try Bitrate(text) }
    }

    @Test(arguments: ["", "s", "long", "-3s", "inf", "10 years"]) func noTime(text: String) {
        #expect(throws: PlanError.notADuration(text)) { try Period(text) }
    }

    private static func plan(_ base: String, publishers: Int = 1, viewers: Int = 1) throws -> LoadPlan {
        try LoadPlan(
            base: base, whip: nil, whep: nil, publishers: publishers, viewers: viewers, video: VideoPlan(),
            options: LoadOptions())
    }
}
