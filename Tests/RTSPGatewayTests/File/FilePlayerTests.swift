import Codecs
import Files
import MediaPlane
import Net
import RTP
import TestSupport
import Testing

@testable import RTSPGateway

/// Files played in virtual time.
@Suite struct FilePlayerTests {
    private static let millisecond: Int64 = 1_000_000

    /// The numbers of the frames of a track.
    private func numbers(_ packets: [PlayedFile.Packet], track: Int) -> [UInt8] {
        packets.filter { $0.track == track }.compactMap { track == 0 ? $0.payload.last : $0.payload.first }
    }

    private func numbers(_ range: Range<Int>) -> [UInt8] { range.map { UInt8($0 % 256) } }

    /// Sequence numbers without a gap, and timestamps with one distance.
    private func expectContinuity(_ packets: [PlayedFile.Packet], track: Int, step: UInt32) {
        let headers = packets.filter { $0.track == track }.map(\.header)
        #expect(headers.count > 1)
        for (one, other) in zip(headers, headers.dropFirst()) {
            #expect(other.sequence == one.sequence &+ 1)
            #expect(other.timestamp == one.timestamp &+ step)
            #expect(other.ssrc == one.ssrc)
        }
    }

    @Test func framesGoWhenTheyAreDue() throws {
        var played = try PlayedFile()
        let begun = played.now.now.nanoseconds
        let start = try played.play()
        #expect(start.from == .zero && start.to == .seconds(10))
        let packets = try played.run(10_000)
        #expect(numbers(packets, track: 0) == numbers(0..<250))
        #expect(numbers(packets, track: 1) == numbers(0..<500))
        for (index, packet) in packets.filter({ $0.track == 0 }).enumerated() {
            #expect(packet.at == begun + Int64(index) * 40 * Self.millisecond)
            #expect(packet.header.marker)
        }
        for (index, packet) in packets.filter({ $0.track == 1 }).enumerated() {
            #expect(packet.at == begun + Int64(index) * 20 * Self.millisecond)
            #expect(!packet.header.marker)
        }
        expectContinuity(packets, track: 0, step: 3_600)
        expectContinuity(packets, track: 1, step: 160)
    }

    @Test func theAnswerSaysWhatTheFirstPacketsHave() throws {
        for from in [nil, 0, 3.5, 9.99] as [Double?] {
            var played = try PlayedFile()
            let start = try played.play(from)
            let packets = try played.run(30)
            for track in 0...1 {
                let first = try #require(packets.first { $0.track == track }).header
                #expect(start.tracks[track].sequence == first.sequence)
                #expect(start.tracks[track].timestamp == first.timestamp)
            }
        }
    }

    @Test func aRangeStartsAtTheKeyframeAndEndsWhereItSays() throws {
        var played = try PlayedFile()
        let start = try played.play(5, 7.5)
        #expect(start.from == .seconds(4) && start.to == .milliseconds(7_500))
        let begun = played.now.now.nanoseconds
        let packets = try played.run(20_000)
        #expect(numbers(packets, track: 0) == numbers(100..<188))
        #expect(numbers(packets, track: 1) == numbers(200..<375))
        // The BYE of each track comes when the range is over, then nothing.
        #expect(played.ends == [.complete])
        let goodbyes = played.reports.suffix(2)
        #expect(goodbyes.map(\.track) == [0, 1])
        #expect(goodbyes.allSatisfy { $0.at == begun + 3_500 * Self.millisecond })
        #expect(goodbyes.allSatisfy { Self.hasGoodbye($0.bytes) })
        #expect(!played.reports.dropLast(2).contains { Self.hasGoodbye($0.bytes) })
    }

    @Test func afterItsEndARangeGoesOn() throws {
        var played = try PlayedFile()
        _ = try played.play(0, 2.01)
        let first = try played.run(5_000)
        let start = try played.play()
        #expect(start.from == .milliseconds(2_020) && start.to == .seconds(10))
        let second = try played.run(20_000)
        #expect(numbers(first + second, track: 0) == numbers(0..<250))
        #expect(numbers(first + second, track: 1) == numbers(0..<500))
        expectContinuity(first + second, track: 0, step: 3_600)
        expectContinuity(first + second, track: 1, step: 160)
        #expect(played.ends == [.complete, .complete])
    }

    @Test func theEndOfTheFileIsAnEndAndThenItBeginsAgain() throws {
        var played = try PlayedFile()
        _ = try played.play(9)
        let begun = played.now.now.nanoseconds
        try played.run(60_000)
        #expect(played.ends == [.complete])
        #expect(played.reports.last?.at == begun + 2_000 * Self.millisecond)
        #expect(try played.play().from == .zero)
        #expect(numbers(try played.run(1_000), track: 0) == numbers(0..<25))
    }

