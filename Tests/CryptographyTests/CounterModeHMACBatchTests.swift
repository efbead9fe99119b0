import Cryptography
import TestSupport
import Testing

@Suite(.enabled(if: CipherEngine.ipsecMB.isAvailable, "libipsec-mb or a processor with AVX2 is missing"))
struct CounterModeHMACBatchTests {
    /// Batches that fill no lane, some, all, and more than the queue holds, of messages of many lengths and two keys:
    /// as if each was encrypted and authenticated alone.
    @Test(arguments: [0, 1, 7, 8, 15, 16, 17, 100, 600]) func equalsSingleMessages(count: Int) throws {
        var random = SeededRandom(seed: UInt64(count))
        let keys = (0..<2).map { _ in (cipher: random.bytes(16), authentication: random.bytes(20)) }
        guard let first = CounterModeHMACBatchKey(cipherKey: keys[0].cipher, authenticationKey: keys[0].authentication),
            let second = CounterModeHMACBatchKey(cipherKey: keys[1].cipher, authenticationKey: keys[1].authentication)
        else { throw KeyRefused() }
        // A header of 12 bytes, the text, and the tag; all of them stay where they are until the flush.
        let messages = (0..<count).map { _ in
            let length = Int.random(in: 1...1500, using: &random)
            return (counter: random.bytes(14) + [0, 0], buffer: Memory(random.bytes(12 + length + 10)), length: length)
        }
        let expected = try messages.enumerated().map { position, message in
            try alone(message.buffer.bytes, counter: message.counter, length: message.length, keys: keys[position % 2])
        }
        for (position, message) in messages.enumerated() {
            let start = message.buffer.start
            let isSubmitted =
                if position % 2 == 0 {
                    first.submit(
                        counter: message.counter, plaintext: start + 12, ciphertext: start + 12, count: message.length,
                        message: start, messageCount: 12 + message.length, tag: start + 12 + message.length)
                } else {
                    second.submit(
                        counter: message.counter, plaintext: start + 12, ciphertext: start + 12, count: message.length,
                        message: start, messageCount: 12 + message.length, tag: start + 12 + message.length)
                }
            #expect(isSubmitted)
        }
        CounterModeHMACBatchKey.flush()
        for (message, expected) in zip(messages, expected) { #expect(message.buffer.bytes == expected) }
    }

    private func alone(
        _ message: [UInt8], counter: [UInt8], length: Int, keys: (cipher: [UInt8], authentication: [UInt8])
    ) throws -> [UInt8] {
        guard let cipher = AESCounterMode(key: keys.cipher) else { throw KeyRefused() }
        let authenticator = KeyedHMACSHA1(key: keys.authentication)
        var text = Array(message[12..<(12 + length)])
        cipher.apply(counter: counter, input: Array(text), count: Int32(length), output: &text)
        let authenticated = Array(message.prefix(12)) + text
        var code = [UInt8](repeating: 0, count: KeyedHMACSHA1.codeLength)
        authenticator.authenticate(
            message: authenticated, count: authenticated.count, suffix: [0], suffixCount: 0, code: &code)
        return authenticated + code.prefix(10)
    }

    struct KeyRefused: Error {}

    /// Bytes at an address that stays.
    private final class Memory {
        let start: UnsafeMutablePointer<UInt8>
        private let count: Int

        init(_ bytes: [UInt8]) {
            start = .allocate(capacity: bytes.count)
            start.initialize(from: bytes, count: bytes.count)
            count = bytes.count
        }

        deinit {
            start.deallocate()
        }

        var bytes: [UInt8] { Array(UnsafeBufferPointer(start: start, count: count)) }
    }
}
