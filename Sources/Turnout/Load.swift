import ArgumentParser
import Foundation
import Load
import UnixSignals

/// `turnout load URL`
struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Publish and watch as many clients do, and say what it cost: of this server or another.",
        discussion: """
            Publishers join first, then viewers, who watch them in turn; once everybody has joined, the measuring begins. \
            Ends with 0 when everybody joined and stayed and no more was lost than allowed, otherwise with 1.
            """)

    @Argument(help: "A stream's URL, to which /whip and /whep are added; {n} stands for the publisher's number.")
    var url = "http://localhost:8080/load"

    @Option(help: "Where to publish, when that is elsewhere.")
    var whip: String?

    @Option(help: "Where to watch, when that is elsewhere.")
    var whep: String?

    @Option(help: "How many publish; 0 to watch what is there.")
    var publishers = 1

    @Option(help: "How many watch.")
    var viewers = 1

    @Option(help: "What publishers send.")
    var codec = VideoFormat.h264

    @Option(help: "Bits in a second of each publisher's video, e.g. 800k.")
    var bitrate = Bitrate(bitsPerSecond: 2_500_000)

    @Option(help: "Frames in a second.")
    var fps = 30

    @Option(help: "The time between keyframes that nobody asked for.")
    var keyframeInterval = Period(.seconds(2))

    @Flag(help: "Let packets leave over time as browsers do, or a frame at once.")
    var pacing = Pacing.paced

    @Flag(help: "Send Opus too.")
    var audio = false

    @Option(help: "Joins in a second.")
    var ramp = 50.0

    @Option(help: "How long to measure.")
    var duration = Period(.seconds(10))

    @Option(help: "A Bearer token for every request.")
    var token: String?

    @Option(help: "The SRTP ciphers that are offered.")
    var srtp = CipherChoice.any

    @Option(help: "The share of packets that viewers throw away, in percent.")
    var loss = 0.0

    @Flag(help: "Let viewers ask for packets that they miss.")
    var nack = false

    @Option(help: "The share of packets that may be lost, in percent.")
    var maxLoss = 0.1

    @Option(
        help: "A process of the server, to watch its CPU time and memory; without it, who listens on the URL's port.")
    var pid: [Int32] = []

    @Option(help: "Threads that send and receive.")
    var threads = max(1, ProcessInfo.processInfo.activeProcessorCount / 2)

    @Option(help: "Repeat what was left to chance.")
    var seed: UInt64?

    @Flag(help: "Take any certificate of an HTTPS server.")
    var insecure = false

    @Flag(help: "Print one JSON object on standard output.")
    var json = false

    enum Pacing: String, EnumerableFlag {
        case paced, burst
    }

    func run() async throws {
        let report: LoadReport
        do {
            report = try await Self.run(plan())
        } catch {
            throw complaint("\(error)")
        }
        print(json ? report.json : report.text)
        guard report.passed else { throw ExitCode.failure }
    }

    private func plan() throws(PlanError) -> LoadPlan {
        var video = VideoPlan()
        video.format = codec
        video.bitrate = bitrate.bitsPerSecond
        video.frameRate = fps
        video.keyframeInterval = keyframeInterval.duration
        video.isPaced = pacing == .paced
        var options = LoadOptions()
        options.sendsAudio = audio
        options.ramp = ramp
        options.duration = duration.duration
        options.token = token
        options.cipher = srtp
        options.dropPercent = loss
        options.repairs = nack
        options.maximumLossPercent = maxLoss
        options.servers = pid
        options.threads = threads
        options.seed = seed
        options.trustsAnyCertificate = insecure
        return try LoadPlan(
            base: url, whip: whip, whep: whep, publishers: publishers, viewers: viewers, video: video,
            options: options)
    }

    /// The first SIGINT or SIGTERM ends the run politely, the second the process.
    private static func run(_ plan: LoadPlan) async throws -> LoadReport {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        let run = try LoadRun(plan) { line in FileHandle.standardError.write(Data((line + "\n").utf8)) }
        let obedience = Task {
            var isStopping = false
            for await signal in signals {
                // What a shell reports for a process that a signal ended.
                if isStopping { _exit(128 + signal.rawValue) }
                isStopping = true
                await run.stop()
            }
        }
        defer { obedience.cancel() }
        return await run.run()
    }
}

extension VideoFormat: ExpressibleByArgument {}
extension CipherChoice: ExpressibleByArgument {}

extension Bitrate: ExpressibleByArgument {
    package init?(argument: String) {
        try? self.init(argument)
    }
}

extension Period: ExpressibleByArgument {
    package init?(argument: String) {
        try? self.init(argument)
    }
}
