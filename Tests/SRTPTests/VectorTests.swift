import Bytes
import Cryptography
import SRTP
import Testing

/// RFC 7714 §16 and §17, which give session keys.
struct VectorTests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let profile: SRTPProfile
        let key: String
        let protected: String

        func keys() throws -> SRTPSessionKeys {
            SRTPSessionKeys(
                encryption: try #require(Hex.bytes(key)), authentication: [],
                salt: try #require(Hex.bytes("517569642070726f2071756f")))
        }

        func sender(_ engine: CipherEngine, nextRTCPIndex: UInt32 = 0) throws -> SRTPSender {
            let keys = try keys()
            return try SRTPSender(
                profile: profile, rtpKeys: keys, rtcpKeys: keys, nextRTCPIndex: nextRTCPIndex, engine: engine)
        }

        func receiver(_ engine: CipherEngine) throws -> SRTPReceiver {
            let keys = try keys()
            return try SRTPReceiver(profile: profile, rtpKeys: keys, rtcpKeys: keys, engine: engine)
        }
    }

    static let engines = CipherEngine.allCases.filter(\.isAvailable)
    static let key128 = "000102030405060708090a0b0c0d0e0f"
    static let key256 = key128 + "101112131415161718191a1b1c1d1e1f"

    static let rtpHeader = "8040f17b8041f8d35501a0b2"
    static let rtpVectors = [
        Vector(
            testDescription: "§16.1 AEAD_AES_128_GCM", profile: .aeadAES128GCM, key: key128,
            protected: """
                8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833\
                899d7f27beb16a9152cf765ee4390cce
                """),
        Vector(
            testDescription: "§16.2 AEAD_AES_256_GCM", profile: .aeadAES256GCM, key: key256,
            protected: """
                8040f17b8041f8d35501a0b232b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b\
                7aa3db36dfffd6b0f9bb7878d7a76c13
                """),
    ]

    @Test(arguments: rtpVectors, engines) func rtp(vector: Vector, engine: CipherEngine) throws {
        let plain = Packets.Packet(
            header: try #require(Hex.bytes(Self.rtpHeader)),
            payload: Array("Gallia est omnis divisa in partes tres".utf8))
        let sender = try vector.sender(engine)
        let receiver = try vector.receiver(engine)
        let protected = sender.protected(plain, index: 0xF17B, profile: vector.profile)
        #expect(Hex.string(protected) == vector.protected)
        #expect(try receiver.unprotectedRTP(protected) == plain.bytes)
    }

    static let rtcp = """
        81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef
        """
    static let rtcpVectors = [
        Vector(
            testDescription: "§17.1 AEAD_AES_128_GCM", profile: .aeadAES128GCM, key: key128,
            protected: """
                81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9\
                275bc84aa45896cf4d2fc5abf87245d9eade800005d4
                """),
        Vector(
            testDescription: "§17.2 AEAD_AES_256_GCM", profile: .aeadAES256GCM, key: key256,
            protected: """
                81c8000d4d617273d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50a2eaa5c1110555be8415f658c61de0476f1b\
                6fad1d1eb30c4446839f57ff6f6cb26ac3be800005d4
                """),
    ]

    @Test(arguments: rtcpVectors, engines) func rtcp(vector: Vector, engine: CipherEngine) throws {
        let plain = try #require(Hex.bytes(Self.rtcp))
        let sender = try vector.sender(engine, nextRTCPIndex: 0x5D4)
        let receiver = try vector.receiver(engine)
        var packet = plain
        try sender.protectRTCP(&packet)
        #expect(Hex.string(packet) == vector.protected)
        #expect(try receiver.unprotectedRTCP(packet) == plain)
    }

    /// §17.3: authentic, but the E flag is clear. DTLS-SRTP's profiles all encrypt RTCP, so it is refused.
    @Test(arguments: engines) func unencryptedRTCPIsRefused(engine: CipherEngine) throws {
        let packet = try #require(Hex.bytes(Self.rtcp + "841dd9683dd78ec92ae58790125f62b3000005d4"))
        let receiver = try Self.rtcpVectors[0].receiver(engine)
        #expect(throws: SRTPError.unsupported) { try receiver.unprotectedRTCP(packet) }
    }
}
