import SRTP
import Testing

struct SRTPMasterKeyTests {
    /// RFC 5764 §4.2: client key, server key, client salt, server salt.
    @Test(arguments: SRTPProfile.allCases) func dividesWhatWasExported(profile: SRTPProfile) throws {
        let (key, salt) = (profile.keyLength, profile.saltLength)
        let parts = [(1 as UInt8, key), (2, key), (3, salt), (4, salt)].map { [UInt8](repeating: $0, count: $1) }
        let exported = parts.flatMap { $0 }
        #expect(exported.count == profile.exportedLength)
        let pair = try #require(SRTPMasterKey.pair(exported: exported, profile: profile))
        #expect([pair.client.key, pair.server.key, pair.client.salt, pair.server.salt] == parts)
        #expect(SRTPMasterKey.pair(exported: exported.dropLast(), profile: profile) == nil)
        #expect(SRTPMasterKey.pair(exported: exported + [0], profile: profile) == nil)
    }

    @Test func printsNeitherKeyNorSalt() {
        let masterKey = SRTPMasterKey(key: [201, 202], salt: [203])
        var dumped = ""
        dump(masterKey, to: &dumped)
        let keys = SRTPSessionKeys(encryption: [201], authentication: [202], salt: [203])
        dump(keys, to: &dumped)
        for text in ["\(masterKey)", String(reflecting: masterKey), "\([masterKey])", "\(keys)", dumped] {
            #expect(!text.contains("20"), "\(text)")
        }
    }
}
