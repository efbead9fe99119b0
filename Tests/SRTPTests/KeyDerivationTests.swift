import Bytes
import SRTP
import TestSupport
import Testing

struct KeyDerivationTests {
    /// RFC 3711 §B.3. Its authentication key has 94 bytes, of which HMAC-SHA1 takes 20.
    @Test func vectors() throws {
        let masterKey = SRTPMasterKey(
            key: try #require(Hex.bytes("E1F97A0D3E018BE0D64FA32C06DE4139")),
            salt: try #require(Hex.bytes("0EC675AD498AFEEBB6960B3AABE6")))
        let derivation = try KeyDerivation(profile: .aes128CMHMACSHA1_80, masterKey: masterKey)
        let keys = derivation.rtpKeys()
        #expect(Hex.string(keys.encryption) == "c61e7a93744f39ee10734afe3ff7a087")
        #expect(Hex.string(keys.salt) == "30cbbc08863d8c85d49db34a9ae1")
        #expect(Hex.string(keys.authentication) == "cebe321f6ff7716b6fd4ab49af256a156d38baa4")
        let long = derivation.derive(.rtpAuthentication, count: 94)
        let expected = """
            CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCEE049646C43D9327AD175578EF722709863\
            71C10C9A369AC2F94A8C5FBCDDDC256D6E919A48B610EF17C2041E474035766B68642C59BBFC2F34DB60DBDFB2
            """
        #expect(long == Hex.bytes(expected))
    }

    @Test(arguments: SRTPProfile.allCases) func everyKeyDiffersFromEveryOther(profile: SRTPProfile) throws {
        var random = SeededRandom(seed: 3)
        let derivation = try KeyDerivation(profile: profile, masterKey: Packets.masterKey(profile, using: &random))
        let (rtp, rtcp) = (derivation.rtpKeys(), derivation.rtcpKeys())
        let keys = [rtp, rtcp].flatMap { [$0.encryption, $0.authentication, $0.salt] }.map { $0.prefix(12) }
        #expect(Set(keys).count == 6)
        #expect(rtp.encryption.count == profile.keyLength)
        #expect(rtcp.salt.count == profile.saltLength)
    }

    @Test(arguments: SRTPProfile.allCases) func refusesOtherLengths(profile: SRTPProfile) {
        for (key, salt) in [(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1), (-16, 0)] where (key, salt) != (0, 0) {
            let masterKey = SRTPMasterKey(
                key: .init(repeating: 1, count: profile.keyLength + key),
                salt: .init(repeating: 2, count: profile.saltLength + salt))
            #expect(throws: SRTPError.unsupported) { try SRTPSender(profile: profile, masterKey: masterKey) }
            #expect(throws: SRTPError.unsupported) { try SRTPReceiver(profile: profile, masterKey: masterKey) }
        }
    }
}
