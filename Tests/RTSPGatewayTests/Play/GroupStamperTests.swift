import Codecs
import FramePlane
import MediaPlane
import NIOCore
import Net
import Testing

@testable import RTSPGateway

@Suite struct GroupStamperTests {
    private let time = LoopTime(now: Instant(nanoseconds: 1_000_000_000), wallClock: 1_700_000_000_000_000_000)

    private func packets(_ batch: StampedBatch?) -> [SentPacket] {
        SentFrame.parse(batch.map { Array($0.bytes.readableBytesView) } ?? []).map { SentPacket($0.bytes) }
    }

    /// Frames are cut into packets as large as may be, once, with the times that they are shown at.
    @Test func framesBecomePackets() throws {
        var stamper = GroupStamper()
        let picture: [UInt8] = [0x9D, 0x01, 0x2A] + Array(repeating: 1, count: 3_997)
        let (batch, end) = stamper.stamp(
            [
                .tracks([.frames(TrackFormat(.vp8)), .frames(TrackFormat(.opus, sampleRate: 48_000, channels: 2))]),
                .frame(Frame(time: MediaTime(nanoseconds: 0), isKeyframe: true, bytes: picture), track: 0),
                .frame(Frame(time: MediaTime(nanoseconds: 0), bytes: [1, 2, 3]), track: 1),
                .frame(
                    Frame(
                        decodeTime: MediaTime(nanoseconds: 40_000_000),
                        presentationTime: MediaTime(nanoseconds: 80_000_000), isKeyframe: false, bytes: [7]),
                    track: 0),
            ], at: time)
        #expect(end == nil)
        let found = packets(batch)
        let video = found.filter { $0.ssrc == stamper.tracks[0].ssrc }
        let sound = found.filter { $0.ssrc == stamper.tracks[1].ssrc }
        #expect(video.count == 4 && sound.count == 1 && found.count == 5)
        #expect(video.map(\.marker) == [false, false, true, true] && sound.map(\.marker) == [false])
        #expect(video.allSatisfy { $0.payload.count <= RTSPGatewayLimits.payload })
        #expect(video.map { $0.timestamp &- video[0].timestamp } == [0, 0, 0, 7_200])
        #expect(video.map { $0.sequence &- video[0].sequence } == [0, 1, 2, 3])
        #expect(batch?.packets.map(\.startsKeyframe) == [true, false, false, false, false])
        // The newest frame is of now, by its decoding time.
        #expect(stamper.lines[0].sender.timestamp(at: time.wallClock) == video[0].timestamp &+ 3_600)
        #expect(stamper.lines[1].sender.timestamp(at: time.wallClock) == sound[0].timestamp &+ 1_920)
    }

    /// The publisher is replaced by one that sends the same codec in another way.
    @Test func packetsGoOnAsFrames() throws {
        let vp8 = PacketFormat(.video, "VP8", payloadType: 101, clockRate: 90_000)
        var stamper = GroupStamper()
        let (first, _) = stamper.stamp(
            [
                .tracks([.packets(vp8, nil)]),
                .packets(StreamScript.batch(9, ["K"], isKeyframe: true, timestamp: 77), track: 0),
            ], at: time)
        let (second, end) = stamper.stamp(
            [
                .tracks([.frames(TrackFormat(.vp8))]),
                .frame(Frame(time: MediaTime(nanoseconds: 0), bytes: [1, 2, 3]), track: 0),
            ], at: time)
        let (one, other) = (packets(first), packets(second))
        #expect(end == nil && one.count == 1 && other.count == 1)
        #expect(other[0].sequence == one[0].sequence &+ 1 && other[0].ssrc == one[0].ssrc)
        #expect([one, other].map { $0[0].payloadType } == [101, 101])
        #expect(other[0].timestamp &- one[0].timestamp < 90_000 * 10)
    }

    @Test func whatDoesNotFitIsLeftOut() {
        var stamper = GroupStamper()
        let largest = String(repeating: "x", count: 65_535 - 12)
        let (batch, _) = stamper.stamp(
            [StreamScript.tracks, StreamScript.video(1, largest + "x", "a", largest, isKeyframe: true)], at: time)
        let found = packets(batch)
        #expect(found.map(\.payload.count) == [1, 65_523])
        #expect(found[1].sequence == found[0].sequence &+ 1)
    }

