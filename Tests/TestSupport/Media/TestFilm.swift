import Foundation

/// Films that tests publish, made by ffmpeg when they are first asked for and kept in `.build/test-media`.
///
/// 640x360 at 30 frames a second: ffmpeg's moving test picture, with a lamp in the upper left corner that is lit in the first
/// three frames of each second. The sound is a tone of 1 kHz, ten times louder in the first tenth of each second.
package enum TestFilm: String, CaseIterable, Sendable {
    /// Baseline without B-frames, with AAC; half a minute.
    case h264
    /// High with three B-frames in a row, with AAC; half a minute.
    case h264WithBFrames
    /// H.265 with B-frames, and AAC.
    case hevc
    /// AV1 and Opus.
    case av1
    /// VP9 and Opus.
    case vp9
    /// H.264 at some 20 Mbit/s, more than a socket's buffers hold for long, and AAC.
    case noise
    /// H.264 at some 2 Mbit/s, and AAC.
    case grain

    /// The names that ffprobe gives to the codecs.
    package var codecs: (video: String, audio: String) {
        switch self {
        case .h264, .h264WithBFrames, .noise, .grain: ("h264", "aac")
        case .hevc: ("hevc", "aac")
        case .av1: ("av1", "opus")
        case .vp9: ("vp9", "opus")
        }
    }

    /// The path of the film's file, an MP4.
    package func file() async throws -> String {
        let encoder = encoder.split(separator: " ").map(String.init)
        let inputs = [
            "-t", "\(seconds)", "-f", "lavfi", "-i", picture, "-t", "\(seconds)", "-f", "lavfi", "-i", Self.sound,
        ]
        let arguments = inputs + ["-pix_fmt", "yuv420p", "-g", "60", "-keyint_min", "60"] + encoder
        // Another recipe is another file.
        let folder = Checkout.root.appending(path: ".build/test-media")
        let file = folder.appending(path: "\(rawValue)-\(Self.digest(arguments)).mp4")
        guard !FileManager.default.fileExists(atPath: file.path) else { return file.path }

        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let unfinished = folder.appending(path: "\(rawValue)-\(UUID().uuidString).mp4")
        defer { try? FileManager.default.removeItem(at: unfinished) }
        let ffmpeg = try ChildProcess.launch(
            Checkout.ffmpeg, ["-hide_banner", "-loglevel", "error"] + arguments + [unfinished.path])
        guard try await ffmpeg.waitUntilEnd(timeout: .seconds(180)) == .exited(code: 0) else {
            throw TestFailure("ffmpeg could not make \(rawValue): \(ffmpeg.output.suffix(3000))")
        }
        guard rename(unfinished.path, file.path) == 0 else { throw TestFailure("\(file.path) cannot be made") }
        return file.path
    }

    private var seconds: Int {
        switch self {
        case .h264, .h264WithBFrames: 30
        case .hevc, .av1, .vp9: 12
        case .noise, .grain: 5
        }
    }

    private var picture: String {
        guard self != .noise, self != .grain else { return "nullsrc=size=640x360:rate=30,geq=random(1)*255:128:128" }
        let lamp = "drawbox=x=0:y=0:w=160:h=96:t=fill"
        return "testsrc2=size=640x360:rate=30,\(lamp):color=black,\(lamp):color=white:enable='lt(mod(t,1),0.099)'"
    }

    private static let sound: String = {
        let wave = "(0.05+0.45*lt(mod(t,1),0.1))*sin(2*PI*1000*t)"
        return "aevalsrc='\(wave)|\(wave)':s=48000"
    }()

    private var encoder: String {
        let (aac, opus) = ("-c:a aac -b:a 96k", "-c:a libopus -b:a 96k")
        return switch self {
        case .h264: "-c:v libx264 -preset veryfast -profile:v baseline -bf 0 -b:v 600k \(aac)"
        case .h264WithBFrames: "-c:v libx264 -preset veryfast -profile:v high -bf 3 -b_strategy 0 -b:v 600k \(aac)"
        case .hevc: "-c:v libx265 -preset ultrafast -x265-params log-level=error:bframes=3:b-adapt=0 -b:v 600k \(aac)"
        case .av1: "-c:v libsvtav1 -preset 12 -b:v 600k \(opus)"
        case .vp9: "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 600k \(opus)"
        case .noise: "-c:v libx264 -preset ultrafast -bf 0 -b:v 20M -maxrate 20M -bufsize 20M \(aac)"
        case .grain: "-c:v libx264 -preset ultrafast -bf 0 -b:v 2M -maxrate 2M -bufsize 2M \(aac)"
        }
    }

    /// FNV-1a, the same in every process.
    private static func digest(_ words: [String]) -> String {
        let hash = words.joined(separator: " ").utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
            ($0 ^ UInt64($1)) &* 0x100_0000_01B3
        }
        return String(hash, radix: 16)
    }
}
