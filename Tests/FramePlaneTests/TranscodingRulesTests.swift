import Codecs
import Testing

@testable import FramePlane

/// What becomes of a track for those who take some codecs and not others.
@Suite struct TranscodingRulesTests {
    private static let viewers = PacketFeed.wants.accepted
    private static let players: Set<CodecName> = [.h264, .aac, .mp3]

    @Test(arguments: [
        (CodecName.h264, viewers, false, CodecName.h264), (.h264, viewers, true, .h264), (.h265, viewers, true, .h264),
        (.vp9, viewers, false, .vp9), (.aac, viewers, false, .opus), (.mp3, viewers, false, .opus),
        (.pcmu, viewers, false, .pcmu), (.opus, players, false, .aac), (.vp8, players, false, .h264),
        (.av1, players, false, .h264), (.mp3, players, false, .mp3), (.aac, players, false, .aac),
        (.jpeg, viewers, false, .h264), (.jpeg, players, false, .h264), (.l16, viewers, false, .opus),
        (.l16, players, false, .aac),
    ])
    func everythingBecomesSomething(codec: CodecName, accepted: Set<CodecName>, reorders: Bool, result: CodecName) {
        let decision = TranscodingRules().decision(for: codec, accepting: accepted, reorders: reorders)
        switch decision {
        case .asItIs: #expect(codec == result && !reorders)
        case .derived(let target):
            #expect("\(target)" == "\(result)")
            #expect(codec != result || reorders)
        case .packets: Issue.record("these are frames")
        case .refused(let reason): Issue.record("refused: \(reason)")
        }
    }

    @Test(arguments: [
        (CodecName.aac, viewers, false, "transcode.to_opus"), (.opus, players, false, "transcode.to_aac"),
        (.vp8, players, false, "transcode.to_h264"), (.h265, viewers, true, "transcode.to_h264"),
        (.h264, viewers, true, "transcode.without_b_frames"),
    ])
    func whatIsOffIsNamed(codec: CodecName, accepted: Set<CodecName>, reorders: Bool, setting: String) {
        var rules = TranscodingRules()
        (rules.toOpus, rules.toAAC, rules.withoutBFrames, rules.toH264) = (false, false, false, false)
        guard case .refused(let reason) = rules.decision(for: codec, accepting: accepted, reorders: reorders) else {
            Issue.record("not refused")
            return
        }
        #expect(reason.contains("\(setting) is off for this path."), "\(reason)")
        #expect(reason.contains(codec.displayName), "\(reason)")
    }

    @Test func whatNothingCanBeMadeOfIsSaidPlainly() {
        let decision = TranscodingRules().decision(for: .vp8, accepting: [.aac], reorders: false)
        #expect(decision == .refused("The stream's video is VP8, which is not taken here."))
    }

    @Test func refusedTracksAreLeftOut() {
        var rules = TranscodingRules()
        rules.toOpus = false
        let aac = TrackFormat(.aac, sampleRate: 48_000, channels: 2)
        #expect(
            rules.tracks(of: [aac, .video].map { SourceTrack(format: $0) }, for: PacketFeed.wants) == [
                SinkTrack(codec: .vp8, format: .video)
            ])
    }
}