    /// A track that cannot be sent leaves its number to the next one.
    @Test func othersAreSentBesideWhatCannotBe() throws {
        var stamper = GroupStamper()
        let (batch, end) = stamper.stamp(
            [
                .tracks([
                    .frames(TrackFormat(.ac3, sampleRate: 48_000, channels: 6)), .packets(StreamScript.opus, nil),
                ]),
                .frame(Frame(time: MediaTime(nanoseconds: 0), bytes: [1]), track: 0), StreamScript.audio(1, "A"),
            ], at: time)
        #expect(end == nil && stamper.tracks.map(\.format.encodingName) == ["opus"])
        #expect(packets(batch).map(\.text) == ["A"] && stamper.lead == nil)
        #expect(batch?.packets.map(\.track) == [0])
    }

    // MARK: What players are told

    /// 192 by 108 pixels.
    private static let configuration: [UInt8] =
        [1, 0x42, 0xC0, 0x0A, 0xFF, 0xE1, 0, 8, 0x67, 0x42, 0xC0, 0x0A, 0xDA, 0x0C, 0x1E, 0x59]
        + [1, 0, 4, 0x68, 0xCE, 0x3C, 0x80]

    @Test func whatIsKnownIsAddedToWhatThePublisherSays() {
        let format = TrackFormat(.h264, configuration: Self.configuration)
        let told = StreamScript.h264.completed(by: format)
        #expect(
            told.formatParameters
                == "packetization-mode=1;profile-level-id=42c00a;sprop-parameter-sets=Z0LACtoMHlk=,aM48gA==")
        // What it says itself stays.
        var complete = StreamScript.h264
        complete.formatParameters = "profile-level-id=4D0029; sprop-parameter-sets=Z00=,aM4="
        #expect(complete.completed(by: format) == complete)
        #expect(StreamScript.h264.completed(by: nil) == StreamScript.h264)
        #expect(StreamScript.opus.completed(by: format) == StreamScript.opus)
        let aac = PacketFormat(.audio, "MPEG4-GENERIC", payloadType: 97, clockRate: 44_100, channels: 2)
        let known = TrackFormat(.aac, configuration: [0x12, 0x10], sampleRate: 44_100, channels: 2)
        #expect(aac.completed(by: known).formatParameters == "config=1210")
    }

    @Test func theConfigurationOfSoundDecidesAndThatOfPicturesDoesNot() {
        var other = StreamScript.h264
        other.payloadType = 99
        other.formatParameters = "packetization-mode=1;sprop-parameter-sets=Z00=,aM4="
        #expect(StreamScript.h264.canGoOn(as: other))
        var aac = PacketFormat(
            .audio, "mpeg4-generic", payloadType: 97, clockRate: 44_100, channels: 2,
            formatParameters: "mode=AAC-hbr;config=119A")
        let former = aac
        aac.formatParameters = "Config=119a; mode=aac-hbr"
        #expect(former.canGoOn(as: aac))
        aac.formatParameters = "mode=AAC-hbr;config=1210"
        #expect(!former.canGoOn(as: aac))
        var mono = former
        mono.channels = 1
        #expect(!former.canGoOn(as: mono))
        let data = PacketFormat(
            .application, "vnd.onvif.metadata", payloadType: 98, clockRate: 90_000, formatParameters: "a")
        var changed = data
        changed.formatParameters = "b"
        #expect(data.canGoOn(as: data) && !data.canGoOn(as: changed))
    }

    @Test func theDescriptionNamesTheTracks() async throws {
        let stage = try await PlayStage([StreamScript.tracks])
        let group = try await stage.find()
        let lines = try await stage.on(group) { group in
            group.description(name: "a/b").sdp().split(separator: "\r\n").map(String.init)
        }
        #expect(lines.contains("s=a/b") && lines.contains("a=range:npt=now-"))
        #expect(lines.filter { $0.hasPrefix("m=") } == ["m=video 0 RTP/AVP 96", "m=audio 0 RTP/AVP 97"])
    }
}
