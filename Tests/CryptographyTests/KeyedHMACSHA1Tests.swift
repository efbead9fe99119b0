import Bytes
import Cryptography
import Testing

struct KeyedHMACSHA1Tests {
    struct Vector: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let key: [UInt8]
        let message: [UInt8]
        let code: String
    }

    /// RFC 2202 §3, the cases whose key fits a block.
    static let vectors = [
        Vector(
            testDescription: "1", key: .init(repeating: 0x0b, count: 20), message: Array("Hi There".utf8),
            code: "b617318655057264e28bc0b6fb378c8ef146be00"),
        Vector(
            testDescription: "2", key: Array("Jefe".utf8), message: Array("what do ya want for nothing?".utf8),
            code: "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        Vector(
            testDescription: "3", key: .init(repeating: 0xaa, count: 20), message: .init(repeating: 0xdd, count: 50),
            code: "125d7342b9ac11cd91a39af48aa17b4f63f175d3"),
        Vector(
            testDescription: "4", key: Array(1...25), message: .init(repeating: 0xcd, count: 50),
            code: "4c9007f4026250c6bc8414f9bf50c86c2d7235da"),
    ]

    /// Wherever the message is divided, and however often the key was used.
    @Test(arguments: vectors) func authenticates(vector: Vector) {
        let key = KeyedHMACSHA1(key: vector.key)
        for split in 0...vector.message.count {
            var code = [UInt8](repeating: 0, count: KeyedHMACSHA1.codeLength)
            let suffix = Array(vector.message[split...])
            key.authenticate(
                message: vector.message, count: split, suffix: suffix, suffixCount: suffix.count, code: &code)
            #expect(Hex.string(code) == vector.code)
        }
    }
}
