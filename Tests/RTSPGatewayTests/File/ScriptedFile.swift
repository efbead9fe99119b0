import Codecs
import Files
import MediaPlane
import Net
import Packetization
import RTP
import TestSupport
import Testing

@testable import RTSPGateway

/// A file of ten seconds: G.711 in frames of 20 ms, and VP8 at 25 frames a second with a keyframe each two seconds.
/// The first byte of a frame of sound, and the last of one of video, is its number.
struct ScriptedFile: PlayableFile {
    var tracks: [TrackFormat]
    var start: MediaTime
    var duration: Int64?
    /// Thrown instead of the frame with that number.
    var damage: Int?
    private var frames: [FileFrame]
    private var next = 0

    init(frames: [FileFrame] = ScriptedFile.all) {
        self.frames = frames
        tracks = [Self.video, Self.sound]
        start = Self.start
        duration = 10 * Self.second
    }

    static let video = TrackFormat(.vp8, width: 160, height: 120)
    static let sound = TrackFormat(.pcmu, sampleRate: 8_000, channels: 1)
    static let second: Int64 = 1_000_000_000
    /// No file needs to begin with 0.
    static let start: MediaTime = MediaTime(milliseconds: 1_400)

    static let all: [FileFrame] = {
        var frames: [FileFrame] = []
        for number in 0..<500 {
            let time = start + Int64(number) * 20_000_000
            if number.isMultiple(of: 2) {
                let isKeyframe = number.isMultiple(of: 100)
                let bytes: [UInt8] = [isKeyframe ? 0 : 1, 0, 0, UInt8(number / 2 % 256)]
                frames.append(FileFrame(Frame(time: time, isKeyframe: isKeyframe, bytes: bytes), track: 0))
            }
            let samples = [UInt8(number % 256)] + [UInt8](repeating: 0xFF, count: 159)
            frames.append(FileFrame(Frame(time: time, bytes: samples), track: 1))
        }
        return frames
    }()

    mutating func read() throws(MediaFileError) -> FileFrame? {
        guard next < frames.count else { return nil }
        if next == damage { throw .unplayable("It is torn.") }
        next += 1
        return frames[next - 1]
    }

    mutating func seek(to time: MediaTime) throws(MediaFileError) -> MediaTime {
        next = frames.lastIndex { $0.track == 0 && $0.frame.isKeyframe && $0.frame.decodeTime <= time } ?? 0
        return frames[next].frame.presentationTime
    }
}
