import Bytes
import Cryptography
import Testing

struct HMACTests {
    enum Hash: String, CaseIterable {
        case sha1
        case sha256

        func authenticate(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
            switch self {
            case .sha1: HMACSHA1.authenticate(message.span, key: key)
            case .sha256: HMACSHA256.authenticate(message.span, key: key)
            }
        }
    }

    /// RFC 2202 §3 and RFC 4231 §4.
    struct Vector: CustomTestStringConvertible {
        let hash: Hash
        let number: Int
        let key: [UInt8]
        let message: [UInt8]
        let digest: String

        var testDescription: String { "\(hash), case \(number)" }
    }

    static let vectors = [
        Vector(
            hash: .sha1, number: 1, key: Array(repeating: 0x0B, count: 20), message: Array("Hi There".utf8),
            digest: "b617318655057264e28bc0b6fb378c8ef146be00"),
        Vector(
            hash: .sha1, number: 2, key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            digest: "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        Vector(
            hash: .sha1, number: 3, key: Array(repeating: 0xAA, count: 20), message: Array(repeating: 0xDD, count: 50),
            digest: "125d7342b9ac11cd91a39af48aa17b4f63f175d3"),
        Vector(
            hash: .sha1, number: 6, key: Array(repeating: 0xAA, count: 80),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            digest: "aa4ae5e15272d00e95705637ce8a3b55ed402112"),
        Vector(
            hash: .sha256, number: 1, key: Array(repeating: 0x0B, count: 20), message: Array("Hi There".utf8),
            digest: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        Vector(
            hash: .sha256, number: 2, key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            digest: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        Vector(
            hash: .sha256, number: 3, key: Array(repeating: 0xAA, count: 20),
            message: Array(repeating: 0xDD, count: 50),
            digest: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        Vector(
            hash: .sha256, number: 6, key: Array(repeating: 0xAA, count: 131),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            digest: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    ]

    @Test(arguments: vectors) func matchesTheVector(vector: Vector) {
        #expect(Hex.string(vector.hash.authenticate(vector.message, key: vector.key)) == vector.digest)
    }

    @Test(arguments: [
        (Hash.sha1, "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d"),
        (.sha256, "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
    ])
    func anEmptyKeyIsAKeyOfItsOwn(hash: Hash, expected: String) {
        let before = hash.authenticate([], key: [1, 2, 3])
        let digest = hash.authenticate([], key: [])
        #expect(digest != before)
        #expect(Hex.string(digest) == expected)
    }
}
