import Bytes
import Cryptography
import TestSupport
import Testing

struct AESGCMTests {
    static let engines = CipherEngine.allCases.filter(\.isAvailable)

    struct Vector: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let key: String
        let ciphertext: String
        let tag: String
    }

    /// Test cases 4 and 16 of the GCM submission to NIST (McGrew and Viega): both have this plaintext, nonce and data.
    static let plaintext = [UInt8](
        hex:
            """
            d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a31\
            8a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39
            """
    )
    static let nonce = [UInt8](hex: "cafebabefacedbaddecaf888")
    static let authenticated = [UInt8](hex: "feedfacedeadbeeffeedfacedeadbeefabaddad2")
    static let vectors = [
        Vector(
            testDescription: "AES-128", key: "feffe9928665731c6d6a8f9467308308",
            ciphertext:
                """
                42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329ac\
                a12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091
                """,
            tag: "5bc94fbc3221a5db94fae95ae7121a47"),
        Vector(
            testDescription: "AES-256", key: "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
            ciphertext:
                """
                522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555\
                d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
                """,
            tag: "76fc6ece0f4e1768cddf8853bb2d551b"),
    ]

    @Test(arguments: vectors, engines) func sealsAndOpens(vector: Vector, engine: CipherEngine) throws {
        let cipher = try Cipher(hexKey: vector.key, engine: engine)
        for _ in 1...3 {
            let sealed = cipher.seal(Self.plaintext)
            #expect(Hex.string(sealed.ciphertext) == vector.ciphertext)
            #expect(Hex.string(sealed.tag) == vector.tag)
            // One expanded key goes back and forth between both directions.
            let opened = cipher.open(sealed)
            #expect(opened.isAuthentic)
            #expect(opened.output == Self.plaintext)
        }
    }

    @Test(arguments: vectors, engines)
    func refusesEveryChangedBitOfTheTag(vector: Vector, engine: CipherEngine) throws {
        let cipher = try Cipher(hexKey: vector.key, engine: engine)
        for bit in 0..<128 {
            var sealed = cipher.seal(Self.plaintext)
            sealed.tag[bit / 8] ^= 1 << (bit % 8)
            let refused = cipher.open(sealed)
            #expect(!refused.isAuthentic)
            // A second run undoes the first: what was written is the XOR of ciphertext and keystream.
            let restored = cipher.open((refused.output, sealed.tag)).output
            #expect(restored == sealed.ciphertext)
        }
    }

    @Test(arguments: [0, 1, 15, 16, 17, 1200], engines) func lengths(count: Int, engine: CipherEngine) throws {
        var random = SeededRandom(seed: 7)
        let cipher = try Cipher(hexKey: Self.vectors[0].key, engine: engine)
        let plaintext = random.bytes(count)
        let opened = cipher.open(cipher.seal(plaintext))
        #expect(opened.isAuthentic)
        #expect(opened.output == plaintext)
    }

    @Test(arguments: [0, 15, 17, 24, 31, 33], engines) func refusesOtherKeys(length: Int, engine: CipherEngine) {
        let isRefused = AESGCM(key: .init(repeating: 1, count: length), engine: engine) == nil
        #expect(isRefused)
    }

    struct KeyRefused: Error {}

    /// The cipher with the vectors' nonce and data, on arrays.
    struct Cipher: ~Copyable {
        let cipher: AESGCM

        init(hexKey: String, engine: CipherEngine) throws {
            guard let cipher = AESGCM(key: [UInt8](hex: hexKey), engine: engine) else { throw KeyRefused() }
            self.cipher = cipher
        }

        func seal(_ plaintext: [UInt8]) -> (ciphertext: [UInt8], tag: [UInt8]) {
            // One byte more, so that an empty message has an address as well.
            var output = [UInt8](repeating: 0, count: plaintext.count + 1)
            var tag = [UInt8](repeating: 0, count: AESGCM.tagLength)
            cipher.seal(
                nonce: AESGCMTests.nonce, authenticating: AESGCMTests.authenticated,
                authenticatedCount: AESGCMTests.authenticated.count,
                plaintext: plaintext + [0], count: plaintext.count, output: &output, tag: &tag)
            return (output.dropLast(), tag)
        }

        func open(_ sealed: (ciphertext: [UInt8], tag: [UInt8])) -> (isAuthentic: Bool, output: [UInt8]) {
            var output = [UInt8](repeating: 0, count: sealed.ciphertext.count + 1)
            let isAuthentic = cipher.open(
                nonce: AESGCMTests.nonce, authenticating: AESGCMTests.authenticated,
                authenticatedCount: AESGCMTests.authenticated.count,
                ciphertext: sealed.ciphertext + [0], count: sealed.ciphertext.count, output: &output,
                tag: sealed.tag)
            return (isAuthentic, output.dropLast())
        }
    }
}
