import Codecs
import Files
import GatewaySupport
import MediaPlane
import Net
import RTP
import TestSupport
import Testing

@testable import RTSPGateway

/// Where the times of what is played do not simply go on: seeks, recordings that were joined, readers that stop.
@Suite struct FilePlayerTimesTests {
    private static let millisecond: Int64 = 1_000_000

    /// RFC 2326 appendix B: sequence numbers and timestamps go on over a jump, and RTP-Info says where in the file
    /// that is.
    @Test(arguments: [(7.0, 6), (0.0, 0), (2.0, 2)])
    func aSeekGoesOnInNumbersAndTimestamps(_ target: Double, _ landed: Int) throws {
        var played = try PlayedFile()
        _ = try played.play()
        let before = try played.run(3_001)
        let begun = played.now.now.nanoseconds
        let start = try played.play(target)
        #expect(start.from == .seconds(landed))
        let after = try played.run(1_000)
        #expect(PlayedFile.numbers(after, track: 0) == PlayedFile.numbers((landed * 25)..<(landed * 25 + 25)))
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
        #expect(PlayedFile.numbers(before + after, track: 0) == PlayedFile.numbers(0..<100))
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
}
