import Figures
import Testing

@testable import Playing

@Suite struct DeliveryTests {
    private func delivery(_ before: [Int], _ after: [Int]) -> Delivery {
        Delivery(before: before, after: after, smallestFrame: 186, meanFrame: 1_000)
    }

    @Test func whoGotTheSameMissedNothing() {
        // They joined at different times, and one was pinged.
        let delivery = delivery([100, 5_000, 0], [10_100, 15_018, 10_000])
        #expect(delivery.lostFrames == 0)
        #expect(delivery.served == 3)
    }

    @Test(arguments: [(185, 0, 2), (186, 1, 1), (1_999, 1, 1), (2_000, 2, 1), (10_000, 10, 1)])
    func missingBytesAreFrames(bytes: Int, frames: Int, served: Int) {
        let delivery = delivery([0, 0], [10_000, 10_000 - bytes])
        #expect(delivery.lostFrames == frames)
        #expect(delivery.served == served)
    }

    @Test func nobodyMissesNothing() {
        #expect(delivery([], []).lostFrames == 0)
        #expect(delivery([], []).served == 0)
    }
}

@Suite struct PlayingFiguresTests {
    private static let figures = PlayingFigures(
        players: 200, served: 100, lostFrames: 0, faultyFrames: 0, seconds: 4, cpuSeconds: 0.5, bytes: 20_000_000,
        memoryKiB: 4_000)

    @Test func figuresAreForAMegabyteACoreAndAPlayer() {
        #expect(Self.figures.cpuMsPerMegabyte == 25)
        #expect(Self.figures.playersPerCore == 800)
        #expect(Self.figures.memoryKiBPerPlayer == 20)
    }

    @Test func nothingDeliveredIsNoFigure() {
        var figures = Self.figures
        figures.bytes = 0
        #expect(figures.cpuMsPerMegabyte.isNaN)
    }

    /// One result with rounds of these CPU seconds.
    private func result(_ seconds: [(turnout: Double, rival: Double?)]) -> PlayingResult {
        PlayingResult(
            players: 200,
            rounds: seconds.map { turnout, rival in
                func figures(_ seconds: Double) -> PlayingFigures {
                    var figures = Self.figures
                    figures.cpuSeconds = seconds
                    return figures
                }
                return PlayingRound(turnout: figures(turnout), rival: rival.map(figures))
            })
    }

    @Test func theRatioIsTheMedianOfRatios() {
        let result = result([(2, 1), (9, 3), (8, 2)])
        #expect(result.ratio == 3)
        #expect(result.median(\.cpuMsPerMegabyte) { $0.turnout } == 400)
        #expect(result.median(\.cpuMsPerMegabyte) { $0.rival } == 100)
    }

    @Test func withoutTheRivalThereAreDashes() {
        let table = PlayingTable(.rtmp, [result([(0.5, nil)])], machine: machine, seconds: 4)
        #expect(table.markdown.contains("| 200 | 25.0 | - | - | 800 | - | 20.0 | - | 100 | - | 0 | - |"))
    }

    @Test func theTableNamesTheMachineAndTheFigures() {
        let table = PlayingTable(.rtmp, [result([(0.5, 2)])], machine: machine, seconds: 4)
        #expect(table.markdown.hasPrefix("Fast, 2 cores, Linux 6.1, 2026-01-02:\n\n| RTMP players |"))
        #expect(
            table.markdown.contains("| 200 | 25.0 | 100 | 0.25 | 800 | 200 | 20.0 | 20.0 | 100 | 100 | 0 | 0 |"))
        #expect(table.text.contains("RTMP players"))
    }

    @Test(arguments: [(PlayingScenario.rtmp, "nginx", "600 kbit/s"), (.rtsp, "floor", "2000 kbit/s")])
    func theTableNamesTheRivalAndTheStream(scenario: PlayingScenario, rival: String, bitrate: String) {
        let table = PlayingTable(scenario, [result([(0.5, 2)])], machine: machine, seconds: 4).markdown
        let head = table.split(separator: "\n").first { $0.hasPrefix("|") } ?? ""
        #expect(
            head.hasPrefix("| \(scenario.name) players | CPU ms a MB | \(rival) | ratio | players a core | \(rival) |"))
        #expect(head.split(separator: "|").count { $0 == " \(rival) " } == 5)
        #expect(table.contains("One stream of \(bitrate) over \(scenario.name)"))
    }

    private let machine = Machine(processor: "Fast", cores: 2, kernel: "6.1", date: "2026-01-02")
}

@Suite struct ProcessStatusTests {
    private static let status =
        "Name:\tnginx\nVmHWM:\t    9128 kB\nVmRSS:\t    8316 kB\nCpus_allowed:\t3\nCpus_allowed_list:\t%\n"

    @Test func memoryIsWhatIsResident() {
        #expect(ProcessStatus.residentKiB(in: Self.status) == 8_316)
        #expect(ProcessStatus.residentKiB(in: "Name:\tkthreadd\n") == nil)
        #expect(ProcessStatus.residentKiB(in: "VmRSS:\tmuch kB\n") == nil)
    }

    @Test(arguments: [("0", [0]), ("0-1", [0, 1]), ("1,4-6,9", [1, 4, 5, 6, 9]), ("3-1", []), ("-", [])])
    func coresAreAList(list: String, cores: [Int]) {
        #expect(ProcessStatus.cores(in: Self.status.replacing("%", with: list)) == cores)
    }

    @Test func coresCanBeUnknown() {
        #expect(ProcessStatus.cores(in: "Name:\tnginx\n").isEmpty)
    }
}
