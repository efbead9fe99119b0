import Bytes
import Cryptography
import Testing

struct AESCounterModeTests {
    /// RFC 3711 §B.2: session key, first counter block, and the keystream of blocks 0, 1, 2, 0xFEFF, 0xFF00, 0xFF01.
    @Test func keystream() {
        guard let cipher = AESCounterMode(key: [UInt8](hex: "2B7E151628AED2A6ABF7158809CF4F3C")) else {
            Issue.record("the key was refused")
            return
        }
        let count = 0xFF02 * 16
        var stream = [UInt8](repeating: 0, count: count)
        cipher.apply(
            counter: [UInt8](hex: "F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"), input: [UInt8](repeating: 0, count: count),
            count: Int32(count), output: &stream)
        let expected = [
            (0, "e03ead0935c95e80e166b16dd92b4eb4"), (1, "d23513162b02d0f72a43a2fe4a5f97ab"),
            (2, "41e95b3bb0a2e8dd477901e4fca894c0"), (0xFEFF, "ec8cdf7398607cb0f2d21675ea9ea1e4"),
            (0xFF00, "362b7c3c6773516318a077d7fc5073ae"), (0xFF01, "6a2cc3787889374fbeb4c81b17ba6c44"),
        ]
        for (block, bytes) in expected { #expect(Hex.string(stream[(block * 16)..<(block * 16 + 16)]) == bytes) }
    }

    /// NIST SP 800-38A §F.5.5, CTR-AES256, first block.
    @Test func keysOf32Bytes() {
        let key = [UInt8](hex: "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4")
        guard let cipher = AESCounterMode(key: key) else {
            Issue.record("the key was refused")
            return
        }
        var output = [UInt8](repeating: 0, count: 16)
        cipher.apply(
            counter: [UInt8](hex: "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"),
            input: [UInt8](hex: "6bc1bee22e409f96e93d7e117393172a"),
            count: 16, output: &output)
        #expect(Hex.string(output) == "601ec313775789a5b7a7f504bbf3d228")
    }

    @Test(arguments: [0, 15, 17, 24, 31, 33]) func refusesOtherKeys(length: Int) {
        let isRefused = AESCounterMode(key: .init(repeating: 1, count: length)) == nil
        #expect(isRefused)
    }
}

extension [UInt8] {
    /// The bytes of a literal in a test.
    init(hex: String) {
        guard let bytes = Hex.bytes(hex) else { preconditionFailure("\(hex) is not hexadecimal") }
        self = bytes
    }
}