    @Test(arguments: [1, 7, 20, 1_990, 2_000, 5_013])
    func aPauseLeavesNoGapAndRepeatsNothing(_ milliseconds: Int64) throws {
        var played = try PlayedFile()
        _ = try played.play()
        let before = try played.run(milliseconds)
        played.pause()
        #expect(try played.run(2_000).isEmpty)
        let resumed = played.now.now.nanoseconds
        let start = try played.play()
        let after = try played.run(20_000)
        #expect(numbers(before + after, track: 0) == numbers(0..<250))
        #expect(numbers(before + after, track: 1) == numbers(0..<500))
        expectContinuity(before + after, track: 0, step: 3_600)
        expectContinuity(before + after, track: 1, step: 160)
        // It goes on at once.
        #expect(after.first?.at == resumed)
        for track in 0...1 {
            #expect(start.tracks[track].sequence == after.first { $0.track == track }?.header.sequence)
        }
        // The timestamp that the answer gives is that of its start.
        let first = try #require(before.first { $0.track == 1 }).header.timestamp
        #expect(start.tracks[1].timestamp == first &+ UInt32(start.from / .microseconds(125)))
    }

    @Test func manyPausesLoseNothing() throws {
        var played = try PlayedFile()
        var random = SeededRandom(seed: 3)
        var packets: [PlayedFile.Packet] = []
        while played.ends.isEmpty {
            _ = try played.play()
            packets += try played.run(Int64.random(in: 0...300, using: &random))
            if played.ends.isEmpty { played.pause() }
            played.sleep(Int64.random(in: 0...5_000, using: &random))
        }
        #expect(numbers(packets, track: 0) == numbers(0..<250))
        #expect(numbers(packets, track: 1) == numbers(0..<500))
        expectContinuity(packets, track: 0, step: 3_600)
    }

    /// RFC 2326 appendix B: sequence numbers and timestamps go on over a jump, and RTP-Info says where in the file that is.
    @Test(arguments: [(7.0, 6), (0.0, 0), (2.0, 2)])
    func aSeekGoesOnInNumbersAndTimestamps(_ target: Double, _ landed: Int) throws {
        var played = try PlayedFile()
        _ = try played.play()
        let before = try played.run(3_001)
        let begun = played.now.now.nanoseconds
        let start = try played.play(target)
        #expect(start.from == .seconds(landed))
        let after = try played.run(1_000)
        #expect(numbers(after, track: 0) == numbers((landed * 25)..<(landed * 25 + 25)))
        #expect(after.first?.at == begun)
        for track in 0...1 {
            let rate: UInt32 = track == 0 ? 90_000 : 8_000
            let last = try #require(before.last { $0.track == track }).header
            let first = try #require(after.first { $0.track == track }).header
            #expect(first.sequence == last.sequence &+ 1)
            #expect(start.tracks[track].sequence == first.sequence)
            #expect(start.tracks[track].timestamp == first.timestamp)
            // Behind the frame before, by no more than the longest frame of all tracks.
            let distance = first.timestamp &- last.timestamp
            #expect((rate / 50...rate / 20).contains(distance))
        }
        // Sound and pictures are as far apart as before.
        func distance(_ packets: [PlayedFile.Packet]) throws -> Int64 {
            let video = try #require(packets.first { $0.track == 0 }).header.timestamp
            let sound = try #require(packets.first { $0.track == 1 }).header.timestamp
            let (first, other) = (before[0].header.timestamp, before.first { $0.track == 1 }?.header.timestamp ?? 0)
            return Int64(video &- first) * 80 - Int64(sound &- other) * 900
        }
        #expect(try distance(after) == 0)
    }

    @Test func oneTrackAloneIsPlayedAlone() throws {
        var played = try PlayedFile(tracks: [1])
        let start = try played.play(2.5, 3)
        #expect(start.tracks.count == 1 && start.from == .seconds(2))
        let packets = try played.run(5_000)
        #expect(numbers(packets, track: 0).count == 50 && packets.allSatisfy { $0.track == 0 })
        #expect(packets.map { $0.payload.first } == (100..<150).map { UInt8($0) })
        #expect(played.ends == [.complete])
    }

    @Test(arguments: [(10.0, nil), (11.0, nil), (5.0, 5.0), (5.0, 4.0), (-1.0, nil)] as [(Double, Double?)])
    func rangesOutsideOfTheFileAreInvalid(_ from: Double, _ to: Double?) throws {
        var played = try PlayedFile()
        #expect(throws: PlaybackError.invalidRange) { try played.play(from, to) }
        #expect(try played.run(1_000).isEmpty)
        // And do no harm.
        _ = try played.play()
        let packets = try played.run(1_000)
        #expect(throws: PlaybackError.invalidRange) { try played.play(from, to) }
        #expect(numbers(packets + (try played.run(1_000)), track: 0) == numbers(0..<50))
    }

