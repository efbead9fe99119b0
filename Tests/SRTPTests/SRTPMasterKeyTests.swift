import SRTP
import Testing

struct SRTPMasterKeyTests {
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
