import Bytes
import Cryptography
import Testing

struct HMACSHA1Tests {
    /// RFC 2202 §3.
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
            digest: "b617318655057264e28bc0b6fb378c8ef146be00"),
        Vector(
            number: 2, key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            digest: "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        Vector(
            number: 3, key: Array(repeating: 0xAA, count: 20), message: Array(repeating: 0xDD, count: 50),
            digest: "125d7342b9ac11cd91a39af48aa17b4f63f175d3"),
        Vector(
            number: 6, key: Array(repeating: 0xAA, count: 80),
            message: Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            digest: "aa4ae5e15272d00e95705637ce8a3b55ed402112"),
    ]

    @Test(arguments: vectors) func matchesTheVector(vector: Vector) {
        let digest = HMACSHA1.authenticate(vector.message.span, key: vector.key)
        #expect(Hex.string(digest) == vector.digest)
    }

    @Test func anEmptyKeyIsAKeyOfItsOwn() {
        let empty: [UInt8] = []
        let before = HMACSHA1.authenticate(empty.span, key: [1, 2, 3])
        let digest = HMACSHA1.authenticate(empty.span, key: [])
        #expect(digest != before)
        #expect(Hex.string(digest) == "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d")
    }
}
