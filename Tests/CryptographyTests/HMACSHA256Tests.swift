import Bytes
import Cryptography
import Testing

struct HMACSHA256Tests {
    /// RFC 4231 §4.
    struct Vector: CustomTestStringConvertible {
        let number: Int
        let key: [UInt8]
        let message: [UInt8]
        let digest: String

        var testDescription: String { "case \(number)" }
    }

    static let vectors = [
        Vector(
            number: 1, key: Array(repeating: 0x0B, count: 20), message: Array("Hi There".utf8),
            digest: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        Vector(
            number: 2, key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            digest: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        Vector(
            number: 3, key: Array(repeating: 0xAA, count: 20), message: Array(repeating: 0xDD, count: 50),
            digest: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        Vector(
            number: 6, key: Array(repeating: 0xAA, count: 131),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            digest: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    ]

    @Test(arguments: vectors) func matchesTheVector(vector: Vector) {
        let digest = HMACSHA256.authenticate(vector.message.span, key: vector.key)
        #expect(Hex.string(digest) == vector.digest)
    }

    @Test func anEmptyKeyIsAKeyOfItsOwn() {
        let empty: [UInt8] = []
        let before = HMACSHA256.authenticate(empty.span, key: [1, 2, 3])
        let digest = HMACSHA256.authenticate(empty.span, key: [])
        #expect(digest != before)
        #expect(Hex.string(digest) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }
}
