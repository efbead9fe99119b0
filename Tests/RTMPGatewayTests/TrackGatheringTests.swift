import Codecs
import Containers
import FramePlane
import Testing

@testable import RTMPGateway

@Suite struct TrackGatheringTests {
    private let video = FLVTrack(.video)
    private let audio = FLVTrack(.audio)

    @Test func framesWaitForTheTracksThatWereAnnounced() {
        var gathering = TrackGathering()
        var output: [TrackGathering.Output] = []
        gathering.announce([video, audio], into: &output)
        gathering.take(.format(video, Samples.h264), into: &output)
        gathering.take(.frame(video, Samples.video(0, isKeyframe: true)), into: &output)
        #expect(output.isEmpty)
        gathering.take(.format(audio, Samples.aac), into: &output)
        gathering.take(.frame(audio, Samples.audio(5)), into: &output)
        #expect(
            output == [
                .describe([Samples.h264, Samples.aac]), .frame(Samples.video(0, isKeyframe: true), track: 0),
                .frame(Samples.audio(5), track: 1),
            ])
    }

    @Test func withoutAnAnnouncementNothingIsGivenOutBeforeTheWaitIsOver() {
        var gathering = TrackGathering()
        var output: [TrackGathering.Output] = []
        #expect(!gathering.hasBegun)
        gathering.take(.format(video, Samples.h264), into: &output)
        gathering.take(.frame(video, Samples.video(0, isKeyframe: true)), into: &output)
        #expect(gathering.hasBegun)
        #expect(output.isEmpty)
        gathering.stopWaiting(into: &output)
        #expect(output == [.describe([Samples.h264]), .frame(Samples.video(0, isKeyframe: true), track: 0)])
        gathering.stopWaiting(into: &output)
        #expect(output.count == 2)
    }

    @Test func aTrackThatComesLaterOrChangesIsDescribed() {
        var gathering = TrackGathering()
        var output: [TrackGathering.Output] = []
        gathering.take(.format(video, Samples.h264), into: &output)
        gathering.stopWaiting(into: &output)
        gathering.take(.format(audio, Samples.aac), into: &output)
        gathering.take(.format(audio, Samples.aac), into: &output)
        var other = Samples.h264
        other.width = 640
        gathering.take(.format(video, other), into: &output)
        gathering.take(.ended(video), into: &output)
        gathering.take(.frame(audio, Samples.audio(9)), into: &output)
        gathering.take(.frame(video, Samples.video(9)), into: &output)
        #expect(
            output == [
                .describe([Samples.h264]), .describe([Samples.h264, Samples.aac]), .describe([other, Samples.aac]),
                .describe([Samples.aac]), .frame(Samples.audio(9), track: 0),
            ])
        #expect(gathering.takeDropped() == 1)
        #expect(gathering.takeDropped() == 0)
    }

    @Test func whatWasKeptIsNotDescribedByALaterFormat() {
        var gathering = TrackGathering()
        var output: [TrackGathering.Output] = []
        gathering.take(.format(video, Samples.h264), into: &output)
        gathering.take(.frame(video, Samples.video(0, isKeyframe: true)), into: &output)
        var other = Samples.h264
        other.width = 640
        gathering.take(.format(video, other), into: &output)
        #expect(
            output == [
                .describe([Samples.h264]), .frame(Samples.video(0, isKeyframe: true), track: 0), .describe([other]),
            ])
    }

    @Test func whatIsKeptHasAnEnd() {
        var gathering = TrackGathering()
        var output: [TrackGathering.Output] = []
        gathering.announce([video, audio], into: &output)
        gathering.take(.format(video, Samples.h264), into: &output)
        for index in 0..<TrackGathering.mostKept {
            #expect(output.isEmpty)
            gathering.take(.frame(video, Samples.video(Int64(index))), into: &output)
        }
        #expect(output.count == 1 + TrackGathering.mostKept)
    }

    @Test func framesWithoutAnyFormatAreForgotten() {
        var gathering = TrackGathering()
        var output: [TrackGathering.Output] = []
        let large = Samples.video(0, size: Frame.maximumSize)
        gathering.take(.frame(video, large), into: &output)
        gathering.take(.frame(video, large), into: &output)
        #expect(output.isEmpty)
        #expect(gathering.takeDropped() == 2)
    }

    @Test func moreTracksThanThereMayBeAreLeftOut() {
        var gathering = TrackGathering()
        var output: [TrackGathering.Output] = []
        for id in 0...UInt8(FramePublication.maximumTracks) {
            gathering.take(.format(FLVTrack(.audio, id: id), Samples.aac), into: &output)
        }
        gathering.stopWaiting(into: &output)
        #expect(output == [.describe(Array(repeating: Samples.aac, count: FramePublication.maximumTracks))])
    }
}
