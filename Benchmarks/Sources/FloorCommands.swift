import ArgumentParser
import Forwarding
import Foundation
import SRTP

/// Who sends what to whom.
struct TrafficOptions: ParsableArguments {
    @Option(help: "How many watch, the publishers in turn.")
    var viewers = 100

    @Option(help: "How many publish.")
    var publishers = 1

    @Option(help: "Bits in a second of each publisher.")
    var bitrate = 2_500_000

    @Option(help: "What encrypts for viewers: gcm or sha1.")
    var profile = Cipher.gcm

    @Flag(help: "Let packets leave over time as browsers do, and not a frame at once.")
    var paced = false

    enum Cipher: String, ExpressibleByArgument, CaseIterable {
        case gcm, sha1
    }

    func validate() throws {
        for (name, value, range) in [
            ("--viewers", viewers, 1...10_000), ("--publishers", publishers, 1...1_000),
            ("--bitrate", bitrate, 10_000...100_000_000),
        ] {
            guard range.contains(value) else {
                throw ValidationError("\(name) is \(value); it takes \(range.lowerBound)...\(range.upperBound)")
            }
        }
    }

    var traffic: Traffic {
        Traffic(
            publishers: publishers, viewers: viewers, profile: profile == .gcm ? .aeadAES128GCM : .aes128CMHMACSHA1_80,
            bitrate: bitrate, isPaced: paced)
    }
}

/// `turnout-bench floor`
struct FloorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "floor",
        abstract: "The least that forwarding costs on this machine: nothing but the kernel and the cipher.")

    @OptionGroup var options: TrafficOptions

    @Option(help: "How many seconds to measure.")
    var seconds = 3.0

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        guard (0.1...3_600).contains(seconds) else { throw ValidationError("--seconds takes 0.1...3600") }
        let figures = try FloorRun.run(
            options.traffic, seconds: seconds,
            peers: (OwnProgram.path, ["floor-peers"] + FloorArguments.of(options.traffic)))
        print(json ? try figures.json : figures.text)
    }
}

/// `turnout-bench floor-peers`, which the floor starts.
struct FloorPeersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "floor-peers", shouldDisplay: false)

    @OptionGroup var options: TrafficOptions

    @Option(help: "Where to send, on 127.0.0.1.")
    var port: UInt16

    func run() throws {
        try FloorPeers(options.traffic, port: port).run()
    }
}
