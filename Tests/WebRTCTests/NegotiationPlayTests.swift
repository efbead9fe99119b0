import Codecs
import RTP
import SDP
import Testing
import WebRTC

struct NegotiationPlayTests {
    @Test func sendsBothTracksToChromium() throws {
        let (answer, plan) = try play(.chromiumViewer, [.opus, .video(.vp8)])
        #expect(plan.dtlsRole == .server)
        #expect(plan.tracks.map(\.trackIndex) == [0, 1])
        #expect(plan.tracks.map(\.kind) == [.audio, .video])
        let video = plan.tracks[1]
        #expect(video.codecs[0].payloadType == 96 && video.codecs[0].rtxPayloadType == 97)
        #expect(video.codecs[0].feedback == [.nack, .pictureLoss, .fullIntraRequest])
        #expect(plan.tracks[0].rtxSSRC == nil)
        let ssrcs = plan.tracks.flatMap { [$0.ssrc] + ($0.rtxSSRC.map { [$0] } ?? []) }
        #expect(ssrcs.count == 3 && Set(ssrcs).count == 3 && !ssrcs.contains(0))

        let sections = try SessionDescription(parsing: answer).media
        #expect(sections.map(\.attributes.direction) == [.sendOnly, .sendOnly])
        #expect(sections[1].attributes.sourceGroups == [SourceGroup(semantics: "FID", ssrcs: Array(ssrcs.suffix(2)))])
        let named = sections.flatMap(\.attributes.sources)
        #expect(named == ssrcs.map { SourceAttribute(ssrc: $0, name: "cname", value: plan.cname) })
        #expect(
            answer.contains("a=msid:\(plan.cname) audio-0\r\n") && answer.contains("a=msid:\(plan.cname) video-1\r\n"))
        #expect(!answer.contains("transport-cc") && !answer.contains("goog-remb") && !answer.contains("abs-send-time"))
    }

    @Test func extensionsAreThoseThatGoFromEndToEnd() throws {
        let (_, plan) = try play(.chromiumViewer, [.opus, .video(.vp8)])
        #expect(plan.tracks[0].extensions.map(\.kind) == [.audioLevel])
        #expect(
            Set(plan.tracks[1].extensions.map(\.kind))
                == [.videoOrientation, .playoutDelay, .videoContentType, .colorSpace])
    }

    @Test func listsEveryCommonCodecWithThePublishersFirst() throws {
        let (answer, plan) = try play(.chromiumViewer, [.video(.av1)])
        #expect(plan.tracks[0].codecs[0].codec == .video(.av1, "level-idx=5;profile=0;tier=0"))
        let names = plan.tracks[0].codecs.map(\.codec.name)
        #expect(Set(names) == [.av1, .vp8, .vp9, .h264])
        #expect(names.filter { $0 == .av1 }.count == 2, "the other profile is listed as well")
        #expect(names[1] == .vp8, "the rest in the viewer's order")
        #expect(plan.tracks[0].codec(for: .video(.vp8))?.payloadType == 96)
        #expect(plan.tracks[0].codec(for: .video(.h265)) == nil)
        #expect(try SessionDescription(parsing: answer).media[1].formats.prefix(2) == ["45", "46"])
    }

    @Test(arguments: [
        ("packetization-mode=1;profile-level-id=42e01f", "42e01f"),
        ("packetization-mode=1;profile-level-id=4d001f", "4d001f"),
        ("packetization-mode=1;profile-level-id=42c033", "42001f"),
        ("packetization-mode=1;profile-level-id=640c34", "42001f"),
        ("packetization-mode=1", "42001f"), ("profile-level-id=4d001f", "4d001f"),
    ]) func h264IsNeverRefusedAndTheNearestProfileIsChosen(published: String, chosen: String) throws {
        let (_, plan) = try play(.chromiumViewer, [.video(.h264, published)])
        let codec = plan.tracks[0].codecs[0].codec
        #expect(codec.formatParameter("profile-level-id") == chosen)
        #expect(codec.matches(.video(.h264, published)))
    }

    @Test func aSectionWithoutATrackStaysDescribed() throws {
        let (answer, plan) = try play(.chromiumViewer, [.opus])
        #expect(plan.tracks.map(\.mid) == ["0"])
        let description = try SessionDescription(parsing: answer)
        #expect(description.attributes.groups.first?.mids == ["0", "1"])
        #expect(description.media[1].attributes.direction == .inactive)
        #expect(description.media[1].port != 0 && description.media[1].formats.contains("96"))
        #expect(description.media[1].attributes.sources.isEmpty)
    }

    @Test func aViewerThatOffersOneKindGetsThat() throws {
        let (answer, plan) = try play(.videoOnly, [.opus, .video(.vp8)])
        #expect(plan.tracks.map(\.trackIndex) == [1])
        #expect(answer.contains("a=sendonly"))
        #expect(plan.tracks[0].rtxSSRC == nil)
    }

    @Test func tracksOfAKindAreTakenInOrder() throws {
        let offer = OfferVector.firefoxPublisher.replacing("a=sendonly", with: "a=recvonly")
        let (_, plan) = try play(offer, [.video(.vp8), .opus, .video(.vp8)])
        #expect(plan.tracks.map(\.trackIndex) == [1, 0, 2])
        #expect(plan.tracks.map(\.mid) == ["0", "1", "2"])
    }

    @Test func aSectionThatOnlySendsTakesNoTrack() throws {
        let offer = OfferVector.firefoxPublisher.replacing("a=mid:2", with: "a=mid:2\r\na=sendrecv").removing(
            "a=sendonly")
        let first = offer.replacing("a=mid:1\r\n", with: "a=mid:1\r\na=sendonly\r\n")
        let (answer, plan) = try play(first, [.video(.vp8)])
        #expect(plan.tracks.map(\.mid) == ["2"])
        #expect(
            try SessionDescription(parsing: answer).media.map(\.attributes.direction) == [
                .inactive, .inactive, .sendOnly,
            ])
    }

    @Test func extensionsOfOneDirectionAreAnsweredFromOurSide() throws {
        let offer = OfferVector.firefoxPublisher.replacing("a=sendonly", with: "a=recvonly")
        let (answer, plan) = try play(offer, [.video(.vp8)])
        #expect(plan.tracks[0].extensions.contains(NegotiatedExtension(id: 6, kind: .playoutDelay)))
        #expect(answer.contains("a=extmap:6/sendonly http://www.webrtc.org/experiments/rtp-hdrext/playout-delay\r\n"))
    }

    @Test func sourcesAvoidThoseOfTheOffer() throws {
        let before = try play(.videoOnly, [.video(.vp8)]).plan.tracks[0].ssrc
        let offer = OfferVector.videoOnly.replacing("a=rtcp-mux", with: "a=rtcp-mux\r\na=ssrc:\(before) cname:x")
        #expect(try play(offer, [.video(.vp8)]).plan.tracks[0].ssrc == (before == .max ? 1 : before + 1))
    }

    @Test(arguments: [
        (
            [Codec.opus, .video(.vp9, "profile-id=2")], ["a=rtpmap:100 ", "a=rtpmap:35 ", "a=rtpmap:37 "],
            "The stream's video is VP9 (profile 2); your player offers VP8, VP9 (profile 0), H264 (packetization mode 1), "
                + "H264 (packetization mode 0), AV1 (profile 0) and AV1 (profile 1)."
        ),
        (
            [Codec(.pcmu, clockRate: 8_000), .video(.vp8)], ["a=rtpmap:0 ", "m=audio"],
            "The stream's audio is PCMU; your player offers opus."
        ),
    ]) func refusesAnAbsentCodecNamingBothSides(stream: [Codec], lines: [String], sentence: String) throws {
        var offer = OfferVector.chromiumViewer
        for line in lines where line != "m=audio" { offer = offer.removing(line) }
        if lines.contains("m=audio") {
            offer = offer.replacing(
                "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126", with: "m=audio 9 UDP/TLS/RTP/SAVPF 111 63")
        }
        #expect(throws: NegotiationError.unacceptable(sentence)) { try play(offer, stream) }
    }

    @Test func saysWhatIsLiveWhenNothingIsWanted() {
        #expect(throws: NegotiationError.unacceptable("The stream has audio; your player asks for video.")) {
            try play(.videoOnly, [.opus])
        }
        #expect(
            throws: NegotiationError.unacceptable(
                "The offer receives nothing; to play, a media section must say a=recvonly.")
        ) { try play(.chromiumPublisher, [.opus]) }
    }
}
