import Foundation
import TestSupport

/// Files as people have them, made by ffmpeg in a temporary folder: six seconds, a keyframe each second.
enum Sample: String, CaseIterable, Sendable {
    case mp4WithBFrames = "h264-bframes-aac.mp4"
    case mp4WithFragments = "h264-fragments.mp4"
    case mp4WithHEVC = "hevc-aac.mp4"
    case matroska = "vp9-opus.mkv"
    case matroskaWithBFrames = "h264-ac3.mkv"
    case webm = "vp8-opus.webm"
    case webmWithAV1 = "av1-opus.webm"
    case transportStream = "h264-aac.ts"
    case transportStreamWithHEVC = "hevc-mp2.ts"
    case quickTime = "mjpeg-pcm.mov"
    case avi = "mjpeg-pcm.avi"
    case flv = "h264-aac.flv"
    case mp3 = "tone.mp3"
    case wav = "tone.wav"
    case alaw = "alaw.wav"
    case g722 = "g722.wav"
    case aac = "tone.aac"
    case opus = "tone.opus"
    case flac = "tone.flac"

    /// Arguments of ffmpeg between the inputs, video and audio, and the output.
    private var recipe: String {
        let x264 = "-c:v libx264 -preset ultrafast -g 25 -keyint_min 25 -sc_threshold 0"
        let x265 = "-c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=25:min-keyint=25:scenecut=0"
        let libvpx = "-deadline realtime -cpu-used 8 -g 25 -b:v 100k"
        let opus = "-c:a libopus -b:a 48k"
        return switch self {
        case .mp4WithBFrames: "\(x264) -bf 2 -b_strategy 0 -c:a aac"
        case .mp4WithFragments: "\(x264) -c:a aac -movflags frag_keyframe+empty_moov"
        case .mp4WithHEVC: "\(x265):bframes=2 -c:a aac -tag:v hvc1"
        case .matroska: "-c:v libvpx-vp9 \(libvpx) \(opus)"
        case .matroskaWithBFrames: "\(x264) -bf 2 -c:a ac3"
        case .webm: "-c:v libvpx \(libvpx) \(opus)"
        case .webmWithAV1: "-c:v libsvtav1 -preset 12 -g 25 -svtav1-params keyint=25 \(opus)"
        case .transportStream: "\(x264) -bf 2 -b_strategy 0 -c:a aac"
        case .transportStreamWithHEVC: "\(x265):bframes=2 -c:a mp2"
        case .quickTime: "-c:v mjpeg -c:a pcm_s16be"
        case .avi: "-c:v mjpeg -c:a pcm_u8"
        case .flv: "\(x264) -bf 2 -ar 44100 -c:a aac"
        case .mp3: "-vn -c:a libmp3lame"
        case .wav: "-vn -c:a pcm_s16le"
        case .alaw: "-vn -ar 8000 -ac 1 -c:a pcm_alaw"
        case .g722: "-vn -ar 16000 -ac 1 -c:a g722"
        case .aac: "-vn -c:a aac"
        case .opus: "-vn \(opus)"
        case .flac: "-vn -c:a flac"
        }
    }

    /// The file's path.
    func file() async throws -> String {
        try await SampleFolder.shared.get().file(of: self, recipe)
    }
}

/// Where the samples are: each is made once.
actor SampleFolder {
    static let shared = Result { try SampleFolder() }

    private let directory: TemporaryDirectory
    private var files: [Sample: Task<String, any Error>] = [:]

    private init() throws {
        directory = try TemporaryDirectory("samples")
    }

    func file(of sample: Sample, _ recipe: String) async throws -> String {
        if let file = files[sample] { return try await file.value }
        let path = directory.url.appending(path: sample.rawValue).path
        let task = Task {
            let inputs = [
                "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=25:duration=6",
                "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=6",
            ]
            let ffmpeg = try ChildProcess.launch(
                "/usr/bin/ffmpeg",
                ["-hide_banner", "-loglevel", "error"] + inputs
                    + ["-pix_fmt", "yuv420p", "-fflags", "+bitexact", "-map_metadata", "-1"]
                    + recipe.split(separator: " ").map(String.init) + [path])
            guard try await ffmpeg.waitUntilEnd(timeout: .seconds(180)) == .exited(code: 0) else {
                throw TestFailure("ffmpeg could not make \(sample.rawValue): \(ffmpeg.output.suffix(3000))")
            }
            return path
        }
        files[sample] = task
        return try await task.value
    }
}
