import Codecs
import Files
import GatewaySupport
import MediaPlane
import Net
import RTP
import TestSupport
import Testing

@testable import RTSPGateway

/// Files played in virtual time.
@Suite struct FilePlayerTests {
    private static let millisecond: Int64 = 1_000_000

    @Test func framesGoWhenTheyAreDue() throws {
        var played = try PlayedFile()
        let begun = played.now.now.nanoseconds
        let start = try played.play()
        #expect(start.from == .zero && start.to == .seconds(10))
        let packets = try played.run(10_000)
        #expect(PlayedFile.numbers(packets, track: 0) == PlayedFile.numbers(0..<250))
        #expect(PlayedFile.numbers(packets, track: 1) == PlayedFile.numbers(0..<500))
        for (index, packet) in packets.filter({ $0.track == 0 }).enumerated() {
            #expect(packet.at == begun + Int64(index) * 40 * Self.millisecond)
            #expect(packet.header.marker)
        }
        for (index, packet) in packets.filter({ $0.track == 1 }).enumerated() {
            #expect(packet.at == begun + Int64(index) * 20 * Self.millisecond)
            #expect(!packet.header.marker)
        }
        PlayedFile.expectContinuity(packets, track: 0, step: 3_600)
        PlayedFile.expectContinuity(packets, track: 1, step: 160)
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
        #expect(PlayedFile.numbers(packets, track: 0) == PlayedFile.numbers(100..<188))
        #expect(PlayedFile.numbers(packets, track: 1) == PlayedFile.numbers(200..<375))
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
        #expect(PlayedFile.numbers(first + second, track: 0) == PlayedFile.numbers(0..<250))
        #expect(PlayedFile.numbers(first + second, track: 1) == PlayedFile.numbers(0..<500))
        PlayedFile.expectContinuity(first + second, track: 0, step: 3_600)
        PlayedFile.expectContinuity(first + second, track: 1, step: 160)
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
        #expect(PlayedFile.numbers(try played.run(1_000), track: 0) == PlayedFile.numbers(0..<25))
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
        #expect(PlayedFile.numbers(before + after, track: 0) == PlayedFile.numbers(0..<250))
        #expect(PlayedFile.numbers(before + after, track: 1) == PlayedFile.numbers(0..<500))
        PlayedFile.expectContinuity(before + after, track: 0, step: 3_600)
        PlayedFile.expectContinuity(before + after, track: 1, step: 160)
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
        #expect(PlayedFile.numbers(packets, track: 0) == PlayedFile.numbers(0..<250))
        #expect(PlayedFile.numbers(packets, track: 1) == PlayedFile.numbers(0..<500))
        PlayedFile.expectContinuity(packets, track: 0, step: 3_600)
    }

    @Test func oneTrackAloneIsPlayedAlone() throws {
        var played = try PlayedFile(tracks: [1])
        let start = try played.play(2.5, 3)
        #expect(start.tracks.count == 1 && start.from == .seconds(2))
        let packets = try played.run(5_000)
        #expect(PlayedFile.numbers(packets, track: 0).count == 50 && packets.allSatisfy { $0.track == 0 })
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
        #expect(PlayedFile.numbers(packets + (try played.run(1_000)), track: 0) == PlayedFile.numbers(0..<50))
    }

    @Test func anEndBeforeWhereItIsIsInvalid() throws {
        var played = try PlayedFile()
        _ = try played.play()
        let packets = try played.run(5_000)
        #expect(throws: PlaybackError.invalidRange) { try played.play(nil, 3) }
        #expect(PlayedFile.numbers(packets + (try played.run(1_000)), track: 0) == PlayedFile.numbers(0..<150))
    }

    @Test func aPlayWithoutAStartWhilePlayingChangesTheEndAlone() throws {
        var played = try PlayedFile()
        _ = try played.play()
        let before = try played.run(1_010)
        #expect(try played.play(nil, 2).to == .seconds(2))
        let after = try played.run(10_000)
        #expect(PlayedFile.numbers(before + after, track: 0) == PlayedFile.numbers(0..<50))
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

    private static func hasGoodbye(_ bytes: [UInt8]) -> Bool {
        var packets = RTCPPackets()
        let compound = bytes.span
        while let packet = try? packets.next(in: compound) {
            if case .goodbye = packet { return true }
        }
        return false
    }
}
