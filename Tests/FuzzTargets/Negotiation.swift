import Codecs
import Net
import SDP
import TestSupport
import WebRTC

extension FuzzTarget {
    /// Offers to publish and to play: whatever is answered is a description that reads.
    package static let negotiation = FuzzTarget("negotiation", seeds: [Array(offer.utf8)]) { bytes in
        let offer = text(bytes)
        var generator = SeededRandom(seed: 1)
        let local = LocalTransport(
            ufrag: "abcd", password: "0123456789012345678901",
            fingerprint: "sha-256 " + repeatElement("4C", count: 32).joined(separator: ":"),
            candidates: [SocketAddress(ip: .loopbackV4, port: 8189)])
        let stream = [
            StreamTrack(kind: .audio, codec: Codec(.opus, clockRate: 48_000, channels: 2)),
            StreamTrack(
                kind: .video,
                codec: Codec(.h264, clockRate: 90_000, formatParameters: "packetization-mode=1;profile-level-id=640c1f")
            ),
        ]
        var answers: [String] = []
        if let (answer, plan) = try? Negotiator.publish(offer: offer, local: local, using: &generator) {
            answers.append(answer)
            precondition((1...PublishPlan.maximumTracks).contains(plan.tracks.count), "too few or too many tracks")
            precondition(plan.tracks.allSatisfy { $0.layers.count <= PublishedTrack.maximumLayers }, "too many layers")
        }
        if let (answer, plan) = try? Negotiator.play(offer: offer, local: local, tracks: stream, using: &generator) {
            answers.append(answer)
            precondition((1...stream.count).contains(plan.tracks.count), "too few or too many tracks")
        }
        for answer in answers where answer.utf8.count <= SDPLimits.bytes {
            precondition((try? SessionDescription(parsing: answer)) != nil, "an answer does not read")
        }
    }

    private static let offer = """
        v=0
        o=- 1 2 IN IP4 127.0.0.1
        s=-
        t=0 0
        a=group:BUNDLE 0 1
        a=ice-ufrag:abcd
        a=ice-pwd:0123456789012345678901
        a=fingerprint:sha-256 00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00
        a=setup:actpass
        m=audio 9 UDP/TLS/RTP/SAVPF 111
        a=mid:0
        a=rtcp-mux
        a=rtpmap:111 opus/48000/2
        m=video 9 UDP/TLS/RTP/SAVPF 96 97 98
        a=mid:1
        a=rtcp-mux
        a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id
        a=rtpmap:96 H264/90000
        a=fmtp:96 packetization-mode=1
        a=rtcp-fb:96 nack
        a=rtpmap:97 rtx/90000
        a=fmtp:97 apt=96
        a=rid:a send
        a=simulcast:send a
        a=ssrc-group:FID 1 2

        """
}
