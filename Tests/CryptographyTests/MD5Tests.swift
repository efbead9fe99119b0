import Bytes
import Cryptography
import Testing

struct MD5Tests {
    /// RFC 1321 §A.5: empty, one block, two blocks.
    @Test(arguments: [
        ("", "d41d8cd98f00b204e9800998ecf8427e"), ("abc", "900150983cd24fb0d6963f7d28e17f72"),
        (
            "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
            "57edf4a22be3c955ac49da2e2107b67a"
        ),
    ])
    func digests(message: String, digest: String) {
        #expect(Hex.string(MD5.hash(Array(message.utf8).span)) == digest)
    }
}
