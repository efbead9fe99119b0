import Bytes
import MediaPlane
import Net
import RTP
import Testing

@testable import RTSPGateway

@Suite struct PlayerAccountTests {
    /// What a player reports of the second track that it set up.
    @Test func reportsBecomeFigures() throws {
        let account = PlayerAccount(tracks: 2, now: Instant(nanoseconds: 5))
        account.begin(with: [
            PlayerAccount.Source(track: GroupTrack(format: StreamScript.opus, ssrc: 7)),
            PlayerAccount.Source(track: GroupTrack(format: StreamScript.h264, ssrc: 9)),
        ])
        #expect(account.heard == Instant(nanoseconds: 5))
        account.figures[1].countSent(PacketCount(packets: 3, bytes: 4_000))
        let report = try #require(Hex.bytes("81c900070000aaaa000000094000001100000100000003840000000000000000"))
        account.receiveControl(
            report.span, at: LoopTime(now: Instant(nanoseconds: 77), wallClock: 1_700_000_000_000_000_000))
        #expect(account.heard == Instant(nanoseconds: 77))
        #expect(
            account.summaries == [
                RTSPTrackSummary(encoding: "opus", packets: 0, bytes: 0, lost: 0, jitter: nil, dropped: 0),
                RTSPTrackSummary(encoding: "H264", packets: 3, bytes: 4_000, lost: 17, jitter: 10, dropped: 0),
            ])
    }

    @Test func whatIsNoReportShowsNothing() {
        let account = PlayerAccount(tracks: 1, now: Instant(nanoseconds: 5))
        account.begin(with: [PlayerAccount.Source(track: GroupTrack(format: StreamScript.opus, ssrc: 7))])
        for bytes in [[], [0x80], Array("GET / RTSP/1.0".utf8)] as [[UInt8]] {
            account.receiveControl(bytes.span, at: LoopTime(now: Instant(nanoseconds: 77), wallClock: 0))
        }
        #expect(account.heard == Instant(nanoseconds: 5))
    }

    /// More duplicates than losses are no loss.
    @Test func lossIsNeverNegative() throws {
        let account = PlayerAccount(tracks: 1, now: Instant(nanoseconds: 5))
        account.begin(with: [PlayerAccount.Source(track: GroupTrack(format: StreamScript.opus, ssrc: 9))])
        let report = try #require(Hex.bytes("81c900070000aaaa0000000900ffffff00000100000003840000000000000000"))
        account.receiveControl(report.span, at: LoopTime(now: Instant(nanoseconds: 77), wallClock: 0))
        #expect(account.summaries.map(\.lost) == [0] && account.summaries[0].jitter != nil)
    }
}
