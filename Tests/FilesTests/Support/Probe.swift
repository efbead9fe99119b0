import Codecs
import Foundation
import TestSupport

/// What ffprobe says of a file's packets, in whole ticks.
struct Probe {
    struct Packet: Equatable {
        var decodeTime: MediaTime?
        var presentationTime: MediaTime?
        var isKeyframe: Bool
        var size: Int
    }

    /// Of each stream, in its order.
    var video: [Packet] = []
    var audio: [Packet] = []
    var start: MediaTime

    init(_ path: String) async throws {
        let directory = try TemporaryDirectory("probe")
        let report = directory.url.appending(path: "report.json")
        let ffprobe = try ChildProcess.launch(
            "/usr/bin/ffprobe",
            ["-v", "error", "-show_streams", "-show_packets", "-of", "json", "-o", report.path, "-i", path])
        guard try await ffprobe.waitUntilEnd(timeout: .seconds(60)) == .exited(code: 0) else {
            throw TestFailure("ffprobe: \(ffprobe.output.suffix(2000))")
        }
        let json = try JSONDecoder().decode(JSON.self, from: Data(contentsOf: report))
        var bases: [Int: (kind: String, numerator: Int64, denominator: Int)] = [:]
        var starts: [MediaTime] = []
        for stream in json["streams"].array ?? [] {
            let parts = (stream["time_base"].string ?? "").split(separator: "/")
            guard parts.count == 2, let numerator = Int64(parts[0]), let denominator = Int(parts[1]),
                let index = stream["index"].number
            else { continue }
            bases[Int(index)] = (stream["codec_type"].string ?? "", numerator, denominator)
            if let start = stream["start_pts"].number {
                starts.append(MediaTime(ticks: Int64(start) * numerator, rate: denominator))
            }
        }
        start = starts.min() ?? MediaTime(nanoseconds: 0)
        for packet in json["packets"].array ?? [] {
            guard let base = packet["stream_index"].number.flatMap({ bases[Int($0)] }) else { continue }
            func time(_ name: String) -> MediaTime? {
                packet[name].number.map { MediaTime(ticks: Int64($0) * base.numerator, rate: base.denominator) }
            }
            let entry = Packet(
                decodeTime: time("dts"), presentationTime: time("pts"),
                isKeyframe: packet["flags"].string?.hasPrefix("K") == true,
                size: packet["size"].string.flatMap { Int($0) } ?? 0)
            if base.kind == "video" { video.append(entry) } else { audio.append(entry) }
        }
    }
}
