import Codecs
import Files
import GatewaySupport
import MediaPlane
import Net
import TestSupport
import Testing

@testable import RTSPGateway

/// Files as live streams, in virtual time.
@Suite struct LoopedFramesTests {
    private static let second: Int64 = 1_000_000_000

    /// What a file of ten seconds gives in so many.
    private func run(
        _ frames: inout LoopedFrames<ScriptedFile>, seconds: Int64
    ) throws -> (pushed: [(at: Int64, frame: Frame, track: Int)], described: [[TrackFormat]], isOver: Bool) {
        var now = LoopTime(now: Instant(nanoseconds: 5), wallClock: 0)
        var pushed: [(Int64, Frame, Int)] = []
        var described: [[TrackFormat]] = []
        while now.now.nanoseconds < seconds * Self.second {
            switch try frames.next(now: now) {
            case .describe(let tracks): described.append(tracks)
            case .push(let frame, let track): pushed.append((now.now.nanoseconds - 5, frame, track))
            case .wait(let moment): now.now = moment
            case .end: return (pushed, described, true)
            }
        }
        return (pushed, described, false)
    }

    @Test func timesGoOnFromPassToPass() throws {
        var opened = 0
        var frames = LoopedFrames<ScriptedFile>(loops: true) {
            opened += 1
            return ScriptedFile()
        }
        let (pushed, described, isOver) = try run(&frames, seconds: 35)
        #expect(!isOver && opened == 4)
        #expect(described == [[ScriptedFile.video, ScriptedFile.sound]])
        for (track, step) in [(0, 40_000_000), (1, 20_000_000)] as [(Int, Int64)] {
            let found = pushed.filter { $0.track == track }
            #expect(found.count == Int(35 * Self.second / step))
            for (index, item) in found.enumerated() {
                #expect(item.at == Int64(index) * step)
                #expect(item.frame.decodeTime == ScriptedFile.start + Int64(index) * step)
                #expect(item.frame.presentationTime == item.frame.decodeTime)
            }
        }
        // Each pass begins with the keyframe.
        let keyframes = pushed.filter { $0.track == 0 && $0.frame.isKeyframe }.map { $0.at / Self.second }
        #expect(keyframes == Array(stride(from: 0, to: 35, by: 2)))
    }

    @Test func withoutLoopingItEnds() throws {
        var frames = LoopedFrames<ScriptedFile>(loops: false) { ScriptedFile() }
        let (pushed, _, isOver) = try run(&frames, seconds: 35)
        #expect(isOver && pushed.count == 750)
    }

    @Test func anotherFileInItsPlaceIsDescribed() throws {
        var opened = 0
        var frames = LoopedFrames<ScriptedFile>(loops: true) {
            opened += 1
            var file = ScriptedFile()
            if opened > 1 { file.tracks[1].channels = 2 }
            return file
        }
        let (_, described, _) = try run(&frames, seconds: 25)
        #expect(described.map { $0[1].channels } == [1, 2])
    }

    @Test func damageAndWhatCannotBeOpenedAgainEndIt() throws {
        var damaged = LoopedFrames<ScriptedFile>(loops: true) {
            var file = ScriptedFile()
            file.damage = 10
            return file
        }
        #expect(throws: MediaFileError.unplayable("It is torn.")) { _ = try run(&damaged, seconds: 20) }
        var opened = 0
        var gone = LoopedFrames<ScriptedFile>(loops: true) { () throws(MediaFileError) in
            opened += 1
            if opened > 1 { throw .notFound }
            return ScriptedFile()
        }
        #expect(throws: MediaFileError.notFound) { _ = try run(&gone, seconds: 20) }
    }

    /// A file without frames is not opened again and again.
    @Test func nothingIsNotLooped() throws {
        var opened = 0
        var frames = LoopedFrames<ScriptedFile>(loops: true) {
            opened += 1
            return ScriptedFile(frames: [])
        }
        #expect(try run(&frames, seconds: 20).isOver)
        #expect(opened == 1)
    }
}
