import Codecs
import DTLS
import Net
import TestSupport

@testable import Load

/// Offers of clients on this machine.
enum Offers {
    static let identity = Result { try DTLSIdentity() }

    static func publisher(_ codec: CodecName = .h264, audio: Bool = false, seed: UInt64 = 1) throws -> SessionOffer {
        try offer(.publisher, codec, audio: audio, seed: seed)
    }

    static func viewer(_ codec: CodecName = .h264, audio: Bool = false, seed: UInt64 = 2) throws -> SessionOffer {
        try offer(.viewer, codec, audio: audio, seed: seed)
    }

    private static func offer(
        _ role: ClientRole, _ codec: CodecName, audio: Bool, seed: UInt64
    ) throws -> SessionOffer {
        var random = SplitMix64(seed: seed)
        return SessionOffer(
            role, video: codec, offersAudio: audio, fingerprint: try identity.get().fingerprint,
            candidate: SocketAddress(ip: .loopbackV4, port: 40_000), random: &random)
    }
}
