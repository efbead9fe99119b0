import Codecs
import Files
import MediaPlane
import Net
import Packetization
import RTP
import TestSupport
import Testing

@testable import RTSPGateway

/// A file of ten seconds: G.711 in frames of 20 ms, and VP8 at 25 frames a second with a keyframe each two seconds. The first
/// byte of a frame of sound, and the last of one of video, is its number.
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

/// A player's end in virtual time: everything that is sent, with when.
struct PlayedFile {
    struct Packet: Equatable {
        var at: Int64
        var track: Int
        var header: RTPHeader
        var payload: [UInt8]
    }

    var player: FilePlayer<ScriptedFile>
    var now = LoopTime(now: Instant(nanoseconds: 77_000_000_000), wallClock: 1_700_000_000_000_000_000)
    var packets: [Packet] = []
    var reports: [(at: Int64, track: Int, bytes: [UInt8])] = []
    var ends: [PlaybackEnd] = []

    init(_ file: ScriptedFile = ScriptedFile(), tracks: [Int] = [0, 1]) throws {
        var random = SeededRandom(seed: 5)
        player = FilePlayer(
            file,
            tracks: tracks.compactMap { index in
                let format = file.tracks[index]
                guard let packets = PacketFormat(packetsOf: format) else { return nil }
                let sender = RTPSender(format: packets, cname: "a@b", random: &random)
                return PlaybackTrack(index: index, format: format, sender: sender)
            })
    }

    mutating func play(_ from: Double? = nil, _ to: Double? = nil) throws -> PlaybackStart {
        try player.play(PlaybackRange(from: from.map { .seconds($0) }, to: to.map { .seconds($0) }), now: now)
    }

    mutating func pause() {
        player.pause()
    }

    /// Lets time pass without asking for anything.
    mutating func sleep(_ milliseconds: Int64) {
        now.now = Instant(nanoseconds: now.now.nanoseconds + milliseconds * 1_000_000)
        now.wallClock += milliseconds * 1_000_000
    }

    /// Plays for so long, or until there is nothing to do.
    /// - Returns: the packets of that time.
    @discardableResult
    mutating func run(_ milliseconds: Int64) throws -> [Packet] {
        let (end, first) = (now.now.nanoseconds + milliseconds * 1_000_000, packets.count)
        loop: while true {
            switch player.next(now: now) {
            case .send(let sent): try take(sent)
            case .wait(let moment):
                guard moment.nanoseconds < end else { break loop }
                #expect(moment > now.now, "a wait for what is over")
                sleepUntil(moment)
            case .rest: break loop
            case .end(let end): ends.append(end)
            }
        }
        sleepUntil(Instant(nanoseconds: end))
        return Array(packets[first...])
    }

    private mutating func sleepUntil(_ moment: Instant) {
        now.wallClock += moment.nanoseconds - now.now.nanoseconds
        now.now = moment
    }

    private mutating func take(_ sent: PlaybackPackets) throws {
        for range in sent.packets {
            let bytes = Array(sent.bytes[range])
            guard !sent.isControl else {
                reports.append((now.now.nanoseconds, sent.track, bytes))
                continue
            }
            let header = try RTPHeader.parse(bytes.span)
            packets.append(
                Packet(
                    at: now.now.nanoseconds, track: sent.track, header: header,
                    payload: Array(bytes[header.payloadRange])))
        }
    }
}
