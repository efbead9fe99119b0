import Codecs
import Net
import SDP
import TestSupport
import WebRTC

/// What our side says in all negotiation tests.
let testTransport = LocalTransport(
    ufrag: "turn", password: "abcdefghijklmnopqrstuv", fingerprint: testFingerprint,
    candidates: [SocketAddress(ip: IPAddress(v4: 0xC000_0201), port: 8189), SocketAddress(ip: .loopbackV6, port: 8189)])

let testFingerprint = "sha-256 " + repeatElement("4C", count: 32).joined(separator: ":")

func publish(_ offer: OfferVector, seed: UInt64 = 1) throws -> (answer: String, plan: PublishPlan) {
    var generator = SeededRandom(seed: seed)
    return try Negotiator.publish(offer: offer.text, local: testTransport, using: &generator)
}

func play(
    _ offer: OfferVector, _ codecs: [Codec], seed: UInt64 = 1
) throws -> (answer: String, plan: PlayPlan) {
    var generator = SeededRandom(seed: seed)
    let tracks = codecs.map { StreamTrack(kind: $0.kind, codec: $0) }
    return try Negotiator.play(offer: offer.text, local: testTransport, tracks: tracks, using: &generator)
}

extension Codec {
    static let opus = Codec(.opus, clockRate: 48_000, channels: 2)

    static func video(_ name: CodecName, _ parameters: String = "") -> Codec {
        Codec(name, clockRate: 90_000, formatParameters: parameters)
    }
}