    @Test func anEndBeforeWhereItIsIsInvalid() throws {
        var played = try PlayedFile()
        _ = try played.play()
        let packets = try played.run(5_000)
        #expect(throws: PlaybackError.invalidRange) { try played.play(nil, 3) }
        #expect(numbers(packets + (try played.run(1_000)), track: 0) == numbers(0..<150))
    }

    @Test func aPlayWithoutAStartWhilePlayingChangesTheEndAlone() throws {
        var played = try PlayedFile()
        _ = try played.play()
        let before = try played.run(1_010)
        #expect(try played.play(nil, 2).to == .seconds(2))
        let after = try played.run(10_000)
        #expect(numbers(before + after, track: 0) == numbers(0..<50))
        let times = (before + after).filter { $0.track == 0 }.map(\.at)
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 == 40 * Self.millisecond })
    }

    @Test func damageEndsIt() throws {
        var file = ScriptedFile()
        file.damage = 100
        var played = try PlayedFile(file)
        _ = try played.play()
        #expect(try played.run(20_000).count == 100)
        #expect(played.ends == [.failed("It is torn.")])
        #expect(throws: PlaybackError.file(.unplayable("It is torn."))) { try played.play() }
    }

    /// Recordings that were joined: times that run back, or hours ahead, are neither a flood nor a stop.
    @Test(arguments: [-5_000, 0, 80_000, 7_200_000] as [Int64])
    func brokenTimesGoOn(_ jump: Int64) throws {
        let second = ScriptedFile.all.map { item in
            let time = item.frame.decodeTime + jump * Self.millisecond
            return FileFrame(
                Frame(time: time, isKeyframe: item.frame.isKeyframe, bytes: item.frame.bytes), track: item.track)
        }
        var file = ScriptedFile(frames: ScriptedFile.all + second)
        file.duration = nil
        var played = try PlayedFile(file)
        let start = try played.play()
        #expect(start.to == nil)
        let packets = try played.run(30_000)
        #expect(played.ends == [.complete])
        for (track, step) in [(0, 40), (1, 20)] as [(Int, Int64)] {
            let found = packets.filter { $0.track == track }
            #expect(found.count == Int(20_000 / step))
            for (one, other) in zip(found, found.dropFirst()) {
                #expect((0...60).contains((other.at - one.at) / Self.millisecond))
                let ticks = Int64(other.header.timestamp &- one.header.timestamp)
                #expect((1...60).contains(ticks / (track == 0 ? 90 : 8)))
            }
            let taken = try #require(found.last).at - found[0].at
            #expect(abs(taken / Self.millisecond - 20_000) <= 60)
        }
    }

    /// A reader that stops for ten seconds gets one of them at once; the rest is played later.
    @Test func longStallsAreNotMadeUpFor() throws {
        var played = try PlayedFile()
        _ = try played.play()
        let before = try played.run(2_000)
        played.sleep(10_000)
        let resumed = played.now.now.nanoseconds
        let after = try played.run(1_000)
        #expect(numbers(before + after, track: 0) == numbers(0..<100))
        #expect(after.filter { $0.track == 0 && $0.at == resumed }.count == 26)
    }

    @Test func reportsTellHowTimestampsRelateToTheClock() throws {
        var played = try PlayedFile()
        _ = try played.play()
        var packets = try played.run(6_000)
        played.pause()
        played.sleep(60_000)
        #expect(try played.run(1_000).isEmpty)
        let count = played.reports.count
        #expect(count == 4)
        let resumed = played.now.now.nanoseconds
        _ = try played.play()
        packets = try played.run(100)
        // At once behind the first packet after the pause.
        let reports = played.reports[count...]
        #expect(reports.map(\.track).sorted() == [0, 1])
        #expect(reports.allSatisfy { $0.at - resumed <= 20 * Self.millisecond })
        for report in reports {
            let packet = try #require(packets.first { $0.track == report.track })
            let timestamp = report.bytes[16..<20].reduce(0 as UInt32) { $0 << 8 | UInt32($1) }
            let rate: Int64 = report.track == 0 ? 90_000 : 8_000
            // The time of the report, by the packets' timestamps.
            let expected = packet.header.timestamp &+ UInt32((report.at - packet.at) * rate / 1_000_000_000)
            #expect(timestamp == expected)
        }
    }

    private static func hasGoodbye(_ bytes: [UInt8]) -> Bool {
        var packets = RTCPPackets()
        let compound = bytes.span
        while let packet = try? packets.next(in: compound) {
            if case .goodbye = packet { return true }
        }
        return false
    }
}
