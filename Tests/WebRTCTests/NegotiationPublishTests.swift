import Codecs
import RTP
import SDP
import Testing
import WebRTC

struct NegotiationPublishTests {
    @Test func takesAllThatChromiumOffers() throws {
        let (answer, plan) = try publish(.chromiumPublisher)
        #expect(plan.dtlsRole == .server)
        #expect(plan.remote.setup == .actpass)
        #expect(plan.remote.isTrickle)
        #expect(plan.tracks.map(\.kind) == [.audio, .video])
        #expect(plan.tracks.map(\.mid) == ["0", "1"])
        let audio = plan.tracks[0]
        #expect(audio.codecs.map(\.codec.name) == [.opus, .g722, .pcmu, .pcma])
        #expect(audio.codecs[0].codec.formatParameters == "minptime=10;useinbandfec=1")
        #expect(audio.codecs[0].feedback == .transportWide)
        let video = plan.tracks[1]
        #expect(video.codecs[0].codec == .video(.vp8))
        #expect(video.codecs[0].payloadType == 96)
        #expect(video.codecs[0].rtxPayloadType == 97)
        #expect(
            video.codecs[0].feedback == [.nack, .pictureLoss, .fullIntraRequest, .transportWide])
        #expect(Set(video.codecs.map(\.codec.name)) == [.vp8, .vp9, .h264, .av1])
        #expect(video.payloads[97] == .retransmission(of: 96))
        #expect(video.payloads[96] == .media(.video(.vp8)))
        #expect(video.payloads[118] == nil, "RED is not taken")
        #expect(video.sources.count == 1 && video.sources.first?.rtxSSRC != nil)
        #expect(video.layers.isEmpty)
        let kinds = video.extensions.map(\.kind)
        #expect(
            kinds == [
                .absSendTime, .videoOrientation, .transportSequence, .playoutDelay, .videoContentType, .videoTiming,
                .colorSpace,
                .mid, .rid, .repairedRid,
            ])
        #expect(!answer.contains("toffset") && !answer.contains("red/90000") && !answer.contains("telephone-event"))
    }

    /// The whole text once, so that every line is seen: the DTLS client's side of a passive offer.
    @Test func answersFFmpegAsTheDTLSClient() throws {
        let (answer, plan) = try publish(.ffmpegPublisher)
        #expect(plan.dtlsRole == .client)
        #expect(
            plan.tracks.map(\.sources) == [
                [SignalledSource(ssrc: 2_401_801_055)], [SignalledSource(ssrc: 2_401_801_056, rtxSSRC: 2_401_801_057)],
            ])
        let origin = answer.split(separator: "\r\n").first { $0.hasPrefix("o=") } ?? ""
        let transport = """
            a=ice-ufrag:turn
            a=ice-pwd:abcdefghijklmnopqrstuv
            a=fingerprint:\(testFingerprint)
            a=setup:active
            a=candidate:1 1 udp 2130706431 192.0.2.1 8189 typ host
            a=candidate:2 1 udp 2130706175 ::1 8189 typ host
            a=end-of-candidates
            """
        let expected = """
            v=0
            \(origin)
            s=-
            t=0 0
            a=group:BUNDLE 0 1
            a=extmap-allow-mixed
            a=ice-lite
            a=ice-options:ice2 trickle
            m=audio 8189 UDP/TLS/RTP/SAVPF 111
            c=IN IP4 192.0.2.1
            a=mid:0
            a=recvonly
            a=rtcp-mux
            a=rtpmap:111 opus/48000/2
            \(transport)
            m=video 8189 UDP/TLS/RTP/SAVPF 106 105
            c=IN IP4 192.0.2.1
            a=mid:1
            a=recvonly
            a=rtcp-mux
            a=rtcp-rsize
            a=rtpmap:106 H264/90000
            a=rtcp-fb:106 nack
            a=fmtp:106 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001e
            a=rtpmap:105 rtx/90000
            a=fmtp:105 apt=106
            \(transport)

            """
        #expect(answer == expected.replacing("\n", with: "\r\n"))
    }

    @Test(arguments: [
        ("a=setup:actpass", Setup.passive, LocalDTLSRole.server), ("a=setup:active", .passive, .server),
        ("a=setup:passive", .active, .client), ("a=x", .passive, .server),
    ]) func choosesTheDTLSRole(line: String, answered: Setup, role: LocalDTLSRole) throws {
        let (answer, plan) = try publish(.chromiumPublisher.replacing("a=setup:actpass", with: line))
        #expect(plan.dtlsRole == role)
        let sections = try SessionDescription(parsing: answer).media
        #expect(sections.map(\.attributes.setup) == [answered, answered])
    }

    @Test func readsFirefoxWithItsTransportInTheFirstSection() throws {
        let (answer, plan) = try publish(.firefoxPublisher)
        #expect(plan.remote.ufrag == "1a2b3c4d")
        #expect(plan.remote.password == "00112233445566778899aabbccddeeff")
        #expect(plan.remote.fingerprints.count == 1)
        #expect(plan.tracks.map(\.mid) == ["0", "1", "2"])
        #expect(plan.tracks[0].codecs.map(\.payloadType) == [109, 9, 0, 8])
        #expect(plan.tracks[1].codecs.map(\.rtxPayloadType) == [124, 127])
        #expect(plan.tracks[1].sources == [SignalledSource(ssrc: 1_748_623_947, rtxSSRC: 2_834_719_283)])
        #expect(!plan.tracks[1].extensions.map(\.kind).contains(.playoutDelay), "Firefox would only receive it")
        let sections = try SessionDescription(parsing: answer).media
        #expect(sections.map(\.port) == [8189, 8189, 8189], "the bundle-only section has a port in the answer")
        #expect(sections.map { $0.attributes.contains(.rtcpReducedSize) } == [false, true, false])
    }

    @Test func takesTheTransportOfTheFirstAcceptedSection() throws {
        let offer = OfferVector.firefoxPublisher.replacing("m=audio 9 UDP", with: "m=audio 0 UDP")
        let (answer, plan) = try publish(offer)
        #expect(plan.remote.ufrag == "9f8e7d6c")
        #expect(try SessionDescription(parsing: answer).attributes.groups.first?.mids == ["1", "2"])
    }

    @Test func readsOBSWithItsTransportInTheSession() throws {
        let (_, plan) = try publish(.obsPublisher)
        #expect(plan.remote.ufrag == "pQr5")
        #expect(plan.tracks[1].rids == ["0", "1"])
        #expect(plan.tracks[1].codecs[0].feedback == [.nack, .pictureLoss])
    }

    @Test func aSingleSectionNeedsNoMidAndNoBundle() throws {
        let (answer, plan) = try publish(.videoOnly)
        #expect(plan.tracks.map(\.mid) == [nil])
        #expect(!answer.contains("BUNDLE") && !answer.contains("a=mid"))
    }

    @Test func refusesDataChannelsButNotTheRest() throws {
        let data = "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:d\r\na=sctp-port:5000\r\n"
        var offer = OfferVector.obsPublisher.replacing("BUNDLE 0 1", with: "BUNDLE d 0 1")
        offer = offer.replacing("m=audio", with: data + "m=audio")
        let (answer, plan) = try publish(offer)
        let description = try SessionDescription(parsing: answer)
        #expect(description.media.map(\.port) == [0, 8189, 8189])
        #expect(description.media.map(\.attributes.mid) == ["d", "0", "1"])
        #expect(description.attributes.groups.first?.mids == ["0", "1"])
        #expect(plan.tracks.count == 2)
    }

    @Test func aSectionThatSendsNothingIsInactive() throws {
        let offer = OfferVector.obsPublisher.replacing("a=mid:0\r\na=sendonly", with: "a=mid:0\r\na=recvonly")
        let (answer, plan) = try publish(offer)
        #expect(plan.tracks.map(\.mid) == ["1"])
        let sections = try SessionDescription(parsing: answer).media
        #expect(sections.map(\.attributes.direction) == [.inactive, .receiveOnly])
        #expect(sections[0].port != 0)
    }

    @Test func theSessionsDirectionIsTheDefault() throws {
        let offer = OfferVector.firefoxPublisher.removing("a=sendonly")
        #expect(try publish(offer).plan.tracks.count == 3)
        let idle = offer.replacing("a=sendrecv", with: "a=inactive").replacing("a=mid:1", with: "a=mid:1\r\na=sendonly")
        #expect(try publish(idle).plan.tracks.map(\.mid) == ["1"])
    }

    @Test func aSectionWithoutAKnownCodecIsRefusedAlone() throws {
        let (answer, plan) = try publish(.obsPublisher.replacing("opus/48000/2", with: "MPEG4-GENERIC/48000/2"))
        #expect(plan.tracks.map(\.kind) == [.video])
        #expect(try SessionDescription(parsing: answer).media.map(\.port) == [0, 8189])
    }

    @Test func takesEightTracksAndNoMore() throws {
        let section = "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=rtcp-mux\r\na=mid:"
        let mids = (1...10).map { "t\($0)" }
        var offer = OfferVector.videoOnly.replacing("a=setup:actpass", with: "a=setup:actpass\r\na=mid:v")
        offer = offer.replacing("t=0 0", with: "t=0 0\r\na=group:BUNDLE v \(mids.joined(separator: " "))")
        offer.text += mids.map { section + $0 + "\r\n" }.joined()
        let (answer, plan) = try publish(offer)
        #expect(plan.tracks.map(\.mid) == ["v"] + mids.prefix(7))
        let sections = try SessionDescription(parsing: answer).media
        #expect(sections.map(\.port) == Array(repeating: 8189, count: 8) + [0, 0, 0])
    }

    @Test func knowsTheFixedPayloadTypesWithoutAMap() throws {
        var offer = OfferVector.videoOnly.replacing(
            "video 9 UDP/TLS/RTP/SAVPF 96", with: "audio 9 UDP/TLS/RTP/SAVPF 9 0 8 3 0")
        offer = offer.removing("a=rtpmap")
        let (answer, plan) = try publish(offer)
        #expect(plan.tracks[0].codecs.map(\.codec.name) == [.g722, .pcmu, .pcma])
        #expect(answer.contains("a=rtpmap:9 G722/8000\r\n"))
    }

    @Test func wildcardFeedbackMeansEveryCodec() throws {
        let (_, plan) = try publish(.videoOnly.replacing("a=rtcp-mux", with: "a=rtcp-mux\r\na=rtcp-fb:* nack"))
        #expect(plan.tracks[0].codecs.map(\.feedback) == [.nack])
    }

    @Test func oddFormsOfKnownCodecsAreNotTaken() throws {
        for map in ["opus/48000", "opus/16000/2", "G722/16000"] {
            let (_, plan) = try publish(.obsPublisher.replacing("opus/48000/2", with: map))
            #expect(plan.tracks.map(\.kind) == [.video])
        }
    }
}
