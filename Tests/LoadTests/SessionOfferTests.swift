import Codecs
import Net
import SDP
import TestSupport
import Testing
import WebRTC

@testable import Load

struct SessionOfferTests {
    @Test(arguments: VideoFormat.allCases) func turnoutTakesAPublisher(format: VideoFormat) throws {
        let offer = try Offers.publisher(format.codec, audio: true)
        var random = SeededRandom(seed: 1)
        let (_, plan) = try Negotiator.publish(offer: offer.text, local: Self.local, using: &random)
        #expect(plan.tracks.map(\.kind) == [.audio, .video])
        #expect(plan.tracks[1].codecs.map(\.codec.name) == [format.codec])
        #expect(plan.tracks[1].codecs[0].rtxPayloadType == plan.tracks[1].codecs[0].payloadType + 1)
        #expect(
            plan.tracks[1].codecs[0].feedback.isSuperset(of: [.nack, .pictureLoss, .fullIntraRequest, .transportWide]))
        #expect(plan.tracks[1].sources.map(\.ssrc) == [offer.sections[1].ssrc])
        #expect(plan.tracks[1].sources.map(\.rtxSSRC) == [offer.sections[1].retransmissionSSRC])
        #expect(plan.remote.setup == .actpass && plan.remote.candidates.map(\.port) == [40_000])
    }

    @Test(arguments: OfferedPayload.videoCodecs) func turnoutTakesAViewerOfAnyCodec(codec: CodecName) throws {
        let offer = try Offers.viewer(.h264)
        var random = SeededRandom(seed: 1)
        let live = Codec(codec, clockRate: 90_000, formatParameters: codec == .h264 ? "packetization-mode=1" : "")
        let (text, plan) = try Negotiator.play(
            offer: offer.text, local: Self.local, tracks: [StreamTrack(kind: .video, codec: live)], using: &random)
        #expect(plan.tracks[0].codec(for: live)?.payloadType == OfferedPayload.payloadType(of: codec))
        let answer = try SessionAnswer(parsing: text, to: offer)
        #expect(answer.sections.map(\.ssrc) == [plan.tracks[0].ssrc])
        #expect(answer.sections[0].hasRetransmission)
        #expect(answer.candidates == Self.local.candidates)
    }

    @Test func theOfferIsReadAsItWasMeant() throws {
        let offer = try Offers.publisher(audio: true)
        let description = try SessionDescription(parsing: offer.text)
        #expect(description.print() == offer.text)
        #expect(description.attributes.groups == [Group(semantics: Group.bundle, mids: ["0", "1"])])
        #expect(description.media.map(\.attributes.direction) == [.sendOnly, .sendOnly])
        #expect(description.media.allSatisfy { $0.attributes.contains(.rtcpMux) })
        let viewer = try SessionDescription(parsing: try Offers.viewer(audio: true).text)
        #expect(viewer.media.map(\.attributes.direction) == [.receiveOnly, .receiveOnly])
        #expect(viewer.media.allSatisfy { $0.attributes.sources.isEmpty })
    }

    @Test func payloadTypesMeanOneThingEach() {
        var seen: Set<UInt8> = []
        for codec in OfferedPayload.videoCodecs {
            let payloadType = OfferedPayload.payloadType(of: codec)
            #expect(seen.insert(payloadType).inserted && seen.insert(payloadType + 1).inserted)
            #expect(OfferedPayload(payloadType: payloadType) == .video(codec))
            #expect(OfferedPayload(payloadType: payloadType + 1) == .retransmission(codec))
        }
        #expect(OfferedPayload(payloadType: 111) == .audio)
        #expect(OfferedPayload(payloadType: 0) == nil)
    }

    private static let local = LocalTransport(
        ufrag: "abcd", password: "abcdefghijklmnopqrstuvwx",
        fingerprint: "sha-256 " + Array(repeating: "AB", count: 32).joined(separator: ":"),
        candidates: [SocketAddress(ip: .loopbackV4, port: 8_189)])
}
